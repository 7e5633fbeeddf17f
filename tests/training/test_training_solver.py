"""The native support vector machines beside scikit-learn's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_sparse

from gatewise.config import Config
from gatewise.training import solver
from gatewise.training.solver import Counts

CONFIG = Config()


@pytest.mark.usefixtures("kernel_threads")
@pytest.mark.parametrize("weighing", ["none", "rows", "machines"])
@pytest.mark.parametrize("shape", [(40, 300), (300, 20)])
def test_both_find_the_one_solution(
    shape: tuple[int, int], weighing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    matrix: Any = csr_matrix(random_sparse(*shape, 0.2, dtype=np.float32, rng=rng))
    having = rng.random((shape[0], 5)) < [0.02, 0.1, 0.3, 0.5, 0.98]
    having[0], having[1] = True, False
    counts: Counts = None
    if weighing != "none":
        counts = rng.random(having.shape if weighing == "machines" else shape[0], np.float32) + 0.1
    weights, biases = solver.solver(CONFIG)(matrix, having, counts)
    monkeypatch.setattr(solver, "native", None)
    expected = solver.solver(CONFIG)(matrix, having, counts)
    np.testing.assert_allclose(weights, expected[0], atol=2e-4)
    np.testing.assert_allclose(biases, expected[1], atol=2e-4)


@pytest.mark.usefixtures("kernel_threads")
def test_machines_do_not_depend_on_their_company() -> None:
    rng = np.random.default_rng(1)
    matrix: Any = csr_matrix(random_sparse(60, 80, 0.2, dtype=np.float32, rng=rng))
    having = np.arange(60)[:, None] % 4 == np.arange(4)
    solve = solver.solver(CONFIG)
    together = solve(matrix, having, None)[0]
    np.testing.assert_array_equal(together[:, :1], solve(matrix, having[:, :1], None)[0])
    np.testing.assert_array_equal(together, solve(matrix, having, None)[0])
