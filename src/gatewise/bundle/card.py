"""The model card: what a person finds in the folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewise.bundle.trained import Bundle
from gatewise.text import Lexicon

__all__ = ["card"]

_SHOWN_LABELS = 30


def card(bundle: Bundle) -> str:
    """A Markdown card; it tells what was measured and what the folder does not hold."""
    model = bundle.config.model.name
    lines = [
        f"# A {model} text classifier",
        "",
        f"Made by {bundle.created_with}. {_task(bundle)}: {_labels(bundle.classes)}.",
        "",
        "## Use",
        "",
        "```console",
        "gatewise predict FOLDER texts.csv",
        "```",
        "",
        "```python",
        "from gatewise import load",
        "",
        'load("FOLDER").predict(["a text"])',
        "```",
        "",
        "## Measured",
        "",
        *_measured(bundle),
        "",
        "Intervals are at 95 %. Probabilities are calibrated by a temperature of "
        f"{bundle.calibration.temperature:.3g} on rows that did not choose the model.",
        "",
        *_after_measuring(bundle.facts),
        "## Training",
        "",
        *(f"- {key}: {value}" for key, value in bundle.facts.items() if _plain(value)),
        "",
        "## What it knows of the training texts",
        "",
        "No training text is in this folder. It holds words that stand in at least "
        f"{bundle.config.text.min_documents} training texts, and hashes of word pieces and "
        "n-grams that do; rarer ones were left out.",
        *_lexicon(bundle.lexicon),
        "",
        "Every file is vouched for in `manifest.json`; a changed folder is refused.",
        "",
    ]
    return "\n".join(lines)


def _task(bundle: Bundle) -> str:
    if bundle.kind == "multilabel":
        return f"It gives a text those of {len(bundle.classes)} labels that apply"
    return f"It sorts a text into one of {len(bundle.classes)} classes"


def _lexicon(lexicon: Lexicon) -> list[str]:
    lines = []
    if lexicon.pieces:
        lines.append("The pieces in `tokenizer.json` stand in as many texts each.")
    if lexicon.user_words or lexicon.stop_words:
        lines.append("`words.json` holds all words that its maker gave in files.")
    return lines


def _after_measuring(facts: Mapping[str, Any]) -> list[str]:
    if not facts.get("refit_on_all_rows"):
        return []
    return [
        "The `valid` figures are of the model before it also learnt from the rows it was measured",
        "on; those of `test` are of the model in this folder.",
        "",
    ]


def _labels(labels: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{label}`" for label in labels[:_SHOWN_LABELS])
    rest = len(labels) - _SHOWN_LABELS
    return f"{shown} and {rest} more" if rest > 0 else shown


def _measured(bundle: Bundle) -> list[str]:
    key = "micro_f1" if bundle.kind == "multilabel" else "accuracy"
    title = key.replace("_f1", " F1")
    lines = [f"| rows | n | {title} | macro F1 | linear baseline |", "|---|---|---|---|---|"]
    for name, report in bundle.metrics.items():
        baseline = report["baseline"]
        lines.append(
            f"| {name} | {report['n']} | {_interval(report[key])} "
            f"| {_interval(report['macro_f1'])} "
            f"| {format(baseline[key], '.3f') if baseline else 'none'} |"
        )
    return lines


def _interval(score: Mapping[str, float]) -> str:
    return f"{score['value']:.3f} ({score['low']:.3f} to {score['high']:.3f})"


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and value != ""
