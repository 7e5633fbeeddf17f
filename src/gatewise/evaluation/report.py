"""One report on one set of rows: every score with its interval, as stable JSON keys.

Numbers only; words, tables and pages are made from a `Report` elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.evaluation.calibration import expected_calibration_error
from gatewise.evaluation.comparison import compare
from gatewise.evaluation.confusion import Confusion, confusion
from gatewise.evaluation.intervals import Score
from gatewise.evaluation.metrics import (
    ClassScores,
    accuracy,
    class_scores,
    macro_f1,
    macro_precision,
    macro_recall,
    weighted_f1,
)
from gatewise.evaluation.probabilities import UNSEEN, brier, log_loss, pr_auc, roc_auc
from gatewise.evaluation.rejection import Rejection, measure_threshold
from gatewise.languages import say

__all__ = ["Against", "Baseline", "Calibration", "Counts", "Report", "build_report"]

Probabilities = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Baseline:
    """The baseline on the same rows; `difference` is the model's accuracy minus the baseline's."""

    name: str
    accuracy: float
    macro_f1: float
    difference: Score
    p_value: float


@dataclass(frozen=True)
class Against:
    """Another model on the same rows; `difference` is this model's accuracy minus the other's."""

    model: str
    accuracy: float
    difference: Score
    p_value: float


@dataclass(frozen=True)
class Calibration:
    """Expected calibration error of the top probability (a fraction) and Brier score."""

    ece: float
    brier: float


@dataclass(frozen=True)
class Counts:
    """Rows that a reader should know of; those with an unseen label count as errors."""

    empty: int
    truncated: int
    unseen_label: int


@dataclass(frozen=True)
class Report:
    """What was measured; the fields are the keys of the JSON report, but for `classes`."""

    n: int
    accuracy: Score
    macro_f1: Score
    macro_precision: Score
    macro_recall: Score
    micro_f1: Score
    weighted_f1: Score
    log_loss: float
    roc_auc: Score | None
    pr_auc: Score | None
    per_class: dict[str, ClassScores]
    confusion: Confusion
    baseline: Baseline | None
    calibration: Calibration
    rejection: Rejection | None
    counts: Counts
    against: Against | None
    classes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain dicts, lists and finite numbers.

        `roc_auc` and `pr_auc` are there for two classes only (null where rows of one of them are
        missing), `against` only where another model was given.
        """
        document: dict[str, object] = asdict(self)
        document["confusion"] = self.confusion.to_json()
        absent = {"classes"}
        if len(self.classes) != 2:
            absent |= {"roc_auc", "pr_auc"}
        if self.against is None:
            absent.add("against")
        return {key: value for key, value in document.items() if key not in absent}


def build_report(
    true: Sequence[str],
    probabilities: Probabilities,
    classes: Sequence[str],
    *,
    empty: int = 0,
    truncated: int = 0,
    baseline: tuple[str, Probabilities] | None = None,
    against: tuple[str, Sequence[str]] | None = None,
    rejection_threshold: float | None = None,
) -> Report:
    """Measure a classifier's answers.

    Args:
        true: N labels, N > 0. One that is not among `classes` is an error whatever the answer.
        probabilities: (N, C), rows sum to 1; the largest, the first of equals, is the answer.
        classes: The model's C labels, in the order of the columns.
        empty: Rows without text, passed through.
        truncated: Rows whose text was cut, passed through.
        baseline: Name and probabilities (N, C) of the baseline, over the same classes.
        against: Path of another model and its N predicted labels.
        rejection_threshold: The model's threshold on the top probability, measured here.

    Raises:
        InputError: No rows, sizes that do not fit, or rows that are not probabilities.
    """
    _check(true, probabilities, classes)
    targets = _positions(true, classes)
    predicted = _answers(probabilities, classes)
    correct = _agree(true, predicted)
    confidence = probabilities.max(axis=1)
    matrix = confusion(true, predicted)
    share = accuracy(matrix)
    return Report(
        n=len(true),
        accuracy=share,
        macro_f1=macro_f1(matrix),
        macro_precision=macro_precision(matrix),
        macro_recall=macro_recall(matrix),
        micro_f1=share,  # each row has one label and one answer, so the two are one number
        weighted_f1=weighted_f1(matrix),
        log_loss=log_loss(probabilities, targets),
        roc_auc=_two_class(roc_auc, probabilities, targets),
        pr_auc=_two_class(pr_auc, probabilities, targets),
        per_class=class_scores(matrix),
        confusion=matrix,
        baseline=_beside(baseline, true, classes, correct) if baseline else None,
        calibration=Calibration(
            ece=expected_calibration_error(confidence, correct),
            brier=brier(probabilities, targets),
        ),
        rejection=_rejection(confidence, correct, rejection_threshold),
        counts=Counts(empty, truncated, int((targets == UNSEEN).sum())),
        against=_against(against, true, correct) if against else None,
        classes=tuple(classes),
    )


def _positions(true: Sequence[str], classes: Sequence[str]) -> NDArray[np.int64]:
    """(N,) column of each true label, `UNSEEN` where there is none."""
    position = {label: index for index, label in enumerate(classes)}
    return np.asarray([position.get(label, UNSEEN) for label in true], dtype=np.int64)


def _answers(probabilities: Probabilities, classes: Sequence[str]) -> list[str]:
    return [classes[index] for index in probabilities.argmax(axis=1).tolist()]


def _agree(true: Sequence[str], predicted: Sequence[str]) -> NDArray[np.bool_]:
    return np.asarray([t == p for t, p in zip(true, predicted, strict=True)], dtype=np.bool_)


def _rejection(
    confidence: Probabilities, correct: NDArray[np.bool_], threshold: float | None
) -> Rejection | None:
    return None if threshold is None else measure_threshold(confidence, correct, threshold)


def _two_class(
    area: Callable[[Probabilities, NDArray[np.bool_]], Score | None],
    probabilities: Probabilities,
    targets: NDArray[np.int64],
) -> Score | None:
    """The second class is the positive one (scikit-learn's rule); rows of neither are left out."""
    if probabilities.shape[1] != 2:
        return None
    seen = targets != UNSEEN
    return area(probabilities[seen, 1], targets[seen] == 1)


def _beside(
    baseline: tuple[str, Probabilities],
    true: Sequence[str],
    classes: Sequence[str],
    correct: NDArray[np.bool_],
) -> Baseline:
    name, probabilities = baseline
    _check(true, probabilities, classes)
    predicted = _answers(probabilities, classes)
    right = _agree(true, predicted)
    paired = compare(correct, right)
    f1 = macro_f1(confusion(true, predicted)).value
    return Baseline(name, float(right.mean()), f1, paired.difference, paired.p_value)


def _against(
    against: tuple[str, Sequence[str]], true: Sequence[str], correct: NDArray[np.bool_]
) -> Against:
    model, predicted = against
    check_count(model, predicted, true)
    right = _agree(true, predicted)
    paired = compare(correct, right)
    return Against(model, float(right.mean()), paired.difference, paired.p_value)


def check_count(model: str, predicted: Sequence[object], true: Sequence[object]) -> None:
    """Refuse answers of another model that are not one a row.

    Raises:
        InputError: There are more or fewer.
    """
    if len(predicted) != len(true):
        raise InputError(
            say(
                "{model}: {came} predictions; expected {expected}, one a row. "
                "Predict the same rows with both models.",
                model=model,
                came=len(predicted),
                expected=len(true),
            )
        )


def _check(true: Sequence[str], probabilities: Probabilities, classes: Sequence[str]) -> None:
    if not len(true):
        raise InputError(
            say("There is no row to evaluate; expected at least one. Give labelled rows.")
        )
    expected = (len(true), len(classes))
    if probabilities.shape != expected:
        raise InputError(
            say(
                "Probabilities of shape {came}; expected {expected}: a row a label and a column "
                "a class. Predict the rows that the labels belong to.",
                came=probabilities.shape,
                expected=expected,
            )
        )
    off = np.flatnonzero(
        ~(np.abs(probabilities.sum(axis=1) - 1) < 1e-3) | (probabilities < 0).any(axis=1)
    )
    if len(off):
        raise InputError(
            say(
                "Row {row} of the probabilities: {came}; expected numbers from 0 to 1 that sum "
                "to 1. Pass logits through softmax; where they are not finite, train again.",
                row=off[0] + 1,
                came=probabilities[off[0]],
            )
        )
