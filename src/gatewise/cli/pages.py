"""From a measured classifier to its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle
from gatewise.bundle.files import write_file
from gatewise.data.labels import as_sets, indicators
from gatewise.evaluation import Score
from gatewise.languages import say
from gatewise.report.content import Mistake, Page
from gatewise.report.page import render
from gatewise.select import Measured

__all__ = ["tried", "write_page"]

_MISTAKES = 30


def write_page(
    path: Path,
    bundle: Bundle,
    measured: Measured,
    *,
    rows: str,
    numbers: list[int] | None = None,
) -> None:
    """Write a self-contained page of one report.

    Args:
        path: Where.
        bundle: The classifier.
        measured: Its answers to the rows.
        rows: What the rows are, for the title.
        numbers: Their row numbers in the file; None where they have none.

    Raises:
        MissingExtraError: The `report` extra is not installed.
        OutputError: The page cannot be written.
    """
    several = measured.answers.decisions is not None
    true = indicators(as_sets(measured.rows.labels), bundle.classes) if several else None
    page = Page(
        title=say(
            "{model} on {count:,} {rows}",
            model=bundle.config.model.name,
            count=len(measured.rows),
            rows=rows,
        ),
        report=measured.report,
        facts=_facts(bundle),
        notes=bundle.facts["notes"],
        history=_history(bundle),
        confidence=measured.confidence if true is None else measured.probabilities.ravel(),
        correct=measured.correct if true is None else true.ravel(),
        mistakes=_mistakes(bundle, measured, numbers)
        if true is None
        else _wrong_sets(bundle, measured, true, numbers),
        tried=tried(bundle),
        tuning=bundle.facts.get("tuning", {}),
    )
    write_file(path, render(page).encode())


def tried(bundle: Bundle) -> list[tuple[str, Score, float]]:
    """The models that were compared: name, score, share of the answer."""
    found = bundle.facts.get("tried", ())
    return [(one["model"], Score(**one["score"]), one["share"]) for one in found]


def _history(bundle: Bundle) -> dict[str, list[dict[str, Any]]]:
    """The epochs of each network by its name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in bundle.history:
        entry = dict(record)
        found.setdefault(entry.pop("model", bundle.config.model.name), []).append(entry)
    return found


def _facts(bundle: Bundle) -> dict[str, str]:
    facts = bundle.facts
    return {
        say("Model"): bundle.config.model.name,
        say("Classes"): f"{len(bundle.classes):,}",
        say("Parameters"): f"{bundle.model.parameters:,}",
        say("Training rows"): f"{facts['train_rows']:,}",
        say("Epochs"): f"{facts['epochs']}",
        say("Seconds"): f"{facts['seconds']:.1f}",
        say("Seed"): f"{facts['seed']}",
        say("Temperature"): f"{bundle.calibration.temperature:.3g}",
        say("Made by"): bundle.created_with,
    }


def _mistakes(bundle: Bundle, measured: Measured, numbers: list[int] | None) -> list[Mistake]:
    """The wrong answers that were given with most confidence."""
    confidence = measured.confidence
    wrong = np.flatnonzero(~measured.correct)
    worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:_MISTAKES]
    return [
        Mistake(
            row=numbers[i] if numbers else None,
            text=measured.rows.texts[i],
            true=measured.rows.labels[i],
            predicted=bundle.classes[int(measured.probabilities[i].argmax())],
            probability=float(confidence[i]),
        )
        for i in worst.tolist()
    ]


def _wrong_sets(
    bundle: Bundle, measured: Measured, true: NDArray[np.bool_], numbers: list[int] | None
) -> list[Mistake]:
    """The rows with the surest wrong decisions."""
    given = bundle.calibration.decisions(measured.probabilities)  # (N, C)
    sure = np.where(given, measured.probabilities, 1 - measured.probabilities)  # (N, C)
    surest = np.where(given == true, 0, sure).max(axis=1)  # (N,)
    wrong = np.flatnonzero((given != true).any(axis=1))
    worst = wrong[np.argsort(-surest[wrong], kind="stable")][:_MISTAKES]
    predicted = bundle.label_sets(measured.probabilities[worst])
    return [
        Mistake(
            row=numbers[i] if numbers else None,
            text=measured.rows.texts[i],
            true=measured.rows.labels[i],
            predicted=labels,
            probability=float(surest[i]),
        )
        for i, labels in zip(worst.tolist(), predicted, strict=True)
    ]
