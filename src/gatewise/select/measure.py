"""Measuring a trained classifier on labelled rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle
from gatewise.evaluation import Report, build_report, find_threshold
from gatewise.select.parts import Rows

__all__ = ["Measured", "measure", "with_threshold"]


@dataclass(frozen=True)
class Measured:
    """A report and what it was made from.

    Args:
        rows: The N labelled texts.
        probabilities: float32, shape (N, C).
        report: The scores.
    """

    rows: Rows
    probabilities: NDArray[np.float32]
    report: Report

    @property
    def confidence(self) -> NDArray[np.float32]:
        """The probability of each answer, shape (N,)."""
        confidence: NDArray[np.float32] = self.probabilities.max(axis=1)
        return confidence

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether each answer is the row's label, shape (N,)."""
        answers = np.asarray(self.report.classes)[self.probabilities.argmax(axis=1)]
        correct: NDArray[np.bool_] = answers == np.asarray(self.rows.labels)
        return correct


def with_threshold(
    bundle: Bundle, measured: Measured, precision: float
) -> tuple[Bundle, Measured] | None:
    """The classifier with the reject threshold that `measured` shows to hold `precision`.

    Returns:
        It, and the measurement with what the threshold does; None where none can be shown to hold.
    """
    found = find_threshold(measured.confidence, measured.correct, precision)
    if found is None:
        return None
    report = replace(measured.report, rejection=found)
    return replace(bundle, threshold=found.threshold), replace(measured, report=report)


def measure(
    bundle: Bundle,
    rows: Rows,
    *,
    baseline: bool = True,
    against: tuple[str, list[str]] | None = None,
) -> Measured:
    """Compare a classifier's answers with the labels.

    Args:
        bundle: The classifier.
        rows: Labelled texts; labels it does not know count as errors.
        baseline: Compare with the stored baseline, if there is one.
        against: Name and answers of another model to the same texts.

    Raises:
        InputError: There are no rows.
    """
    scores = bundle.model.score(rows.texts)
    probabilities = bundle.probabilities(scores)
    beside = None
    if baseline and bundle.baseline is not None:
        beside = ("linear", bundle.baseline.probabilities(rows.texts))
    report = build_report(
        rows.labels,
        probabilities,
        bundle.classes,
        empty=int(scores.empty.sum()),
        truncated=int(scores.truncated.sum()),
        baseline=beside,
        against=against,
        rejection_threshold=bundle.threshold,
    )
    return Measured(rows, probabilities, report)
