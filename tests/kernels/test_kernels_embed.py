"""The embedding kernels against the reference, torch in double precision, and plain NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise import kernels
from gatewise.layers.accelerated import AcceleratedOperations
from gatewise.layers.native import NativeOperations, embed
from gatewise.layers.operations import Batch
from gatewise.layers.reference import ReferenceOperations
from gatewise.layers.trainable import TrainableOperations

Floats = NDArray[np.float32]

# The fixtures set what holds for a whole test, not for one example.
several = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def batches(draw: st.DrawFn) -> tuple[Floats, Batch[Any]]:
    """A table (V, D), and a batch of rows that may be empty; some words share table rows."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table_rows, words = draw(st.integers(1, 60)), draw(st.integers(1, 50))
    counts = rng.integers(1, draw(st.sampled_from([2, 5])), words)
    lengths = np.array(draw(st.lists(st.integers(0, 30), max_size=9)), np.int64)
    steps = max([1, *lengths]) + draw(st.integers(0, 2))
    tokens = rng.integers(0, words, (len(lengths), steps))
    tokens[np.arange(steps) >= lengths[:, None]] = 0
    batch = Batch(
        tokens=tokens,
        lengths=lengths,
        pieces=rng.integers(0, table_rows, counts.sum()),
        starts=np.cumsum(counts) - counts,
        windows=np.arange(len(lengths)),
    )
    width = draw(st.integers(1, 70))
    return rng.normal(size=(table_rows, width)).astype(np.float32), batch


def _gradient(table: Floats, batch: Batch[Any]) -> Floats:
    """Not zero after the rows' lengths, where nobody may look at it."""
    shape = (*batch.tokens.shape, table.shape[1])
    gradient: Floats = np.cos(np.arange(np.prod(shape), dtype=np.float32)).reshape(shape)
    return gradient


def _tensors(batch: Batch[Any]) -> Batch[torch.Tensor]:
    return Batch(**{name: torch.from_numpy(array) for name, array in vars(batch).items()})


@given(case=batches())
@several
def test_it_is_the_reference(isa: str, kernel_threads: int, case: Any) -> None:
    table, batch = case
    expected = ReferenceOperations().embed(table, batch)
    np.testing.assert_allclose(NativeOperations().embed(table, batch), expected, atol=1e-6)
    trained = AcceleratedOperations().embed(torch.from_numpy(table), _tensors(batch))
    np.testing.assert_allclose(trained, expected, atol=1e-6)


@given(case=batches())
@several
def test_gradients_are_torchs(isa: str, kernel_threads: int, case: Any) -> None:
    batch, gradient = _tensors(case[1]), torch.from_numpy(_gradient(*case))
    rows, gradients = AcceleratedOperations().row_gradients(batch, gradient)
    exact = TrainableOperations().row_gradients(batch, gradient.double())
    assert torch.equal(rows, exact[0])
    torch.testing.assert_close(gradients.double(), exact[1], atol=1e-5, rtol=1e-5)


@given(case=batches())
@several
def test_torchs_gradients_are_those_of_the_table(case: Any) -> None:
    table = torch.from_numpy(case[0]).double().requires_grad_()
    batch, gradient = _tensors(case[1]), torch.from_numpy(_gradient(*case)).double()
    (whole,) = torch.autograd.grad(TrainableOperations().embed(table, batch), table, gradient)
    rows, gradients = TrainableOperations().row_gradients(batch, gradient)
    torch.testing.assert_close(whole, torch.zeros_like(whole).index_copy(0, rows, gradients))


@given(case=batches())
@several
def test_neither_threads_nor_where_rows_lie_change_a_bit(isa: str, case: Any) -> None:
    table, batch = case
    apart = np.stack([table, np.full_like(table, np.nan)], axis=1)[:, 0]
    found, before = [], kernels.native.threads()
    for threads, form in ((1, table), (3, apart)):
        kernels.native.set_threads(threads)
        found.append(
            (embed.forward(form, batch), *embed.row_gradients(batch, _gradient(table, batch)))
        )
    kernels.native.set_threads(before)
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    torchs = TrainableOperations().embed(torch.from_numpy(apart), _tensors(batch))
    np.testing.assert_allclose(torchs, found[0][0], atol=1e-6)


@given(case=batches())
@several
def test_a_row_is_the_same_to_the_bit_alone(isa: str, case: Any) -> None:
    table, batch = case
    together = embed.forward(table, batch)
    for row in range(len(batch.lengths)):
        only = slice(row, row + 1)
        alone = Batch(
            batch.tokens[only], batch.lengths[only], batch.pieces, batch.starts, batch.windows[only]
        )
        np.testing.assert_array_equal(embed.forward(table, alone), together[only])


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("tokens", [[0, 2]]),
        ("tokens", [[-1, 0]]),
        ("lengths", [3]),
        ("pieces", [0, 1, 9]),
        ("pieces", [0, -1, 1]),
        ("starts", [0, 3]),
        ("starts", [0, 0]),
    ],
)
def test_a_batch_that_cannot_be_is_refused(isa: str, field: str, wrong: Any) -> None:
    good: dict[str, Any] = {
        "tokens": np.array([[0, 1]]),
        "lengths": np.array([2]),
        "pieces": np.array([0, 1, 2]),
        "starts": np.array([0, 2]),
        "windows": np.array([0]),
    }
    table = np.zeros((3, 4), np.float32)
    embed.forward(table, Batch(**good))
    with pytest.raises(ValueError, match=r"pieces|starts|tokens|lengths"):
        embed.forward(table, Batch(**{**good, field: np.array(wrong)}))
