"""When to say "I do not know": a threshold on the top probability that holds a wanted precision.

A threshold picked because it looks good on the rows it was picked on promises too much. Here the
candidates are fixed before the answers are looked at, and tested from the most confident rows
downwards, each at the full level, until one fails; the chance that the accepted threshold breaks
the promise is then at most the level (fixed-sequence testing: Bauer 1991, Statistics in Medicine
10:871; for thresholds: Angelopoulos et al. 2021, arXiv:2110.01052, "Learn then test"). Each test is
an exact binomial one. Rows differ in their chance of being right, but such sums have thinner tails
than the binomial of the mean (Hoeffding 1956, Annals of Mathematical Statistics 27:713), so it
stays valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import ConfigError
from gatewise.evaluation.binomial import upper_tail
from gatewise.evaluation.intervals import CONFIDENCE, Score, wilson
from gatewise.languages import say

__all__ = ["Rejection", "find_threshold", "measure_threshold"]

# More candidates would come closer to the best coverage but run into a failure more often.
_CANDIDATES = 50
# The first test should forgive some errors: one mislabelled row must not end the search.
_FORGIVEN = 4


@dataclass(frozen=True)
class Rejection:
    """What a threshold does: answers below it are withheld.

    `precision` is the share of right answers among those given, `coverage` the share of rows
    answered.
    """

    threshold: float
    precision: Score
    coverage: float


def measure_threshold(
    confidence: NDArray[np.floating[Any]], correct: NDArray[np.bool_], threshold: float
) -> Rejection:
    """Apply a threshold to rows: `confidence` (N,) top probabilities, `correct` (N,), N > 0."""
    accepted = confidence >= threshold
    count = int(accepted.sum())
    precision = wilson(int(correct[accepted].sum()), count)
    return Rejection(float(threshold), precision, count / len(correct))


def find_threshold(
    confidence: NDArray[np.floating[Any]],
    correct: NDArray[np.bool_],
    precision: float,
    *,
    confidence_level: float = CONFIDENCE,
) -> Rejection | None:
    """The lowest threshold that is shown to hold `precision` on rows like these.

    Args:
        confidence: (N,) top probabilities, of rows that neither trained nor chose the model.
        correct: (N,) whether the predicted class was the true one.
        precision: Wanted share of right answers among those given, between 0 and 1.
        confidence_level: Chance that the promise holds (one-sided).

    Returns:
        The threshold with its precision and coverage on these rows, or None where no threshold can
        be shown to hold: 0.95 takes at least 59 rows, 0.99 at least 299.

    Raises:
        ConfigError: `precision` or `confidence_level` is not between 0 and 1.
    """
    _check_share("precision", precision)
    _check_share("confidence_level", confidence_level)
    level = 1 - confidence_level
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    right = np.cumsum(correct[order])
    best: float | None = None
    for accepted in _candidates(ranked, precision, level):
        if upper_tail(int(right[accepted - 1]), accepted, precision) > level:
            break
        best = float(ranked[accepted - 1])
    return None if best is None else measure_threshold(confidence, correct, best)


def _candidates(ranked: NDArray[np.floating[Any]], precision: float, level: float) -> Iterator[int]:
    """Numbers of rows to accept, few to all; they depend on confidences, never on answers."""
    first = _first_candidate(len(ranked), precision, level)
    if first is None:
        return
    wanted = np.unique(np.linspace(first, len(ranked), _CANDIDATES).astype(int))
    # A threshold accepts all rows that share its confidence.
    stops = np.searchsorted(-ranked, -ranked[wanted - 1], side="right")
    yield from np.unique(stops).tolist()


def _first_candidate(rows: int, precision: float, level: float) -> int | None:
    """The smallest sample that passes with four errors, or as many as half of the rows allow."""
    found = None
    for errors in range(_FORGIVEN + 1):
        size = _smallest_passing(errors, rows, precision, level)
        if size is None or (found is not None and size > rows // 2):
            break
        found = size
    return found


def _smallest_passing(errors: int, rows: int, precision: float, level: float) -> int | None:
    """The smallest sample, up to `rows`, that passes in spite of `errors`, by bisection."""
    if errors >= rows or upper_tail(rows - errors, rows, precision) > level:
        return None
    low, high = errors, rows  # `low` fails, `high` passes
    while high - low > 1:
        middle = (low + high) // 2
        if upper_tail(middle - errors, middle, precision) > level:
            low = middle
        else:
            high = middle
    return high


def _check_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ConfigError(
            say(
                "{name} = {value}: expected a number above 0 and below 1. "
                "Give it as a fraction, for example 0.95 for 95 %.",
                name=name,
                value=value,
            )
        )
