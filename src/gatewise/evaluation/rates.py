"""The rates of K classes, and an average over them with its interval.

An average over classes is not a proportion, but has a variance: the sum of the classes' (delta
method; Takahashi et al. 2022, Applied Intelligence 52), times what rows that move several classes
at once add to it. That variance is turned into the number of rows whose plain proportion would vary
as much, and Wilson's formula takes that number (effective sample size; Dean & Pagano 2015, JSSAM
3). Variances are taken at rates smoothed by two right and two wrong rows (Agresti & Coull 1998),
else a class without an error would claim to be known for certain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.intervals import Score, wilson_limits

__all__ = ["EXTRA_HITS", "EXTRA_ROWS", "Rates", "average", "bend", "bent", "bent_slope", "rates"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Two right and two wrong, Agresti and Coull's "plus four".
EXTRA_HITS, EXTRA_ROWS = 2.0, 4.0


@dataclass(frozen=True, eq=False)
class Rates:
    """A rate a class: as observed, smoothed, and the variance of the observed one; all (K,)."""

    value: Floats
    smooth: Floats
    variance: Floats


def rates(hits: Counts, rows: Counts) -> Rates:
    """Hits of rows, both (K,); a class without rows has the rate 0."""
    smooth = (hits + EXTRA_HITS) / (rows + EXTRA_ROWS)
    some = np.maximum(rows, 1)
    return Rates(hits / some, smooth, smooth * (1 - smooth) / some)


def bend(overlap: Floats) -> Floats:
    """F1 of hits / (rows that are, or were called, the class)."""
    return 2 * overlap / (1 + overlap)


def bent_slope(overlap: Floats) -> Floats:
    """How fast F1 rises with that overlap."""
    return np.asarray(2 / (1 + overlap) ** 2)


def bent(overlap: Rates) -> Rates:
    """F1 of each class from its overlap."""
    slope = bent_slope(overlap.smooth)
    return Rates(bend(overlap.value), bend(overlap.smooth), slope**2 * overlap.variance)


def average(rates: Rates, weights: Floats, *, inflation: float = 1.0) -> Score:
    """The weighted mean of the rates.

    Args:
        rates: One a class.
        weights: (K,), sum 1.
        inflation: The mean's variance over what it would be if the rates varied independently.
    """
    value = min(1.0, float(weights @ rates.value))
    smooth = float(weights @ rates.smooth)
    variance = inflation * float(weights**2 @ rates.variance)
    low, high = wilson_limits(value, smooth * (1 - smooth) / variance)
    return Score(value, float(low), float(high))
