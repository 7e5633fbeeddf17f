"""Linear support vector machines, one against the rest, in bounded memory.

Legend: N rows, F features, C classes or labels, G classes of a group.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.errors import MissingExtraError
from gatewise.languages import say
from gatewise.training.examples import Targets, is_multilabel
from gatewise.training.importance import positive_weights
from gatewise.training.opponents import opponents

__all__ = ["MANY", "SIDE_BY_SIDE", "Solve", "Solved", "at_once", "solutions", "solver"]

_AT_ONCE = 1 << 25
"""Weights in full precision held at a time: 256 MB of them, twice while they are copied."""

MANY = 1000
"""Above so many classes each is solved against some of the rows, in minutes instead of hours."""

SIDE_BY_SIDE = 64
"""Classes whose means are compared with the rows at a time."""

Counts = NDArray[np.float32] | None
"""What rows or labels count; None for 1 each."""

Solve = Callable[..., tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Rows, classes and weights to coefficients (F, K) and intercepts (K,), K = 1 for two classes."""

Solved = tuple[slice, NDArray[np.float64], NDArray[np.float64]]
"""Columns, their weights (F, G) and their biases (G,)."""


def solver(config: Config) -> Solve:
    """The solver with its settings."""
    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC
    except ImportError as error:
        raise MissingExtraError.of("scikit-learn", "train", say("Training")) from error

    def solve(
        matrix: Any, classes: NDArray[np.integer[Any]], weights: NDArray[np.float32] | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        machine = LinearSVC(C=config.model.C, random_state=config.training.seed)
        with warnings.catch_warnings():
            # A thousand passes are within a hair of the optimum; the rest changes no answer.
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(matrix, classes, sample_weight=weights)
        return machine.coef_.T, machine.intercept_

    return solve


def solutions(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts, config: Config
) -> Iterator[Solved]:
    """The machines in the way that suits the task."""
    positive = positive_weights(targets, config.training.class_weight)
    if classes > MANY:
        return _sampled(solve, matrix, targets, classes, counts, positive)
    if is_multilabel(targets):
        return _labels(solve, matrix, targets.astype(np.bool_, copy=False), counts, positive)
    if classes == 2:
        return _two_classes(solve, matrix, targets, counts)
    return _classes(solve, matrix, targets, classes, counts)


def _two_classes(solve: Solve, matrix: Any, targets: Targets, counts: Counts) -> Iterator[Solved]:
    """One machine tells two classes apart; softmax wants a score for each."""
    weight, bias = solve(matrix, targets, counts)
    yield (
        slice(0, 2),
        np.concatenate((-weight, weight), axis=1) / 2,
        np.concatenate((-bias, bias)) / 2,
    )


def _classes(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts
) -> Iterator[Solved]:
    """Each class against the rest, as many at a time as memory allows.

    Where they are not all solved at a time, what is not of the group stands as one class more,
    whose machine is thrown away: each class still has the same rows against it.
    """
    size = at_once(matrix.shape[1])
    for start in range(0, classes, size):
        columns = slice(start, min(classes, start + size))
        if size >= classes:
            yield columns, *solve(matrix, targets, counts)
            return
        inside = (targets >= columns.start) & (targets < columns.stop)
        weight, bias = solve(matrix, np.where(inside, targets, -1), counts)
        own = columns.stop - columns.start  # of one class against the rest there is one machine
        yield columns, weight[:, -own:], bias[-own:]


def _labels(
    solve: Solve, matrix: Any, targets: NDArray[np.bool_], counts: Counts, positive: Counts
) -> Iterator[Solved]:
    """Each label on its own."""
    for label, having in enumerate(targets.T):
        weights = _joined(counts, _shares(having, positive, label))
        yield slice(label, label + 1), *_one(solve, matrix, having, weights)


def _sampled(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: Counts, positive: Counts
) -> Iterator[Solved]:
    """Each class or label on its own, against some of the rows; see `opponents`."""
    rng = np.random.default_rng(0)
    for start in range(0, classes, SIDE_BY_SIDE):
        numbers = np.arange(start, min(classes, start + SIDE_BY_SIDE))
        having = _having(targets, numbers)  # (N, G)
        for column, (rows, share) in enumerate(opponents(matrix, having, rng)):
            own, label = having[rows, column], int(numbers[column])
            weights = _joined(share, None if counts is None else counts[rows])
            weights = _joined(weights, _shares(own, positive, label))
            yield slice(label, label + 1), *_one(solve, matrix[rows], own, weights)


def _one(
    solve: Solve, matrix: Any, having: NDArray[np.bool_], weights: Counts
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One label; what all rows have, or none, is answered by its bias alone."""
    if having.all() or not having.any():
        return np.zeros((matrix.shape[1], 1)), np.array([1.0 if having.any() else -1.0])
    return solve(matrix, having.astype(np.int64), weights)


def _having(targets: Targets, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows are of some classes, (N, G)."""
    if is_multilabel(targets):
        return targets[:, numbers].astype(np.bool_, copy=False)
    same: NDArray[np.bool_] = targets[:, None] == numbers
    return same


def _shares(having: NDArray[np.bool_], positive: Counts, label: int) -> Counts:
    return None if positive is None else np.where(having, positive[label], np.float32(1))


def _joined(one: Counts, other: Counts) -> Counts:
    """The product of two sets of weights, where None is all ones."""
    if one is None or other is None:
        return one if other is None else other
    return one * other


def at_once(features: int) -> int:
    """Classes whose weights are held in full precision at a time, G."""
    return max(1, _AT_ONCE // max(1, features))
