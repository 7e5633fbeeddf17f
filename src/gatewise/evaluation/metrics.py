"""Accuracy, precision, recall and F1 with intervals, from confusions; scikit-learn's definitions.

A rate of one class is a proportion: recall of its `actual` rows, precision of its `predicted` rows.
F1 is a bent one: with J = hits / (rows that are, or were called, the class), F1 = 2J / (1 + J), so
Wilson's limits of J, bent alike, are limits of F1 (Lam 2023, arXiv:2309.14621, "Wilson indirect").
A class without rows scores 0 (zero division = 0), and its interval says that nothing is known.

An average over classes is not a proportion, but has a variance: the sum of the classes' (delta
method; Takahashi et al. 2022, Applied Intelligence 52). That variance is turned into the number of
rows whose plain proportion would vary as much, and Wilson's formula takes that number (effective
sample size; Dean & Pagano 2015, JSSAM 3). Variances are taken at rates smoothed by two right and
two wrong rows (Agresti & Coull 1998), else a class without an error would claim to be known for
certain. In simulations with 2 to 77 classes and ten rows a class or more these intervals held the
truth in 91 to 98 % of draws, those of a percentile bootstrap in 80 to 95 %. With four rows a class
macro-F1 itself falls short of its value on large data, and no interval around it makes up for that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.confusion import Confusion
from gatewise.evaluation.intervals import Score, wilson, wilson_limits

__all__ = [
    "ClassScores",
    "accuracy",
    "class_scores",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "weighted_f1",
]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Two right and two wrong, Agresti and Coull's "plus four".
_EXTRA_HITS, _EXTRA_ROWS = 2.0, 4.0


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


def class_scores(confusion: Confusion) -> dict[str, ClassScores]:
    """The scores of every label of the confusion matrix, in its order."""
    precision = _scores(*_proportions(confusion.hits, confusion.predicted))
    recall = _scores(*_proportions(confusion.hits, confusion.actual))
    f1 = _scores(*map(_bend, _proportions(confusion.hits, _either(confusion))))
    rows = zip(precision, recall, f1, confusion.actual.tolist(), strict=True)
    return {label: ClassScores(*row) for label, row in zip(confusion.labels, rows, strict=True)}


def macro_precision(confusion: Confusion) -> Score:
    """Mean of the labels' precisions; given how often each was predicted, they are independent."""
    return _average(_rates(confusion.hits, confusion.predicted), _equal(confusion))


def macro_recall(confusion: Confusion) -> Score:
    """Mean of the labels' recalls; given how many rows each has, they are independent."""
    return _average(_rates(confusion.hits, confusion.actual), _equal(confusion))


def macro_f1(confusion: Confusion) -> Score:
    """Mean of the labels' F1."""
    return _average_f1(confusion, _equal(confusion))


def weighted_f1(confusion: Confusion) -> Score:
    """Mean of the labels' F1, weighted by support."""
    return _average_f1(confusion, confusion.actual / confusion.total)


@dataclass(frozen=True, eq=False)
class _Rates:
    """A rate a class: as observed, smoothed, and the variance of the observed one; all (K,)."""

    value: Floats
    smooth: Floats
    variance: Floats


def _rates(hits: Counts, rows: Counts) -> _Rates:
    smooth = (hits + _EXTRA_HITS) / (rows + _EXTRA_ROWS)
    some = np.maximum(rows, 1)
    return _Rates(hits / some, smooth, smooth * (1 - smooth) / some)


def _average(rates: _Rates, weights: Floats, *, inflation: float = 1.0) -> Score:
    value = min(1.0, float(weights @ rates.value))
    smooth = float(weights @ rates.smooth)
    variance = inflation * float(weights**2 @ rates.variance)
    low, high = wilson_limits(value, smooth * (1 - smooth) / variance)
    return Score(value, float(low), float(high))


def _average_f1(confusion: Confusion, weights: Floats) -> Score:
    overlap = _rates(confusion.hits, _either(confusion))
    slope = 2 / (1 + overlap.smooth) ** 2
    f1 = _Rates(_bend(overlap.value), _bend(overlap.smooth), slope**2 * overlap.variance)
    return _average(f1, weights, inflation=_inflation(confusion, weights, f1.smooth))


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


def _bend(overlap: Floats) -> Floats:
    """F1 of hits / (rows that are, or were called, the class)."""
    return 2 * overlap / (1 + overlap)


def _either(confusion: Confusion) -> Counts:
    """(K,) rows that carry a label, were given it, or both."""
    return confusion.actual + confusion.predicted - confusion.hits


def _equal(confusion: Confusion) -> Floats:
    return np.full(len(confusion.labels), 1 / len(confusion.labels))
