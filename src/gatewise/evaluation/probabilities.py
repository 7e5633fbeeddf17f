"""Scores of the probabilities themselves: log loss, Brier score, areas under curves.

Shapes: probabilities (N, C), rows sum to 1; targets (N,), the position of the true class or
`UNSEEN`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.intervals import CONFIDENCE, Score, normal_quantile, wilson_limits

__all__ = ["FLOOR", "UNSEEN", "binary_log_loss", "brier", "log_loss", "pr_auc", "roc_auc"]

Probabilities = NDArray[np.floating[Any]]

UNSEEN = -1

# Models answer in float32: below its resolution nothing differs from 0. A row costs 15.9 at most.
FLOOR = float(np.finfo(np.float32).eps)


def log_loss(probabilities: Probabilities, targets: NDArray[np.integer[Any]]) -> float:
    """Mean of -ln(probability of the true class), in nats.

    Probabilities below `FLOOR` count as `FLOOR`; so does the missing probability of a label that
    the model never saw.
    """
    given = _of_target(probabilities, targets)
    return float(-np.log(np.maximum(given, FLOOR)).mean())


def binary_log_loss(probabilities: Probabilities, positive: NDArray[np.bool_]) -> float:
    """Mean of -ln(probability of what is true) over decisions of any shape, each yes or no.

    Probabilities below `FLOOR`, on either side, count as `FLOOR`.
    """
    given = np.where(positive, probabilities, 1 - probabilities).astype(np.float64)
    return float(-np.log(np.maximum(given, FLOOR)).mean())


def brier(probabilities: Probabilities, targets: NDArray[np.integer[Any]]) -> float:
    """Mean squared distance between the probabilities and the truth (Brier 1950).

    As in scikit-learn: the sum over classes (0 to 2), halved for two classes (0 to 1). A label that
    the model never saw adds its own missed 1 to the sum.
    """
    squares = np.einsum("nc,nc->n", probabilities, probabilities, dtype=np.float64)
    # sum over c of (p_c - y_c)^2 = sum of p_c^2 - 2 p_true + 1
    distance = squares - 2 * _of_target(probabilities, targets) + 1
    return float(distance.mean()) / (2 if probabilities.shape[1] == 2 else 1)


def roc_auc(
    scores: NDArray[np.floating[Any]],
    positive: NDArray[np.bool_],
    *,
    confidence: float = CONFIDENCE,
) -> Score | None:
    """Chance that a positive row scores above a negative one; ties count half.

    The interval is the score method of Newcombe 2006 (Statistics in Medicine 25:559, method 5) over
    the variance of Hanley & McNeil 1982: Wilson's idea carried over, so it keeps a width at 0 and
    1.

    Args:
        scores: (N,) the higher, the more positive.
        positive: (N,) the truth.
        confidence: Two-sided confidence.

    Returns:
        None unless rows of both kinds are there.
    """
    ups = int(positive.sum())
    downs = len(positive) - ups
    if not ups or not downs:
        return None
    wins = float(_ranks(scores)[positive].sum()) - ups * (ups + 1) / 2
    area = wins / (ups * downs)
    z = normal_quantile(confidence)
    low = _lower_area(area, ups, downs, z)
    # The method treats an area and its complement alike.
    high = 1 - _lower_area(1 - area, ups, downs, z)
    return Score(area, min(low, area), max(high, area))


def pr_auc(
    scores: NDArray[np.floating[Any]],
    positive: NDArray[np.bool_],
    *,
    confidence: float = CONFIDENCE,
) -> Score | None:
    """Average precision: the mean over positive rows of the precision down to each one's score.

    This is scikit-learn's `average_precision_score`; ties share the precision at their end. The
    interval is Wilson's for as many trials as there are positive rows. Boyd, Eng & Page 2013 (ECML,
    "Area under the precision-recall curve") take the same variance, area (1 - area) / positives, on
    the log-odds scale; that has no limits where the area is 1, and is wider without holding the
    truth more often. In simulations (two normal groups, 2 to 80 % positive, 200 and 1,000 rows) it
    held in 90 to 100 % of draws; with a handful of positive rows that hardly stand out, in 85 %.

    Args:
        scores: (N,) the higher, the more positive.
        positive: (N,) the truth.
        confidence: Two-sided confidence.

    Returns:
        None unless rows of both kinds are there.
    """
    ups = int(positive.sum())
    if not 0 < ups < len(positive):
        return None
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(positive[order])
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    found = np.diff(hits[ends], prepend=0)
    area = min(1.0, float(found @ (hits[ends] / (ends + 1))) / ups)
    low, high = wilson_limits(area, ups, confidence=confidence)
    return Score(area, float(low), float(high))


def _of_target(
    probabilities: Probabilities, targets: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """(N,) what each row gave to its true class; 0 for a class that the model never saw."""
    seen = targets != UNSEEN
    given = np.zeros(len(targets), dtype=np.float64)
    given[seen] = probabilities[np.flatnonzero(seen), targets[seen]]
    return given


def _ranks(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """(N,) ranks from 1; equal scores share their mean rank."""
    _, group, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    middle: NDArray[np.float64] = last - (sizes - 1) / 2
    return middle[group]


def _lower_area(area: float, ups: int, downs: int, z: float) -> float:
    """The least area within z of its own standard errors of the observed one, by bisection."""
    low, high = 0.0, area
    for _ in range(60):  # halvings until neighbouring floats
        middle = (low + high) / 2
        if area - middle > z * _standard_error(middle, ups, downs):
            low = middle
        else:
            high = middle
    return low


def _standard_error(area: float, ups: int, downs: int) -> float:
    """Hanley & McNeil's, with both group sizes replaced by their mean as Newcombe advises."""
    others = (ups + downs) / 2 - 1
    spread = 1 + others * (1 - area) / (2 - area) + others * area / (1 + area)
    return math.sqrt(area * (1 - area) * spread / (ups * downs))
