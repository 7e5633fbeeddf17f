"""Measuring a trained classifier on labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle, Calibration
from gatewise.data.labels import Label, as_sets, label_names, label_sets
from gatewise.evaluation import (
    AnyReport,
    Report,
    build_multilabel_report,
    build_report,
    find_threshold,
)
from gatewise.select.parts import Rows

__all__ = ["Answers", "Measured", "measure", "report_on", "with_threshold"]


@dataclass(frozen=True)
class Answers:
    """What a classifier says to N texts.

    Args:
        probabilities: float32, shape (N, C).
        decisions: bool, shape (N, C): the labels given; None where each text gets the best one.
    """

    probabilities: NDArray[np.float32]
    decisions: NDArray[np.bool_] | None

    @classmethod
    def of(cls, calibration: Calibration, probabilities: NDArray[np.float32]) -> Answers:
        """The answers that calibrated `probabilities` (N, C) amount to."""
        several = calibration.kind == "multilabel"
        return cls(probabilities, calibration.decisions(probabilities) if several else None)


@dataclass(frozen=True)
class Measured:
    """A report and what it was made from.

    Args:
        rows: The N labelled texts.
        answers: What the classifier says to them.
        report: The scores.
        beside: What the linear baseline says to them; None where there is none.
    """

    rows: Rows
    answers: Answers
    report: AnyReport
    beside: Answers | None = None

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """Shape (N, C)."""
        return self.answers.probabilities

    @property
    def confidence(self) -> NDArray[np.float32]:
        """The probability of each row's best label, shape (N,)."""
        confidence: NDArray[np.float32] = self.probabilities.max(axis=1)
        return confidence

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether each row's best label is its label, shape (N,); of rows with one label each."""
        best = np.asarray(self.report.classes)[self.probabilities.argmax(axis=1)]
        correct: NDArray[np.bool_] = best == np.asarray(label_names(self.rows.labels))
        return correct


def with_threshold(
    bundle: Bundle, measured: Measured, precision: float
) -> tuple[Bundle, Measured] | None:
    """The classifier with the reject threshold that `measured` shows to hold `precision`.

    Returns:
        It, and the measurement with what the threshold does; None where none can be shown to hold.
    """
    found = find_threshold(measured.confidence, measured.correct, precision)
    if found is None or not isinstance(measured.report, Report):
        return None
    report = replace(measured.report, rejection=found)
    return replace(bundle, threshold=found.threshold), replace(measured, report=report)


def measure(
    bundle: Bundle,
    rows: Rows,
    *,
    baseline: bool = True,
    against: tuple[str, Sequence[Label]] | None = None,
) -> Measured:
    """Compare a classifier's answers with the labels.

    Args:
        bundle: The classifier.
        rows: Labelled texts; labels it does not know count as errors.
        baseline: Compare with the stored baseline, if there is one.
        against: Name and answers of another model to the same texts.

    Raises:
        InputError: There are no rows, or they have several labels each where the classifier
            gives one.
    """
    rows = rows.of_kind(bundle.kind)
    scores = bundle.model.score(rows.texts)
    answers = Answers.of(bundle.calibration, bundle.probabilities(scores))
    beside = None
    if baseline and bundle.baseline is not None:
        other = bundle.baseline.probabilities(rows.texts)
        beside = Answers.of(bundle.baseline.calibration, other)
    return report_on(
        rows,
        answers,
        bundle.classes,
        beside=beside,
        against=against,
        threshold=bundle.threshold,
        empty=int(scores.empty.sum()),
        truncated=int(scores.truncated.sum()),
    )


def report_on(
    rows: Rows,
    answers: Answers,
    classes: Sequence[str],
    *,
    beside: Answers | None = None,
    against: tuple[str, Sequence[Label]] | None = None,
    threshold: float | None = None,
    empty: int = 0,
    truncated: int = 0,
) -> Measured:
    """Compare answers, whatever they came from, with the labels.

    Args:
        rows: N labelled texts.
        answers: A column a class.
        classes: C labels.
        beside: The linear baseline's answers.
        against: Name and answers of another model.
        threshold: Answers below this probability are rejected.
        empty: Texts of which nothing was left.
        truncated: Texts that were not read to their end.

    Raises:
        InputError: There are no rows.
    """
    if answers.decisions is None:
        report: AnyReport = build_report(
            label_names(rows.labels),
            answers.probabilities,
            classes,
            empty=empty,
            truncated=truncated,
            baseline=("linear", beside.probabilities) if beside else None,
            against=(against[0], label_names(against[1])) if against else None,
            rejection_threshold=threshold,
        )
        return Measured(rows, answers, report, beside)
    others = beside.decisions if beside else None
    report = build_multilabel_report(
        label_sets(rows.labels),
        answers.probabilities,
        classes,
        decisions=answers.decisions,
        empty=empty,
        truncated=truncated,
        baseline=None if others is None else ("linear", others),
        against=(against[0], as_sets(against[1])) if against else None,
    )
    return Measured(rows, answers, report, beside)
