"""Sets of labels as tables of truth values, and the counts that multi-label scores are made of.

Shapes: N rows, K labels. A row's labels are a set: it may have none, and a label named twice counts
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import indicators

__all__ = [
    "Indicators",
    "LabelCounts",
    "RowCounts",
    "count_labels",
    "count_rows",
    "count_sets",
    "indicate",
]

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
LabelSets = Sequence[tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Indicators:
    """Which labels each row carries and which it was given; both tables (N, K)."""

    labels: tuple[str, ...]
    true: Bools
    given: Bools


@dataclass(frozen=True, eq=False)
class LabelCounts:
    """A 2 x 2 table a label, as scikit-learn's `multilabel_confusion_matrix` lays it out."""

    labels: tuple[str, ...]
    counts: Counts  # (K, 2, 2): row = whether it is true, column = whether it was given

    @property
    def hits(self) -> Counts:
        """(K,) rows that carry the label and were given it."""
        return self.counts[:, 1, 1]

    @property
    def actual(self) -> Counts:
        """(K,) rows that carry the label: its support."""
        return np.asarray(self.counts[:, 1].sum(axis=1))

    @property
    def predicted(self) -> Counts:
        """(K,) rows that were given the label."""
        return np.asarray(self.counts[:, :, 1].sum(axis=1))

    def to_json(self) -> dict[str, object]:
        """Labels and, for each, `[[tn, fp], [fn, tp]]`."""
        return {"labels": list(self.labels), "counts": self.counts.tolist()}


@dataclass(frozen=True, eq=False)
class RowCounts:
    """What each row carries (`actual`), was given, and was given rightly (`hits`); all (N,)."""

    hits: Counts
    actual: Counts
    given: Counts

    @property
    def exact(self) -> Bools:
        """(N,) whether the row was given its own labels and no others."""
        return np.asarray((self.hits == self.actual) & (self.hits == self.given))


def indicate(true: LabelSets, given: Bools, classes: Sequence[str]) -> Indicators:
    """Lay true labels beside given ones.

    Args:
        true: N sets of labels. Those that are not among `classes` get columns of their own behind
            the model's, sorted; they were never given.
        given: (N, C) the model's answers.
        classes: The C labels of the columns of `given`.
    """
    unseen = sorted({label for labels in true for label in labels}.difference(classes))
    labels = (*classes, *unseen)
    none = np.zeros((len(true), len(unseen)), dtype=np.bool_)
    return Indicators(labels, indicators(true, labels), np.hstack((given, none)))


def count_labels(table: Indicators) -> LabelCounts:
    """Count right and wrong answers label by label."""
    hits = (table.true & table.given).sum(axis=0)
    missed = table.true.sum(axis=0) - hits
    wrong = table.given.sum(axis=0) - hits
    rest = len(table.true) - hits - missed - wrong
    counts = np.stack((rest, wrong, missed, hits), axis=1).reshape(-1, 2, 2)
    return LabelCounts(table.labels, counts.astype(np.int64))


def count_rows(table: Indicators) -> RowCounts:
    """Count labels row by row."""
    hits = (table.true & table.given).sum(axis=1)
    return RowCounts(hits, table.true.sum(axis=1), table.given.sum(axis=1))


def count_sets(true: LabelSets, given: LabelSets) -> RowCounts:
    """Count labels row by row where no table of them is at hand."""
    pairs = [(set(one), set(other)) for one, other in zip(true, given, strict=True)]
    sizes = [(len(one & other), len(one), len(other)) for one, other in pairs]
    hits, actual, answered = np.asarray(sizes, dtype=np.int64).reshape(-1, 3).T
    return RowCounts(hits, actual, answered)
