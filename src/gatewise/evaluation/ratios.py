"""Ratios of sums over rows: micro-averages of rows that carry several labels each.

Rows are what was sampled; the labels of one row are right or wrong together, so it would be wrong
to count each of them as one independent trial. A micro-average is a ratio of two sums over rows
(Cochran 1977, Sampling Techniques, chapter 6): the mean of the rows' own ratios, weighted by the
rows' sizes. Its variance is that of the rows' deviations from it; rows of unequal size are worth
(sum of sizes)^2 / (sum of squared sizes) rows of equal size (Kish 1965). The variance is taken at a
ratio smoothed by two rows all right and two all wrong, and turned into the number of rows whose
plain proportion would vary as much, which goes into Wilson's formula. With one label and one answer
a row this is Wilson's interval of the accuracy, exactly. In simulations (3 to 90 labels, presence
and errors correlated up to 0.9 within a row, 50 to 1,000 rows) it held the truth of micro-F1 in 92
to 100 % of draws, a percentile bootstrap over rows in 60 to 95 %.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.indicators import RowCounts
from gatewise.evaluation.intervals import CONFIDENCE, Score, wilson_limits
from gatewise.evaluation.rates import EXTRA_HITS, EXTRA_ROWS

__all__ = ["correlation", "micro_f1", "micro_precision", "micro_recall", "ratio"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.number[Any]]


def micro_f1(rows: RowCounts) -> Score:
    """F1 of all labels of all rows together."""
    return ratio(2 * rows.hits, rows.actual + rows.given)


def micro_precision(rows: RowCounts) -> Score:
    """Share of right ones among all labels given."""
    return ratio(rows.hits, rows.given)


def micro_recall(rows: RowCounts) -> Score:
    """Share of found ones among all labels carried."""
    return ratio(rows.hits, rows.actual)


def ratio(parts: Numbers, sizes: Numbers, *, confidence: float = CONFIDENCE) -> Score:
    """Sum of the parts over sum of the sizes, both (N,), 0 <= part <= size.

    Of sizes that are all 0 nothing is known: value 0 (zero division), interval [0, 1].
    """
    total = float(sizes.sum())
    if not total:
        return Score(0.0, 0.0, 1.0)
    value = float(parts.sum()) / total
    low, high = wilson_limits(value, _effective_rows(parts, sizes), confidence=confidence)
    return Score(value, float(low), float(high))


def correlation(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> float:
    """How two ratios vary together, each given as its parts and sizes over the same N rows.

    A positive correlation loses half a row, as Newcombe's correction for continuity takes n/2 from
    the product of a 2 x 2 table; the two are equal where all sizes are 1.
    """
    a, b = (_deviations(*each) for each in (first, second))
    product = float(a @ b)
    if product > 0:
        product = max(product - 0.5, 0.0)
    spread = math.sqrt(float(a @ a) * float(b @ b))
    return product / spread if spread else 0.0


def _effective_rows(parts: Numbers, sizes: Numbers) -> float:
    """The number of rows whose plain proportion would vary as much as this ratio."""
    typical = _typical_size(sizes)
    rows = float(sizes.sum()) / typical
    smooth = (float(parts.sum()) / typical + EXTRA_HITS) / (rows + EXTRA_ROWS)
    deviations = (parts - smooth * sizes) / typical
    squares = float(deviations @ deviations)
    squares += EXTRA_HITS * (1 - smooth) ** 2 + (EXTRA_ROWS - EXTRA_HITS) * smooth**2
    variance = squares / (rows + EXTRA_ROWS) / rows
    return smooth * (1 - smooth) / variance


def _deviations(parts: Numbers, sizes: Numbers) -> Floats:
    """(N,) what each row adds to the ratio, in typical rows."""
    total = float(sizes.sum())
    if not total:
        return np.zeros(len(sizes))
    value = float(parts.sum()) / total
    return np.asarray((parts - value * sizes) / _typical_size(sizes), dtype=np.float64)


def _typical_size(sizes: Numbers) -> float:
    """Kish's: the size of the row that a randomly drawn label sits in, on average."""
    return float(np.square(sizes, dtype=np.float64).sum() / sizes.sum())
