"""Is one multi-label classifier better than another on the same rows? Micro-F1, paired.

F1 is no mean over rows, so McNemar's test does not apply. The p-value is that of a randomisation
test (Noreen 1989; Yeh 2000, COLING, shows that it suits F1 where tests for means do not): were the
two alike, any row's two answers could have come the other way round. It holds for any number of
rows and any dependence among a row's labels. 9,999 draws from a fixed seed make it the same every
time; rows that change alike are drawn together as one binomial, so a million rows cost no more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.comparison import Comparison, join_limits
from gatewise.evaluation.indicators import RowCounts
from gatewise.evaluation.ratios import correlation, micro_f1

__all__ = ["compare_micro_f1"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_DRAWS = 9_999


def compare_micro_f1(first: RowCounts, second: RowCounts) -> Comparison:
    """Compare the answers of two classifiers to the same N rows.

    Returns:
        Micro-F1 of the first minus that of the second. The interval joins the limits of the two by
        the correlation of the rows' contributions (Zou & Donner 2008, Statistics in Medicine
        27:1693; with one label a row, Newcombe's method 10), the p-value is two-sided. The two
        answer by different means and may disagree at the very border.
    """
    one, other = micro_f1(first), micro_f1(second)
    phi = correlation(
        (2 * first.hits, first.actual + first.given),
        (2 * second.hits, second.actual + second.given),
    )
    difference = join_limits(one.value - other.value, one, other, phi)
    return Comparison(difference, _randomisation(first, second))


def _randomisation(first: RowCounts, second: RowCounts) -> float:
    """Share of draws, the observed one among them, whose difference is as large."""
    changes = np.stack((first.hits - second.hits, first.given - second.given), axis=1)
    kinds, rows = np.unique(changes[changes.any(axis=1)], axis=0, return_counts=True)
    swapped = np.random.default_rng(0).binomial(rows, 0.5, size=(_DRAWS, len(kinds)))
    moved = np.vstack((np.zeros((1, 2), dtype=np.int64), swapped @ kinds))  # (draws + 1, 2)
    actual = int(first.actual.sum())
    differences = np.abs(
        _f1(int(first.hits.sum()) - moved[:, 0], int(first.given.sum()) - moved[:, 1], actual)
        - _f1(int(second.hits.sum()) + moved[:, 0], int(second.given.sum()) + moved[:, 1], actual)
    )
    return float((differences >= differences[0] - 1e-12).mean())


def _f1(hits: Counts, given: Counts, actual: int) -> Floats:
    return np.asarray(2 * hits / np.maximum(given + actual, 1))
