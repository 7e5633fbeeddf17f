"""`gatewise info MODEL`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from gatewise import kernels
from gatewise.cli import options
from gatewise.cli.console import print_json, show
from gatewise.languages import say
from gatewise.runtime import load

__all__ = ["info_cli"]

_SHOWN_LABELS = 20
_TITLE = 12  # columns


def info_cli(model: options.ModelFolder, json: options.Json = False) -> None:
    """Tell what is in a model folder."""
    info = load(model).info
    if json:
        print_json(info)
        return
    for title, content in _lines(info):
        width = sum(1 + (east_asian_width(character) in "WF") for character in title)
        show(title + " " * max(1, _TITLE - width) + content)


def _lines(info: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = say("multilabel") if info["kind"] == "multilabel" else say("multiclass")
    yield (
        say("model"),
        say(
            "{model}, {kind}, {parameters:,} parameters",
            model=info["model"],
            kind=kind,
            parameters=info["parameters"],
        ),
    )
    kilobytes = info["bytes"] / 1000
    yield say("size"), say("{kilobytes:,.0f} kB, format {format}", **info, kilobytes=kilobytes)
    yield say("made by"), info["created_with"]
    yield say("runs on"), _engine()
    yield say("labels"), _labels(info["labels"])
    for name, report in info["metrics"].items():
        yield name, _score(report, info["kind"])


def _engine() -> str:
    if kernels.native is None:
        return say("NumPy, without native kernels")
    return say("{isa} kernels, {threads} threads", isa=kernels.isa(), threads=kernels.threads())


def _labels(labels: list[str]) -> str:
    shown = ", ".join(labels[:_SHOWN_LABELS])
    if len(labels) <= _SHOWN_LABELS:
        return say("{count}: {labels}", count=len(labels), labels=shown)
    more = len(labels) - _SHOWN_LABELS
    return say("{count}: {labels} and {more} more", count=len(labels), labels=shown, more=more)


def _score(report: dict[str, Any], kind: str) -> str:
    if kind == "multilabel":
        return say(
            "micro-f1 {value:.1%} ({low:.1%} to {high:.1%}) on {n:,} rows",
            **report["micro_f1"],
            n=report["n"],
        )
    return say(
        "accuracy {value:.1%} ({low:.1%} to {high:.1%}) on {n:,} rows",
        **report["accuracy"],
        n=report["n"],
    )
