"""Accuracy, precision, recall and F1 with intervals, from confusions; scikit-learn's definitions.

A rate of one class is a proportion: recall of its `actual` rows, precision of its `predicted` rows.
F1 is a bent one: with J = hits / (rows that are, or were called, the class), F1 = 2J / (1 + J), so
Wilson's limits of J, bent alike, are limits of F1 (Lam 2023, arXiv:2309.14621, "Wilson indirect").
A class without rows scores 0 (zero division = 0), and its interval says that nothing is known. How
an average over classes gets its interval stands in `rates`.

In simulations with 2 to 77 classes and ten rows a class or more these intervals held the truth in
91 to 98 % of draws, those of a percentile bootstrap in 80 to 95 %. With four rows a class macro-F1
itself falls short of its value on large data, and no interval around it makes up for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.confusion import Confusion
from gatewise.evaluation.intervals import Score, wilson, wilson_limits
from gatewise.evaluation.rates import average, bend, bent, rates

__all__ = [
    "ClassScores",
    "Tally",
    "accuracy",
    "class_scores",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "weighted_f1",
]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Tally(Protocol):
    """How often each of K labels was right, true and answered, whatever the rest of the table."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The K labels."""

    @property
    def hits(self) -> Counts:
        """(K,) rows of each label that were given it."""

    @property
    def actual(self) -> Counts:
        """(K,) rows that carry each label."""

    @property
    def predicted(self) -> Counts:
        """(K,) rows that were given each label."""


@dataclass(frozen=True)
class ClassScores:
    """One label's scores; `support` counts the rows that carry it."""

    precision: Score
    recall: Score
    f1: Score
    support: int


def accuracy(confusion: Confusion) -> Score:
    """Share of rows that got their own label; with one label a row, micro-F1 is the same."""
    return wilson(int(confusion.hits.sum()), confusion.total)


def class_scores(tally: Tally) -> dict[str, ClassScores]:
    """The scores of every label that was counted, in that order."""
    precision = _scores(*_proportions(tally.hits, tally.predicted))
    recall = _scores(*_proportions(tally.hits, tally.actual))
    f1 = _scores(*map(bend, _proportions(tally.hits, _either(tally))))
    rows = zip(precision, recall, f1, tally.actual.tolist(), strict=True)
    return {label: ClassScores(*row) for label, row in zip(tally.labels, rows, strict=True)}


def macro_precision(confusion: Confusion) -> Score:
    """Mean of the labels' precisions; given how often each was predicted, they are independent."""
    return average(rates(confusion.hits, confusion.predicted), _equal(confusion))


def macro_recall(confusion: Confusion) -> Score:
    """Mean of the labels' recalls; given how many rows each has, they are independent."""
    return average(rates(confusion.hits, confusion.actual), _equal(confusion))


def macro_f1(confusion: Confusion) -> Score:
    """Mean of the labels' F1."""
    return _average_f1(confusion, _equal(confusion))


def weighted_f1(confusion: Confusion) -> Score:
    """Mean of the labels' F1, weighted by support."""
    return _average_f1(confusion, confusion.actual / confusion.total)


def _average_f1(confusion: Confusion, weights: Floats) -> Score:
    f1 = bent(rates(confusion.hits, _either(confusion)))
    return average(f1, weights, inflation=_inflation(confusion, weights, f1.smooth))


def _inflation(confusion: Confusion, weights: Floats, f1: Floats) -> float:
    """Variance of the averaged F1 over what it would be if the labels' F1 varied independently.

    They do not: a row of label t called p costs both. With S = actual + predicted, one more such
    row moves label t's F1 = 2 hits / S by -F1/S, and p's alike; one more right row of t moves it
    by 2 (1 - F1) / S. This is all that depends on each row having one label.
    """
    touched = confusion.actual + confusion.predicted
    loss = weights * f1 / touched  # (K,)
    gain = weights * 2 * (1 - f1) / touched  # (K,)
    moves = -(loss[:, None] + loss[None, :])  # (K, K), what a row of each cell moves
    np.fill_diagonal(moves, gain)
    together = float((confusion.counts * moves**2).sum())
    apart = confusion.hits * gain**2 + (touched - 2 * confusion.hits) * loss**2
    return together / float(apart.sum())


def _proportions(hits: Counts, rows: Counts) -> tuple[Floats, Floats, Floats]:
    """Value, low and high; (K,) each."""
    value = hits / np.maximum(rows, 1)
    return value, *wilson_limits(value, rows.astype(np.float64))


def _scores(value: Floats, low: Floats, high: Floats) -> list[Score]:
    return [Score(*row) for row in zip(value.tolist(), low.tolist(), high.tolist(), strict=True)]


def _either(tally: Tally) -> Counts:
    """(K,) rows that carry a label, were given it, or both."""
    return tally.actual + tally.predicted - tally.hits


def _equal(confusion: Confusion) -> Floats:
    return np.full(len(confusion.labels), 1 / len(confusion.labels))
