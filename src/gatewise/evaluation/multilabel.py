"""The report on a classifier that gives any number of labels to a row.

Its keys are those of `report.Report`, with what only makes sense here. The headline is micro-F1
(share of right ones among all labels carried and given), and differences are differences of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.evaluation.calibration import expected_calibration_error
from gatewise.evaluation.indicators import (
    Indicators,
    LabelCounts,
    RowCounts,
    count_labels,
    count_rows,
    count_sets,
    indicate,
)
from gatewise.evaluation.intervals import Score, wilson
from gatewise.evaluation.label_averages import (
    macro_f1,
    macro_precision,
    macro_recall,
    weighted_f1,
)
from gatewise.evaluation.metrics import ClassScores, class_scores
from gatewise.evaluation.multilabel_comparison import compare_micro_f1
from gatewise.evaluation.probabilities import binary_log_loss
from gatewise.evaluation.ratios import micro_f1, micro_precision, micro_recall
from gatewise.evaluation.report import Against, Baseline, Calibration, Counts, Report, check_count
from gatewise.languages import say

__all__ = [
    "AnyReport",
    "MultilabelAgainst",
    "MultilabelBaseline",
    "MultilabelCounts",
    "MultilabelReport",
    "build_multilabel_report",
]

Probabilities = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
LabelSets = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class MultilabelBaseline(Baseline):
    """The baseline on the same rows; `difference` is the model's micro-F1 minus the baseline's."""

    micro_f1: float


@dataclass(frozen=True)
class MultilabelAgainst(Against):
    """Another model on the same rows; `difference` is this model's micro-F1 minus the other's."""

    micro_f1: float


@dataclass(frozen=True)
class MultilabelCounts(Counts):
    """Rows that a reader should know of.

    A label that the model never saw counts as missed; `no_label` counts rows that carry none.
    """

    no_label: int


@dataclass(frozen=True)
class MultilabelReport:
    """What was measured; the fields are the keys of the JSON report, but for `classes`.

    `accuracy` and `subset_accuracy` are one number: the share of rows that were given their labels
    and no others. `calibration` is over all decisions, one a row and label. `rejection` is None:
    no single answer is withheld. `confusion` and `per_class` hold the model's labels in its order,
    then those that it never saw.
    """

    n: int
    accuracy: Score
    subset_accuracy: Score
    macro_f1: Score
    macro_precision: Score
    macro_recall: Score
    micro_f1: Score
    micro_precision: Score
    micro_recall: Score
    weighted_f1: Score
    log_loss: float
    hamming_loss: float
    per_class: dict[str, ClassScores]
    confusion: LabelCounts
    baseline: MultilabelBaseline | None
    calibration: Calibration
    rejection: None
    counts: MultilabelCounts
    against: MultilabelAgainst | None
    classes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain dicts, lists and finite numbers; `against` only where another model was given."""
        document: dict[str, object] = asdict(self)
        document["confusion"] = self.confusion.to_json()
        absent = {"classes"} if self.against else {"classes", "against"}
        return {key: value for key, value in document.items() if key not in absent}


AnyReport: TypeAlias = Report | MultilabelReport


def build_multilabel_report(
    true: LabelSets,
    probabilities: Probabilities,
    classes: Sequence[str],
    *,
    decisions: Bools,
    empty: int = 0,
    truncated: int = 0,
    baseline: tuple[str, Bools] | None = None,
    against: tuple[str, LabelSets] | None = None,
) -> MultilabelReport:
    """Measure the answers of a classifier that gives any number of labels to a row.

    Values are scikit-learn's over the indicator matrices whose columns are `classes` and the labels
    in `true` that are not among them (zero division = 0). Rows are the sampling unit of every
    interval: labels of one row are not taken for independent.

    Args:
        true: N sets of labels, N > 0; a set may be empty. A label that is not among `classes` is
            missed whatever the answer, at a probability of 0.
        probabilities: (N, C), each label's own.
        classes: The model's C labels, in the order of the columns.
        decisions: (N, C) the labels that were given, as from `decide`.
        empty: Rows without text, passed through.
        truncated: Rows whose text was cut, passed through.
        baseline: Name and decisions (N, C) of the baseline, over the same classes.
        against: Path of another model and the N sets of labels that it gave.

    Raises:
        InputError: No rows, sizes that do not fit, or values that are not probabilities.
    """
    _check(true, probabilities, decisions, classes)
    table = indicate(true, decisions, classes)
    rows, labels = count_rows(table), count_labels(table)
    exact = wilson(int(rows.exact.sum()), len(true))
    unseen = table.true[:, len(classes) :]
    given = np.hstack((probabilities, np.zeros(unseen.shape, dtype=probabilities.dtype)))
    return MultilabelReport(
        n=len(true),
        accuracy=exact,
        subset_accuracy=exact,
        macro_f1=macro_f1(table),
        macro_precision=macro_precision(table),
        macro_recall=macro_recall(table),
        micro_f1=micro_f1(rows),
        micro_precision=micro_precision(rows),
        micro_recall=micro_recall(rows),
        weighted_f1=weighted_f1(table),
        log_loss=binary_log_loss(given, table.true),
        hamming_loss=float((table.true != table.given).mean()),
        per_class=class_scores(labels),
        confusion=labels,
        baseline=_beside(baseline, true, classes, rows) if baseline else None,
        calibration=_calibration(given, table),
        rejection=None,
        counts=MultilabelCounts(
            empty, truncated, int(unseen.any(axis=1).sum()), int((rows.actual == 0).sum())
        ),
        against=_against(against, true, rows) if against else None,
        classes=tuple(classes),
    )


def _calibration(given: Probabilities, table: Indicators) -> Calibration:
    """Over all decisions; most are a sure no, so bins hold equal sums of probabilities."""
    error = expected_calibration_error(given.ravel(), table.true.ravel(), by_mass=True)
    return Calibration(ece=error, brier=float(np.square(given - table.true).mean(dtype=np.float64)))


def _beside(
    baseline: tuple[str, Bools],
    true: LabelSets,
    classes: Sequence[str],
    rows: RowCounts,
) -> MultilabelBaseline:
    name, decisions = baseline
    _check_shape(say("the baseline's decisions"), decisions, true, classes)
    other = indicate(true, decisions, classes)
    counted = count_rows(other)
    paired = compare_micro_f1(rows, counted)
    return MultilabelBaseline(
        name=name,
        accuracy=float(counted.exact.mean()),
        macro_f1=macro_f1(other).value,
        micro_f1=micro_f1(counted).value,
        difference=paired.difference,
        p_value=paired.p_value,
    )


def _against(against: tuple[str, LabelSets], true: LabelSets, rows: RowCounts) -> MultilabelAgainst:
    model, predicted = against
    check_count(model, predicted, true)
    counted = count_sets(true, predicted)
    paired = compare_micro_f1(rows, counted)
    return MultilabelAgainst(
        model=model,
        accuracy=float(counted.exact.mean()),
        micro_f1=micro_f1(counted).value,
        difference=paired.difference,
        p_value=paired.p_value,
    )


def _check(
    true: LabelSets, probabilities: Probabilities, decisions: Bools, classes: Sequence[str]
) -> None:
    if not len(true):
        raise InputError(
            say("There is no row to evaluate; expected at least one. Give labelled rows.")
        )
    _check_shape(say("the probabilities"), probabilities, true, classes)
    _check_shape(say("the decisions"), decisions, true, classes)
    off = np.flatnonzero(~((probabilities >= 0) & (probabilities <= 1)).all(axis=1))
    if len(off):
        raise InputError(
            say(
                "Row {row} of the probabilities: {came}; expected numbers from 0 to 1. Pass "
                "logits through the sigmoid; where they are not finite, train again.",
                row=int(off[0]) + 1,
                came=probabilities[off[0]],
            )
        )


def _check_shape(
    what: str,
    table: NDArray[Any],
    true: LabelSets,
    classes: Sequence[str],
) -> None:
    expected = (len(true), len(classes))
    if table.shape != expected:
        raise InputError(
            say(
                "The shape of {what} is {came}; expected {expected}, a column a label. "
                "Predict the rows that the labels belong to.",
                what=what,
                came=table.shape,
                expected=expected,
            )
        )
