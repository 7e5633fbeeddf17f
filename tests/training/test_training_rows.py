"""The row optimisers against torch's own, and their averages against plain ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.config import TrainingConfig
from gatewise.training.averaging import DenseAverage, decay_at
from gatewise.training.optimizers import dense_optimizer
from gatewise.training.rates import Rates
from gatewise.training.rows import RowAdam, RowRule, RowSGD, RowTable

RATE, DECAY = 0.01, 0.1


def _gradients(steps: int, rows: int) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(rows, 3, generator=generator) for _ in range(steps)]


RULES: dict[str, RowRule] = {
    "adamw": RowAdam(DECAY),
    "adam": RowAdam(DECAY, decoupled=False),
    "sgd": RowSGD(DECAY, momentum=0.8),
}


@pytest.mark.parametrize("name", RULES)
def test_it_is_the_dense_optimizer_when_every_row_is_seen_every_step(name: str) -> None:
    start = torch.randn(5, 3, generator=torch.Generator().manual_seed(1))
    rows = RowTable(start, RULES[name])
    dense = start.clone().requires_grad_()
    config = TrainingConfig(optimizer=name, momentum=0.8)
    optimizer = dense_optimizer([dense], config, Rates(RATE, RATE, DECAY))
    for gradient in _gradients(20, 5):
        rows.step(torch.arange(5), gradient, rate=RATE, averaging=0.9)
        dense.grad = gradient
        optimizer.step()
    torch.testing.assert_close(rows.table, dense.detach(), atol=1e-6, rtol=1e-5)


@given(
    seen=st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=12),
    name=st.sampled_from(sorted(RULES)),
)
@settings(max_examples=60, deadline=None)
def test_unseen_rows_rest_and_averages_catch_up(seen: list[set[int]], name: str) -> None:
    start = torch.randn(4, 3, generator=torch.Generator().manual_seed(2))
    rows = RowTable(start, RULES[name])
    average = start.clone()
    for step, (touched, gradient) in enumerate(zip(seen, _gradients(len(seen), 4), strict=True)):
        numbers = torch.tensor(sorted(touched))
        before = rows.table.clone()
        decay = decay_at(step + 1, 0.9)
        rows.step(numbers, gradient[numbers], rate=RATE, averaging=decay)
        untouched = torch.tensor([n not in touched for n in range(4)])
        assert torch.equal(rows.table[untouched], before[untouched])
        average.lerp_(rows.table, 1 - decay)
    torch.testing.assert_close(rows.average(), average, atol=1e-5, rtol=1e-4)


def test_moments_of_a_resting_row_shrink_as_if_its_gradient_were_zero() -> None:
    rows = RowTable(torch.zeros(2, 1), RowAdam(0.0))
    both, first = torch.arange(2), torch.tensor([0])
    rows.step(both, torch.ones(2, 1), rate=RATE, averaging=0.0)
    for _ in range(5):
        rows.step(first, torch.zeros(1, 1), rate=RATE, averaging=0.0)
    resting = rows.table[1].clone()
    rows.step(both, torch.zeros(2, 1), rate=RATE, averaging=0.0)
    moved = (rows.table[1] - resting).abs().item()
    elapsed = 6
    first_moment = 0.1 * 0.9**elapsed / (1 - 0.9**7)
    second_moment = 0.001 * 0.999**elapsed / (1 - 0.999**7)
    assert moved == pytest.approx(RATE * first_moment / second_moment**0.5, rel=1e-3)


def test_the_velocity_of_a_resting_row_shrinks_by_its_momentum() -> None:
    rows = RowTable(torch.zeros(2, 1), RowSGD(0.0, momentum=0.5))
    both, first = torch.arange(2), torch.tensor([0])
    rows.step(both, torch.ones(2, 1), rate=1.0, averaging=0.0)
    for _ in range(2):
        rows.step(first, torch.zeros(1, 1), rate=1.0, averaging=0.0)
    rows.step(both, torch.zeros(2, 1), rate=1.0, averaging=0.0)
    assert rows.table[:, 0].tolist() == [-1.875, -1.125]


def test_without_averaging_the_average_is_the_table() -> None:
    rows = RowTable(torch.zeros(3, 2), RowAdam(0.0))
    rows.step(torch.tensor([0, 2]), torch.ones(2, 2), rate=RATE, averaging=decay_at(1, 0.0))
    torch.testing.assert_close(rows.average(), rows.table)


def test_the_dense_average_follows_its_weights() -> None:
    weights = {"a": torch.zeros(2)}
    average = DenseAverage(weights)
    weights["a"] += 1
    average.step(0.75)
    np.testing.assert_allclose(average.averages()["a"], [0.25, 0.25])
