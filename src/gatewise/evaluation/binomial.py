"""Exact binomial tails in NumPy, summed as logarithms: a million trials do not overflow.

At a million trials the rounding of `lgamma` leaves a relative error of about 1e-8.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["pmf", "upper_tail"]


def pmf(k: int, n: int, p: float) -> float:
    """P(X = k) for X ~ Binomial(n, p), 0 < p < 1, 0 <= k <= n."""
    return math.exp(_log_pmf(k, n, p))


def upper_tail(k: int, n: int, p: float) -> float:
    """P(X >= k) for X ~ Binomial(n, p), 0 < p < 1."""
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    # P(X = j + 1) / P(X = j) = (n - j) / (j + 1) * p / (1 - p): one lgamma, then a running sum.
    j = np.arange(k, n, dtype=np.float64)
    steps = np.log((n - j) / (j + 1)) + (math.log(p) - math.log1p(-p))
    logs = _log_pmf(k, n, p) + np.concatenate(([0.0], np.cumsum(steps)))
    peak = float(logs.max())
    return min(1.0, math.exp(peak) * float(np.exp(logs - peak).sum()))


def _log_pmf(k: int, n: int, p: float) -> float:
    choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return choose + k * math.log(p) + (n - k) * math.log1p(-p)
