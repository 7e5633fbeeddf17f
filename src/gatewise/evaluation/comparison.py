"""Is one classifier better than another? A paired comparison on the same rows.

Rows that both get right, or both get wrong, say nothing about which is better; pairing leaves them
out of the noise, so smaller differences show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.binomial import pmf, upper_tail
from gatewise.evaluation.intervals import CONFIDENCE, Score, wilson

__all__ = ["Comparison", "compare", "join_limits"]


@dataclass(frozen=True)
class Comparison:
    """Accuracy of the first minus accuracy of the second, and the p-value of "they are equal"."""

    difference: Score
    p_value: float


def compare(
    first: NDArray[np.bool_], second: NDArray[np.bool_], *, confidence: float = CONFIDENCE
) -> Comparison:
    """Compare two classifiers.

    Args:
        first: (N,) whether the first was right on each row, N > 0.
        second: (N,) the same of the second, in the same order.
        confidence: Two-sided confidence of the interval.

    Returns:
        The difference with Newcombe's interval for paired proportions, and the two-sided mid-p
        value of McNemar's exact test (Fagerland et al. 2013, BMC Medical Research Methodology
        13:91), which is less timid than the exact test and seldom exceeds its level. The two answer
        by different means and may disagree at the very border.
    """
    both = int((first & second).sum())
    only_first = int((first & ~second).sum())
    only_second = int((~first & second).sum())
    neither = len(first) - both - only_first - only_second
    difference = _difference(both, only_first, only_second, neither, confidence)
    return Comparison(difference, mcnemar(only_first, only_second))


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided mid-p value for the rows on which exactly one of the two was right."""
    n = only_first + only_second
    more = max(only_first, only_second)
    # By symmetry the tail of `n - more` or fewer is the tail of `more` or more.
    return min(1.0, 2 * upper_tail(more, n, 0.5) - pmf(more, n, 0.5))


def _difference(e: int, f: int, g: int, h: int, confidence: float) -> Score:
    """Wilson's limits joined by correlation: method 10 of Newcombe 1998, Stat. Med. 17:2635."""
    n = e + f + g + h
    first = wilson(e + f, n, confidence=confidence)
    second = wilson(e + g, n, confidence=confidence)
    return join_limits((f - g) / n, first, second, _correlation(e, f, g, h))


def join_limits(value: float, first: Score, second: Score, phi: float) -> Score:
    """The interval of a difference `value` of two scores whose correlation is `phi`."""
    below = _join(first.value - first.low, second.high - second.value, phi)
    above = _join(first.high - first.value, second.value - second.low, phi)
    return Score(value, max(-1.0, value - below), min(1.0, value + above))


def _join(a: float, b: float, phi: float) -> float:
    return math.sqrt(max(0.0, a * a - 2 * phi * a * b + b * b))


def _correlation(e: int, f: int, g: int, h: int) -> float:
    """Phi of the 2 x 2 table; a positive one loses n/2, Newcombe's correction for continuity."""
    margins = (e + f) * (g + h) * (e + g) * (f + h)
    if not margins:
        return 0.0
    product: float = e * h - f * g
    if product > 0:
        product = max(product - (e + f + g + h) / 2, 0.0)
    return product / math.sqrt(margins)
