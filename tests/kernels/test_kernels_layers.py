"""Kernels of layers against torch in double precision, for any shape and any lengths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from gatewise.layers.operations import Attention, Convolution, Dense, Qrnn
from gatewise.layers.trainable import TrainableOperations

Floats = NDArray[np.float32]

# The fixtures set what holds for a whole test, not for one example.
several = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Layer:
    """A layer whose weights are a flat list of arrays.

    Args:
        shapes: Shapes of the weights for inputs of a width, some units and a seed.
        run: The layer of operations, x, lengths and these weights.
    """

    shapes: Callable[[int, int, np.random.Generator], list[tuple[int, ...]]]
    run: Callable[[Any, Any, Any, list[Any]], Any]


def _in_pairs(kind: Any, flat: list[Any]) -> list[Any]:
    return [kind(*flat[i : i + 2]) for i in range(0, len(flat), 2)]


def _filters(width: int, units: int, rng: np.random.Generator) -> list[tuple[int, ...]]:
    taps = rng.integers(1, 8, rng.integers(1, 4))
    return [shape for w in taps for shape in ((units, int(w), width), (units,))]


def _taps(width: int, units: int, rng: np.random.Generator) -> list[tuple[int, ...]]:
    taps, directions = int(rng.integers(1, 4)), rng.integers(1, 3)
    return [(3 * units, taps, width), (3 * units,)] * directions


LAYERS = {
    "strongest": Layer(
        _filters, lambda ops, x, lengths, w: ops.strongest(x, lengths, _in_pairs(Convolution, w))
    ),
    "convolve": Layer(
        lambda width, units, rng: _filters(width, units, rng)[:2],
        lambda ops, x, lengths, w: ops.convolve(x, lengths, Convolution(*w)),
    ),
    "maximum": Layer(lambda *_: [], lambda ops, x, lengths, w: ops.maximum(x, lengths)),
    "mean": Layer(lambda *_: [], lambda ops, x, lengths, w: ops.mean(x, lengths)),
    "attend": Layer(
        lambda width, units, _: [(units, width), (units,), (units,)],
        lambda ops, x, lengths, w: ops.attend(x, lengths, Attention(*w)),
    ),
    "qrnn": Layer(
        _taps,
        lambda ops, x, lengths, w: ops.qrnn(x, lengths, _in_pairs(Qrnn, w), zoneout=0.3),
    ),
    "dense": Layer(
        lambda width, units, _: [(units, width), (units,)],
        lambda ops, x, lengths, w: ops.dense(ops.mean(x, lengths), Dense(*w)),
    ),
}
IN_BF16 = ["strongest", "convolve", "attend", "qrnn"]


class _SameMasks(TrainableOperations):
    """Torch's layers with the dropout masks of the kernels."""

    _mask = AcceleratedOperations._mask


@dataclass(frozen=True)
class Case:
    """Rows (N, T, D), zero after their lengths (N,), which may be 0; and a layer's weights."""

    layer: Layer
    x: Floats
    lengths: NDArray[np.int64]
    weights: list[Floats]


@st.composite
def cases(draw: st.DrawFn, layer: Layer) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lengths = np.array(draw(st.lists(st.integers(0, 9), min_size=0, max_size=20)), np.int64)
    width, units = draw(st.integers(1, 70)), draw(st.integers(1, 70))
    steps = max([1, *lengths]) + draw(st.integers(0, 2))
    x = rng.normal(size=(len(lengths), steps, width)).astype(np.float32)
    x[np.arange(steps) >= lengths[:, None]] = 0
    shapes = layer.shapes(width, units, rng)
    return Case(layer, x, lengths, [_normal(rng, *shape) for shape in shapes])


def _normal(rng: np.random.Generator, *shape: int) -> Floats:
    values: Floats = (rng.normal(size=shape) / np.sqrt(shape[-1])).astype(np.float32)
    return values


def _run(ops: Any, case: Case, dtype: torch.dtype) -> list[Tensor]:
    """The answer, and the gradients of everything by a fixed mixture of it."""
    leaves = [torch.tensor(a, dtype=dtype, requires_grad=True) for a in (case.x, *case.weights)]
    out = case.layer.run(ops, leaves[0], torch.tensor(case.lengths), leaves[1:])
    mixture = torch.sin(torch.arange(out.numel(), dtype=dtype)).reshape(out.shape)
    torch.autograd.backward((out * mixture).sum())
    gradients = [leaf.grad for leaf in leaves if leaf.grad is not None]
    # Nothing is said of padding: whatever made it zero makes its gradient zero.
    padding = torch.arange(case.x.shape[1]) >= torch.tensor(case.lengths)[:, None]
    gradients[0].masked_fill_(padding[:, :, None], 0)
    return [out.detach(), *gradients]


def _assert_close(found: list[Tensor], expected: list[Tensor], tolerance: float) -> None:
    for a, b in zip(found, expected, strict=True):
        largest = float(b.abs().max()) if b.numel() else 0.0
        assert float((a.double() - b).abs().max() if b.numel() else 0) <= tolerance * (1 + largest)


@pytest.mark.usefixtures("isa", "kernel_threads")
@pytest.mark.parametrize("name", LAYERS)
@several
@given(data=st.data())
def test_answers_and_gradients_are_those_of_torch_in_double_precision(
    name: str, data: st.DataObject
) -> None:
    case = data.draw(cases(LAYERS[name]))
    found = _run(AcceleratedOperations(), case, torch.float32)
    _assert_close(found, _run(TrainableOperations(), case, torch.float64), 1e-5)


@pytest.mark.usefixtures("isa", "kernel_threads")
@several
@given(data=st.data(), seed=st.integers(0, 99))
def test_zoneout_keeps_the_cells_that_torch_keeps_by_the_same_masks(
    data: st.DataObject, seed: int
) -> None:
    case = data.draw(cases(LAYERS["qrnn"]))
    kinds: list[type[TrainableOperations]] = [AcceleratedOperations, _SameMasks]
    found, expected = (
        _run(kind(torch.Generator().manual_seed(seed)), case, torch.float32) for kind in kinds
    )
    _assert_close(found, expected, 1e-5)


@pytest.mark.usefixtures("isa")
@pytest.mark.parametrize("name", IN_BF16)
@several
@given(data=st.data())
def test_bf16_answers_stay_near(name: str, data: st.DataObject) -> None:
    if not kernels.has_bfloat16():
        pytest.skip("no products of bf16 with this instruction set")
    case = data.draw(cases(LAYERS[name]))
    found = _run(AcceleratedOperations(bfloat16=True), case, torch.float32)
    expected = _run(TrainableOperations(), case, torch.float64)
    if name == "strongest":  # another step may win, with other gradients
        found, expected = found[:1], expected[:1]
    _assert_close(found, expected, 3e-2)


@pytest.mark.parametrize("name", IN_BF16)
@several
@given(data=st.data())
def test_bf16_is_the_same_on_all_that_have_it_but_for_the_order_of_sums(
    bf16_isas: list[str], name: str, data: st.DataObject
) -> None:
    case = data.draw(cases(LAYERS[name]))
    first, *others = (
        _run(AcceleratedOperations(bfloat16=True), case, torch.float32)
        for isa in bf16_isas
        if kernels.native.choose_isa(isa)
    )
    shown = 1 if name == "strongest" else None  # of steps nearly equal another may win
    for other in others:
        _assert_close(other[:shown], [part.double() for part in first[:shown]], 5e-3)


@pytest.mark.usefixtures("isa", "kernel_threads")
@pytest.mark.parametrize("name", LAYERS)
@several
@given(data=st.data())
def test_a_row_alone_has_the_same_answer_to_the_bit(name: str, data: st.DataObject) -> None:
    case = data.draw(cases(LAYERS[name]))
    ops = NativeOperations()
    together = case.layer.run(ops, case.x, case.lengths, case.weights)
    for row, length in enumerate(case.lengths):
        steps = max(1, length)
        x = case.x[row : row + 1, :steps].copy()
        alone = case.layer.run(ops, x, case.lengths[row : row + 1], case.weights)[0]
        if together.ndim == 2:
            np.testing.assert_array_equal(together[row], alone)
        else:
            np.testing.assert_array_equal(together[row, :steps], alone)
            assert not together[row, length:].any()


@pytest.mark.usefixtures("isa")
@pytest.mark.parametrize("name", LAYERS)
@several
@given(data=st.data())
def test_the_number_of_threads_changes_no_bit(name: str, data: st.DataObject) -> None:
    case = data.draw(cases(LAYERS[name]))
    runs = []
    before = kernels.native.threads()
    for count in (1, 2, 5):
        kernels.native.set_threads(count)
        runs.append(_run(AcceleratedOperations(), case, torch.float32))
    kernels.native.set_threads(before)
    for run in runs[1:]:
        assert all(torch.equal(a, b) for a, b in zip(runs[0], run, strict=True))


@pytest.mark.usefixtures("isa")
def test_the_first_of_equal_steps_wins() -> None:
    x = torch.ones(1, 4, 3, requires_grad=True)
    kernel = Convolution(torch.ones(2, 1, 3), torch.zeros(2))
    ops, lengths = AcceleratedOperations(), torch.tensor([4])
    for out in (ops.strongest(x, lengths, [kernel]), ops.maximum(x, lengths)):
        torch.autograd.backward(out.sum())
    assert x.grad is not None
    np.testing.assert_array_equal(x.grad[0], [[3] * 3, *[[0] * 3] * 3])


@pytest.mark.usefixtures("isa")
def test_what_is_no_number_is_not_passed_over() -> None:
    x = np.ones((1, 4, 3), np.float32)
    x[0, 1] = np.nan
    kernel = Convolution(np.ones((2, 1, 3), np.float32), np.zeros(2, np.float32))
    ops, lengths = NativeOperations(), np.array([4])
    assert np.isnan(ops.strongest(x, lengths, [kernel])).all()
    assert np.isnan(ops.maximum(x, lengths)).all()


def test_wrong_shapes_are_refused() -> None:
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    x, lengths = np.zeros((2, 3, 4), np.float32), np.array([1, 2])
    kernel = Convolution(np.zeros((5, 2, 3), np.float32), np.zeros(5, np.float32))
    with pytest.raises(ValueError, match="weights"):
        NativeOperations().strongest(x, lengths, [kernel])
    with pytest.raises(ValueError, match="lengths"):
        NativeOperations().mean(x, lengths + 2)
