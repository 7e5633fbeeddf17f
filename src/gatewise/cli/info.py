"""`gatewise info MODEL`."""

from __future__ import annotations

from gatewise.cli import options
from gatewise.cli.console import print_json, show
from gatewise.runtime import load

__all__ = ["info_cli"]

_SHOWN_LABELS = 20


def info_cli(model: options.ModelFolder, json: options.Json = False) -> None:
    """Tell what is in a model folder."""
    info = load(model).info
    if json:
        print_json(info)
        return
    labels = info["labels"]
    more = f" and {len(labels) - _SHOWN_LABELS} more" if len(labels) > _SHOWN_LABELS else ""
    show(f"model       {info['model']}, {info['kind']}, {info['parameters']:,} parameters")
    show(f"size        {info['bytes'] / 1000:,.0f} kB, format {info['format']}")
    show(f"made by     {info['created_with']}")
    show(f"labels      {len(labels)}: {', '.join(labels[:_SHOWN_LABELS])}{more}")
    for name, report in info["metrics"].items():
        key = "micro_f1" if info["kind"] == "multilabel" else "accuracy"
        score = report[key]
        show(
            f"{name:<11} {key.replace('_', '-')} {score['value']:.1%} "
            f"({score['low']:.1%} to {score['high']:.1%}) on {report['n']:,} rows"
        )
