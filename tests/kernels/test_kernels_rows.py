"""The row optimisers' kernels against torch, over any schedule of visits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatewise import kernels
from gatewise.training.averaging import decay_at
from gatewise.training.rows import RowAdam, RowRule, RowSGD, RowTable

RULES: dict[str, RowRule] = {
    "adamw": RowAdam(0.1),
    "adam": RowAdam(0.1, decoupled=False),
    "sgd": RowSGD(0.1, momentum=0.8),
}

several = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _by_torch(table: torch.Tensor, rule: RowRule) -> RowTable:
    """A table which no kernel serves, since it is in double precision."""
    return RowTable(table.double(), rule)


def _visits(count: int, seed: int) -> list[torch.Tensor]:
    """Rows of twenty steps, now few, now many, ascending."""
    rng = np.random.default_rng(seed)
    shares = rng.random(20) ** 2
    return [torch.from_numpy(np.flatnonzero(rng.random(count) < share)) for share in shares]


@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 50),
    width=st.integers(1, 70),
    name=st.sampled_from(sorted(RULES)),
    averaging=st.sampled_from([0.0, 0.5, 0.99]),
)
@several
def test_they_are_torchs_own(
    isa: str, kernel_threads: int, seed: int, count: int, width: int, name: str, averaging: float
) -> None:
    generator = torch.Generator().manual_seed(seed)
    start = torch.randn(count, width, generator=generator)
    fast, exact = RowTable(start, RULES[name]), _by_torch(start, RULES[name])
    for step, rows in enumerate(_visits(count, seed)):
        gradient = torch.randn(len(rows), width, generator=generator)
        rate, decay = 0.01 / (1 + step), decay_at(step + 1, averaging)
        fast.step(rows, gradient, rate=rate, averaging=decay)
        exact.step(rows, gradient.double(), rate=rate, averaging=decay)
    torch.testing.assert_close(fast.table.double(), exact.table, atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(fast.average().double(), exact.average(), atol=1e-6, rtol=1e-6)


def test_threads_change_nothing(isa: str) -> None:
    generator = torch.Generator().manual_seed(0)
    start, gradient = torch.randn(2, 99, 17, generator=generator)
    found, before = [], kernels.native.threads()
    for threads in (1, 3):
        kernels.native.set_threads(threads)
        table = RowTable(start, RULES["adam"])
        for step in range(3):
            rows = torch.arange(step, 99)
            table.step(rows, gradient[step:], rate=0.1, averaging=0.9)
        found.append(table.average())
    kernels.native.set_threads(before)
    assert torch.equal(*found)


@pytest.mark.parametrize("rows", [[1, 1], [2, 1], [-1, 0], [1, 3]])
def test_rows_that_cannot_be_are_refused(isa: str, rows: list[int]) -> None:
    table = RowTable(torch.zeros(3, 2), RULES["sgd"])
    with pytest.raises(ValueError, match="ascending rows"):
        table.step(torch.tensor(rows), torch.ones(2, 2), rate=0.1, averaging=0.9)


@given(numbers=st.lists(st.integers(0, 300), max_size=60), more=st.integers(0, 70))
@several
def test_distinct_is_unique(isa: str, numbers: list[int], more: int) -> None:
    values = np.array(numbers, np.int64)
    found: Any = kernels.native.distinct(values, max(numbers, default=-1) + 1 + more)
    for one, other in zip(found, np.unique(values, return_inverse=True), strict=True):
        np.testing.assert_array_equal(one, other)


def test_numbers_beyond_the_limit_are_refused(isa: str) -> None:
    for wrong in (-1, 5):
        with pytest.raises(ValueError, match="below the limit"):
            kernels.native.distinct(np.array([0, wrong]), 5)
