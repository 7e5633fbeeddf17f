"""Linear support vector machines, one against the rest, in bounded memory.

Legend: N rows, F features, C classes or labels, G classes of a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.training.examples import Targets, is_multilabel
from gatewise.training.importance import positive_weights
from gatewise.training.opponents import opponents
from gatewise.training.solver import Counts, Solve

__all__ = ["MANY", "SIDE_BY_SIDE", "Solved", "at_once", "solutions"]

_AT_ONCE = 1 << 25
"""Weights in full precision held at a time: 256 MB of them, twice while they are copied."""

MANY = 1000
"""Above so many classes each is solved against some of the rows, in minutes instead of hours."""

SIDE_BY_SIDE = 64
"""Classes whose means are compared with the rows at a time."""

Solved = tuple[slice, NDArray[np.float64], NDArray[np.float64]]
"""Columns, their weights (F, G) and their biases (G,)."""


def solutions(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts, config: Config
) -> Iterator[Solved]:
    """The machines in the way that suits the task."""
    positive = positive_weights(targets, config.training.class_weight)
    if classes > MANY:
        return _sampled(solve, matrix, targets, classes, counts, positive)
    if classes == 2 and not is_multilabel(targets):
        return _two_classes(solve, matrix, targets, counts)
    return _side_by_side(solve, matrix, targets, classes, counts, positive)


def _two_classes(solve: Solve, matrix: Any, targets: Targets, counts: Counts) -> Iterator[Solved]:
    """One machine tells two classes apart; softmax wants a score for each."""
    weight, bias = solve(matrix, _having(targets, np.array([1])), counts)
    yield (
        slice(0, 2),
        np.concatenate((-weight, weight), axis=1) / 2,
        np.concatenate((-bias, bias)) / 2,
    )


def _side_by_side(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts, positive: Counts
) -> Iterator[Solved]:
    """Each class or label against the rest, as many at a time as memory allows."""
    size = at_once(matrix.shape[1])
    for start in range(0, classes, size):
        numbers = np.arange(start, min(classes, start + size))
        having = _having(targets, numbers)  # (N, G)
        weights = counts
        if positive is not None:
            weights = np.where(having, positive[numbers], np.float32(1))
            weights *= 1 if counts is None else counts[:, None]
        yield slice(start, start + len(numbers)), *_solved(solve, matrix, having, weights)


def _sampled(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts, positive: Counts
) -> Iterator[Solved]:
    """Each class or label on its own, against some of the rows; see `opponents`."""
    rng = np.random.default_rng(0)
    for start in range(0, classes, SIDE_BY_SIDE):
        numbers = np.arange(start, min(classes, start + SIDE_BY_SIDE))
        having = _having(targets, numbers)  # (N, G)
        for column, (rows, share) in enumerate(opponents(matrix, having, rng)):
            own, label = having[rows, column, None], int(numbers[column])
            weights = share if counts is None else share * counts[rows]
            if positive is not None:
                weights = weights * np.where(own[:, 0], positive[label], np.float32(1))
            yield slice(label, label + 1), *_solved(solve, matrix[rows], own, weights)


def _solved(
    solve: Solve, matrix: Any, having: NDArray[np.bool_], weights: Counts
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Labels together; what all rows have, or none, is answered by its bias alone."""
    some = having.sum(axis=0)
    told = (some > 0) & (some < len(having))
    if told.all():
        return solve(matrix, having, weights)
    weight = np.zeros((matrix.shape[1], len(told)))
    bias = np.where(some > 0, 1.0, -1.0)
    if told.any():
        own = weights if weights is None or weights.ndim == 1 else weights[:, told]
        weight[:, told], bias[told] = solve(matrix, having[:, told], own)
    return weight, bias


def _having(targets: Targets, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows are of some classes, (N, G)."""
    if is_multilabel(targets):
        return targets[:, numbers].astype(np.bool_, copy=False)
    same: NDArray[np.bool_] = targets[:, None] == numbers
    return same


def at_once(features: int) -> int:
    """Classes whose weights are held in full precision at a time, G."""
    return max(1, _AT_ONCE // max(1, features))
