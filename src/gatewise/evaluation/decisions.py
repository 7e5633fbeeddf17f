"""Which labels does a row get? A threshold a label, tuned so that rare labels do not overfit.

A label's own best threshold on a few positive rows is mostly luck (the known weakness of Yang's
SCut, 2001, SIGIR; Lewis et al. 2004, JMLR 5:361, keep to defaults for rare labels for that
reason), and one threshold for all ignores that the best one is half of the F1 that a label can
reach (Lipton, Elkan & Naryanaswamy 2014, ECML). Here each label maximises F1 over its own counts
and those of all labels together, the latter scaled down to a few positive rows: a rare label takes
the threshold that maximises micro-F1, a frequent one its own, and between the two it is smooth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.evaluation.probabilities import FLOOR
from gatewise.languages import say

__all__ = ["decide", "find_label_thresholds"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Probabilities = NDArray[np.floating[Any]]

# Thresholds that are tried, evenly spread in log-odds: 0.1 % to 99.9 %.
_GRID: Floats = 1 / (1 + np.exp(-np.linspace(-7, 7, 141)))
# Positive rows of all labels together that each label's own are joined by. On held-out parts of the
# training rows of Reuters (90 labels, linear model; two splits, thresholds from 300 and from 1,556
# rows; means of the four) micro-F1 and macro-F1 were 88.9 and 51.1 % with 1/2 for all, 86.7 and
# 55.0 % with each label's own threshold, 89.3 and 55.5 % joined by 5 rows, 89.5 and 55.0 % by 20.
_COMMON = 20.0


def decide(probabilities: Probabilities, thresholds: Floats, *, at_least_one: bool) -> Bools:
    """The labels that are given.

    Args:
        probabilities: (N, C), each label's own.
        thresholds: (C,); a label is given where its probability reaches its threshold.
        at_least_one: Give a row that would get no label the one whose log-odds fall least short
            of its threshold's: the label that would be first if all log-odds rose alike. (A ratio
            of probabilities would favour labels with a high threshold: there it is never small.)

    Returns:
        (N, C).
    """
    given: Bools = probabilities >= thresholds
    if at_least_one:
        empty = np.flatnonzero(~given.any(axis=1))
        nearest = (_log_odds(probabilities[empty]) - _log_odds(thresholds)).argmax(axis=1)
        given[empty, nearest] = True
    return given


def find_label_thresholds(probabilities: Probabilities, targets: Bools) -> Floats:
    """The threshold of each label that gives the best F1, shrunk towards a common one.

    Args:
        probabilities: (N, C), calibrated, of rows that neither trained nor chose the model.
        targets: (N, C) whether the label applies.

    Returns:
        (C,) between 0.001 and 0.999; 0.5 where there are no rows or no positive ones.

    Raises:
        InputError: A probability is not a number.
    """
    if np.isnan(probabilities).any():
        raise InputError(
            say(
                "A probability is not a number; expected numbers from 0 to 1. Training has "
                "diverged: lower training.learning_rate and train again."
            )
        )
    given, hits = _counts_at(probabilities, targets)  # (C, G)
    actual = targets.sum(axis=0)[:, None]  # (C, 1)
    positives = int(actual.sum())
    if not positives:
        return np.full(probabilities.shape[1], 0.5)
    share = _COMMON / positives
    right = hits + share * hits.sum(axis=0)
    touched = given + actual + share * (given.sum(axis=0) + positives)
    return _GRID[_middle_of_best(right / touched)]


def _middle_of_best(scores: Floats) -> NDArray[np.intp]:
    """The best of each row of `scores` (C, G); of equals the one nearest to even odds.

    Where the labels are told apart without an error, many thresholds do; the lowest of them would
    give labels to rows that the model thinks unlikely.
    """
    from_middle = np.abs(np.arange(scores.shape[1]) - scores.shape[1] // 2)
    tied = scores >= scores.max(axis=1, keepdims=True)  # (C, G)
    return np.asarray(np.where(tied, from_middle, scores.shape[1]).argmin(axis=1))


def _counts_at(probabilities: Probabilities, targets: Bools) -> tuple[Floats, Floats]:
    """Rows given each label, and rightly so, at each threshold of the grid; both (C, G)."""
    classes, steps = probabilities.shape[1], len(_GRID)
    # The number of thresholds that a probability reaches.
    reached = np.searchsorted(_GRID, probabilities, side="right")
    cell = reached + np.arange(classes) * (steps + 1)
    given, hits = (
        np.bincount(cells, minlength=classes * (steps + 1)).reshape(classes, steps + 1)
        for cells in (cell.ravel(), cell[targets])
    )
    return _at_least(given), _at_least(hits)


def _at_least(counts: NDArray[np.int64]) -> Floats:
    """(C, G) from (C, G + 1): how many reach threshold g, from how many reach just g of them."""
    return counts[:, :0:-1].cumsum(axis=1)[:, ::-1].astype(np.float64)


def _log_odds(probabilities: Probabilities | Floats) -> Floats:
    p = np.clip(probabilities.astype(np.float64), FLOOR, 1 - FLOOR)
    return np.asarray(np.log(p) - np.log1p(-p))
