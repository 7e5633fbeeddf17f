"""Linear support vector machines for given rows: by the native kernels, else by scikit-learn.

Both solve the same problem, which has one solution, to the same tolerance (Fan 2008, LIBLINEAR).
How far the weight of a feature is held back depends on what its frequencies alone say of the class
(the idea of Wang & Manning 2012, ACL, who multiply features by that): a rare word that stands in
one class only may count more than a common one that stands in all.

Legend: N rows, F features, G machines.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.errors import MissingExtraError
from gatewise.kernels import native
from gatewise.languages import say

__all__ = ["Counts", "Solve", "solver"]

Counts = NDArray[np.float32] | None
"""What rows count, (N,), or count for each machine, (N, G); None for 1 each."""

Solve = Callable[[Any, NDArray[np.bool_], Counts], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Sparse rows (N, F), whether each is of each class (N, G), and counts, to weights (F, G) and
biases (G,). Every class has rows, and rows against it."""

_TOLERANCE = 1e-4

_TINY = float(np.finfo(np.float64).tiny)

_SMOOTHING = 0.3
"""Added to what a feature sums to within a class and outside it."""

_DOUBT = 200.0
"""Of so many rows of a class one believes half of what they say of a feature."""

_LEAST_IMPORTANCE = 1e-3
"""Of a feature that is as frequent in the class as outside it; 0 would shut it out."""

_PASSES = 1000
"""They are within a hair of the optimum; the rest changes no answer."""


def solver(config: Config) -> Solve:
    """The solver with its settings.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    try:
        import scipy.sparse  # noqa: F401  scikit-learn brings it

        return _by_kernels(config) if native is not None else _by_scikit_learn(config)
    except ImportError as error:
        raise MissingExtraError.of("scikit-learn", "train", say("Training")) from error


def _by_kernels(config: Config) -> Solve:
    def solve(
        matrix: Any, having: NDArray[np.bool_], counts: Counts
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        machines = having.shape[1]
        rows = np.ones(len(having)) if counts is None else counts.T.astype(np.float64)
        importances = _importances(matrix, having, counts)  # (G, F)
        weights, biases = np.empty((machines, matrix.shape[1])), np.empty(machines)
        native.solve_machines(
            matrix.indices.astype(np.int32, copy=False),
            matrix.data,
            matrix.indptr.astype(np.int64),
            np.ascontiguousarray(having.T).view(np.int8),
            np.ascontiguousarray(config.model.C * np.atleast_2d(rows)),
            importances,
            _TOLERANCE,
            _PASSES,
            config.training.seed,
            weights,
            biases,
        )
        return weights.T, biases

    return solve


def _by_scikit_learn(config: Config) -> Solve:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    def solve(
        matrix: Any, having: NDArray[np.bool_], counts: Counts
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        weights, biases = np.empty((having.shape[1], matrix.shape[1])), np.empty(having.shape[1])
        roots = np.sqrt(_importances(matrix, having, counts))  # (G, F)
        for number, own in enumerate(having.T):
            machine = LinearSVC(
                C=config.model.C,
                tol=_TOLERANCE,
                max_iter=_PASSES,
                random_state=config.training.seed,
            )
            rows = counts if counts is None or counts.ndim == 1 else counts[:, number]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                machine.fit(matrix.multiply(roots[number]).tocsr(), own, sample_weight=rows)
            weights[number], biases[number] = (
                machine.coef_[0] * roots[number],
                machine.intercept_[0],
            )
        return weights.T, biases

    return solve


def _importances(matrix: Any, having: NDArray[np.bool_], counts: Counts) -> NDArray[np.float64]:
    """How much each feature's frequencies tell of each class, (G, F); 1 for the mean of the rows.

    The absolute log ratio of the feature's share of all values within the class and outside it,
    both smoothed.
    """
    rows = np.ones((len(having), 1)) if counts is None else counts.reshape(len(having), -1)
    # Rows in memory, so that a class is summed in the same order whatever others there are.
    of_class, others = having * rows, ~having * rows  # (N, G)
    inside = np.ascontiguousarray((matrix.T @ of_class).T, np.float64)  # (G, F)
    outside = np.ascontiguousarray((matrix.T @ others).T, np.float64)  # (G, F)
    for sums in (inside, outside):  # in place, since F may be a million
        sums += _SMOOTHING
        sums /= sums.sum(axis=1, keepdims=True)
        np.log(sums, out=sums)
    importances = np.abs(np.subtract(inside, outside, out=inside), out=inside)  # (G, F)
    importances += _LEAST_IMPORTANCE
    squares = np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel()  # (F,)
    means = (importances * squares).sum(axis=1) / max(squares.sum(), _TINY)  # (G,)
    importances /= means[:, None]
    fewer = np.minimum(of_class.sum(axis=0), others.sum(axis=0))  # (G,)
    trust = (fewer / (fewer + _DOUBT))[:, None]  # (G, 1)
    importances *= trust
    importances += 1 - trust
    return importances
