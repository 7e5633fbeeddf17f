"""A score never stands alone: `Score` carries its interval, and `wilson` gives the basic one.

Wilson's interval (1927) inverts the score test of a proportion. Unlike value ± 1.96 standard errors
it stays inside [0, 1], and it has a width where the value is 0 or 1: 20 right out of 20 is no proof
of 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONFIDENCE", "Score", "normal_quantile", "wilson", "wilson_limits"]

CONFIDENCE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """A measured value between the limits of its two-sided interval (95 % unless told)."""

    value: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        """The three numbers as reports print them."""
        return {"value": self.value, "low": self.low, "high": self.high}


def normal_quantile(confidence: float) -> float:
    """The z of a two-sided interval: 1.96 for a confidence of 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson_limits(
    value: float | Floats, n: float | Floats, *, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Wilson's limits of proportions, element by element.

    Args:
        value: Observed proportions.
        n: Sizes of the samples behind them; fractions are fine (effective sizes). 0 gives [0, 1].
        confidence: Two-sided confidence.

    Returns:
        Lower and upper limits, in the broadcast shape of `value` and `n`.
    """
    share = np.asarray(value, dtype=np.float64)
    size = np.asarray(n, dtype=np.float64)
    z2 = normal_quantile(confidence) ** 2
    centre = (size * share + z2 / 2) / (size + z2)
    half = np.sqrt(z2 * (size * share * (1 - share) + z2 / 4)) / (size + z2)
    # Where the share is 0 or 1 a limit meets it, and rounding must not carry the limit past it.
    low = np.clip(centre - half, 0, share)
    high = np.clip(centre + half, share, 1)
    return low, high


def wilson(successes: int, n: int, *, confidence: float = CONFIDENCE) -> Score:
    """A proportion with Wilson's interval.

    Args:
        successes: How many of the `n` were right.
        n: How many there were. Of none nothing is known: value 0 (scikit-learn's zero division),
        interval [0, 1].
        confidence: Two-sided confidence.
    """
    value = successes / n if n else 0.0
    low, high = wilson_limits(value, n, confidence=confidence)
    return Score(value, float(low), float(high))
