"""Averages over the labels of a multi-label classifier, with intervals; scikit-learn's definitions.

Every label of the table counts, also one that no row carries or none was given: it scores 0, as
scikit-learn scores indicator matrices with zero division = 0. Intervals are those of `rates`. What
one row adds to the mean is the sum of what it adds to each label's rate (delta method); the mean
square of that sum over what it would be for labels that vary independently says how much labels of
one row err together. In simulations (3 to 90 labels, 50 to 1,000 rows) the intervals held the truth
in 90 to 98 % of draws, but not where labels have two rows or fewer: those that happen to be absent
score 0, which pulls the mean below its value on large data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.indicators import Indicators
from gatewise.evaluation.intervals import Score
from gatewise.evaluation.rates import Rates, average, bent, bent_slope, rates

__all__ = ["macro_f1", "macro_precision", "macro_recall", "weighted_f1"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

# Rows multiplied at a time: the product needs them as floats.
_CHUNK = 8192


def macro_precision(table: Indicators) -> Score:
    """Mean of the labels' precisions."""
    return _mean_rate(table, table.given)


def macro_recall(table: Indicators) -> Score:
    """Mean of the labels' recalls."""
    return _mean_rate(table, table.true)


def macro_f1(table: Indicators) -> Score:
    """Mean of the labels' F1."""
    return _mean_f1(table, _equal(table))


def weighted_f1(table: Indicators) -> Score:
    """Mean of the labels' F1, weighted by support; 0 where no row carries a label."""
    support = table.true.sum(axis=0)
    if not support.any():
        return Score(0.0, 0.0, 1.0)
    return _mean_f1(table, support / support.sum())


def _mean_rate(table: Indicators, rows: Bools) -> Score:
    hit = table.true & table.given
    weights = _equal(table)
    each = rates(hit.sum(axis=0), rows.sum(axis=0))
    return average(each, weights, inflation=_inflation(hit, rows, each, weights))


def _mean_f1(table: Indicators, weights: Floats) -> Score:
    hit, rows = table.true & table.given, table.true | table.given
    overlap = rates(hit.sum(axis=0), rows.sum(axis=0))
    slope = bent_slope(overlap.smooth)
    return average(
        bent(overlap), weights, inflation=_inflation(hit, rows, overlap, weights * slope)
    )


def _inflation(hit: Bools, rows: Bools, each: Rates, weights: Floats) -> float:
    """Variance of the weighted rates' sum over what it would be if they varied independently.

    A row of a label moves its rate by (hit - rate) / (number of such rows).
    """
    hits, sizes = hit.sum(axis=0), rows.sum(axis=0)
    step = weights / np.maximum(sizes, 1)
    moves = _dot(hit, step) - _dot(rows, step * each.smooth)  # (N,)
    gain, loss = step * (1 - each.smooth), step * each.smooth
    apart = float(hits @ gain**2 + (sizes - hits) @ loss**2)
    # A few rows whose errors cancel out, label against label, are no proof that all do.
    return max(1.0, float(moves @ moves) / apart) if apart else 1.0


def _dot(table: Bools, weights: Floats) -> Floats:
    """(N, K) by (K,), a chunk of rows at a time."""
    parts = [table[at : at + _CHUNK] @ weights for at in range(0, len(table), _CHUNK)]
    return np.concatenate(parts)


def _equal(table: Indicators) -> Floats:
    return np.full(len(table.labels), 1 / len(table.labels))
