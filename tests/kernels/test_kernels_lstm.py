"""The LSTM kernel against torch in double precision, for any shape and any lengths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import Tensor

from gatewise import kernels
from gatewise.layers.accelerated import AcceleratedOperations
from gatewise.layers.native import NativeOperations
from gatewise.layers.operations import Lstm
from gatewise.layers.trainable import TrainableOperations

Floats = NDArray[np.float32]

# The fixtures set what holds for a whole test, not for one example.
several = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Floats, NDArray[np.int64], list[Lstm[Floats]]]:
    """Rows (N, T, D) that may be empty, and the weights of one or two directions."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lengths = draw(st.lists(st.integers(0, 9), min_size=0, max_size=20))
    inputs, hidden = draw(st.integers(1, 70)), draw(st.integers(1, 40))
    steps = max([1, *lengths]) + draw(st.integers(0, 2))
    x = rng.normal(size=(len(lengths), steps, inputs)).astype(np.float32)
    for row, length in enumerate(lengths):
        x[row, length:] = 0
    weights = [
        Lstm(
            _normal(rng, 4 * hidden, inputs),
            _normal(rng, 4 * hidden, hidden),
            _normal(rng, 4 * hidden),
        )
        for _ in range(draw(st.integers(1, 2)))
    ]
    return x, np.array(lengths, np.int64), weights


def _normal(rng: np.random.Generator, *shape: int) -> Floats:
    values: Floats = (rng.normal(size=shape) / np.sqrt(shape[-1])).astype(np.float32)
    return values


def _run(ops: Any, case: Any, dtype: torch.dtype) -> list[Tensor]:
    """States, and the gradients of everything by a fixed mixture of them."""
    x, lengths, directions = case
    leaves = [torch.tensor(a, dtype=dtype, requires_grad=True) for a in _flat(x, directions)]
    weights = [Lstm(*leaves[i : i + 3]) for i in range(1, len(leaves), 3)]
    out = ops.lstm(leaves[0], torch.tensor(lengths), weights)
    mixture = torch.sin(torch.arange(out.numel(), dtype=dtype)).reshape(out.shape)
    torch.autograd.backward((out * mixture).sum())
    return [out.detach(), *(leaf.grad for leaf in leaves if leaf.grad is not None)]


def _flat(x: Floats, directions: list[Lstm[Floats]]) -> list[Floats]:
    return [x, *(part for w in directions for part in (w.input, w.recurrent, w.bias))]


def _assert_close(found: list[Tensor], expected: list[Tensor], tolerance: float) -> None:
    for a, b in zip(found, expected, strict=True):
        largest = float(b.abs().max()) if b.numel() else 0.0
        assert float((a.double() - b).abs().max() if b.numel() else 0) <= tolerance * (1 + largest)


@pytest.mark.usefixtures("isa", "kernel_threads")
@several
@given(cases())
def test_states_and_gradients_are_those_of_torch_in_double_precision(case: Any) -> None:
    found = _run(AcceleratedOperations(), case, torch.float32)
    _assert_close(found, _run(TrainableOperations(), case, torch.float64), 3e-6)


@pytest.mark.usefixtures("isa")
@several
@given(cases())
def test_bf16_stays_near(case: Any) -> None:
    if not kernels.has_bfloat16():
        pytest.skip("no products of bf16 with this instruction set")
    found = _run(AcceleratedOperations(bfloat16=True), case, torch.float32)
    _assert_close(found, _run(TrainableOperations(), case, torch.float64), 3e-2)


@several
@given(case=cases())
def test_bf16_is_the_same_on_all_that_have_it_but_for_the_order_of_sums(
    bf16_isas: list[str], case: Any
) -> None:
    first, *others = (
        _run(AcceleratedOperations(bfloat16=True), case, torch.float32)
        for name in bf16_isas
        if kernels.native.choose_isa(name)
    )
    for other in others:
        _assert_close(other, [part.double() for part in first], 5e-3)


@pytest.mark.usefixtures("isa", "kernel_threads")
@several
@given(cases())
def test_a_row_alone_has_the_same_states_to_the_bit(case: Any) -> None:
    x, lengths, directions = case
    ops = NativeOperations()
    together = ops.lstm(x, lengths, directions)
    for row, length in enumerate(lengths):
        alone = ops.lstm(
            x[row : row + 1, : max(1, length)].copy(), lengths[row : row + 1], directions
        )
        np.testing.assert_array_equal(together[row, :length], alone[0, :length])
        assert not together[row, length:].any()


@pytest.mark.usefixtures("isa")
@pytest.mark.parametrize("bfloat16", [False, True])
@several
@given(case=cases())
def test_the_number_of_threads_changes_no_bit(bfloat16: bool, case: Any) -> None:
    if bfloat16 and not kernels.has_bfloat16():
        pytest.skip("no products of bf16 with this instruction set")
    runs = []
    before = kernels.native.threads()
    for count in (1, 2, 5):
        kernels.native.set_threads(count)
        runs.append(_run(AcceleratedOperations(bfloat16=bfloat16), case, torch.float32))
    kernels.native.set_threads(before)
    for run in runs[1:]:
        assert all(torch.equal(a, b) for a, b in zip(runs[0], run, strict=True))


def test_wrong_shapes_are_refused() -> None:
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    x = np.zeros((2, 3, 4), np.float32)
    weights = [
        Lstm(np.zeros((8, 5), np.float32), np.zeros((8, 2), np.float32), np.zeros(8, np.float32))
    ]
    with pytest.raises(ValueError, match="weights"):
        NativeOperations().lstm(x, np.array([1, 2]), weights)
