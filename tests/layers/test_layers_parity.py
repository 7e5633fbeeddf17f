"""The executions of every layer agree, on any shape and any length; padding reaches nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise.layers.operations import (
    Attention,
    Batch,
    BatchNorm,
    Convolution,
    Dense,
    LayerNorm,
    Lstm,
    Qrnn,
)
from gatewise.layers.reference import ReferenceOperations, lstm, qrnn
from gatewise.layers.trainable import TrainableOperations
from gatewise.layers.trainable.scan import scan

Floats = NDArray[np.float32]
Layer = Callable[[Any, Any, Any, Callable[[Floats], Any], np.random.Generator], Any]


def _strongest(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    kernels = [
        Convolution(of(_draw(rng, 3, width, x.shape[2])), of(_draw(rng, 3)))
        for width in (1, 2, 3, 5)
    ]
    return ops.strongest(x, lengths, kernels)


def _lstm(directions: int) -> Layer:
    def layer(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
        return ops.lstm(x, lengths, _lstm_weights(directions, x.shape[2], of, rng))

    return layer


def _lstm_weights(
    directions: int, inputs: int, of: Callable[[Floats], Any], rng: Any
) -> list[Lstm[Any]]:
    shapes = (16, inputs), (16, 4), (16,)
    return [Lstm(*(of(_draw(rng, *shape)) for shape in shapes)) for _ in range(directions)]


def _qrnn(directions: int) -> Layer:
    def layer(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
        return ops.qrnn(x, lengths, _qrnn_weights(directions, x.shape[2], of, rng), zoneout=0.5)

    return layer


def _qrnn_weights(
    directions: int, inputs: int, of: Callable[[Floats], Any], rng: Any
) -> list[Qrnn[Any]]:
    shapes = (12, int(rng.integers(1, 4)), inputs), (12,)
    return [Qrnn(*(of(_draw(rng, *shape)) for shape in shapes)) for _ in range(directions)]


def _convolve(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    width = int(rng.integers(1, 5))
    kernel = Convolution(of(_draw(rng, 3, width, x.shape[2])), of(_draw(rng, 3)))
    return ops.relu(ops.convolve(x, lengths, kernel))


def _batch_norm(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    scale, shift, mean, deviation = (_draw(rng, x.shape[2]) for _ in range(4))
    weights = BatchNorm(of(scale), of(shift), of(mean), of(deviation**2 + 0.1))
    return ops.batch_norm(x, lengths, weights)


def _layer_norm(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    scale, shift = (of(_draw(rng, x.shape[2])) for _ in range(2))
    return ops.layer_norm(x, lengths, LayerNorm(scale, shift))


def _strongest_window(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    starts = np.flatnonzero(rng.random(len(x)) < 0.5)
    windows = torch.from_numpy if isinstance(x, torch.Tensor) else np.asarray
    return ops.strongest_window(ops.mean(x, lengths), windows(np.union1d([0], starts)))


def _attend(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    weights = Attention(of(_draw(rng, 5, x.shape[2])), of(_draw(rng, 5)), of(_draw(rng, 5)))
    return ops.attend(x, lengths, weights)


def _dense(ops: Any, x: Any, lengths: Any, of: Callable[[Floats], Any], rng: Any) -> Any:
    return ops.dense(ops.mean(x, lengths), Dense(of(_draw(rng, 2, x.shape[2])), of(_draw(rng, 2))))


LAYERS: dict[str, Layer] = {
    "strongest": _strongest,
    "lstm, one direction": _lstm(1),
    "lstm, both directions": _lstm(2),
    "qrnn, one direction": _qrnn(1),
    "qrnn, both directions": _qrnn(2),
    "convolve": _convolve,
    "batch_norm": _batch_norm,
    "layer_norm": _layer_norm,
    "strongest_window": _strongest_window,
    "ends, one direction": lambda ops, x, lengths, of, rng: ops.ends(x, lengths, 1),
    "ends, both directions": lambda ops, x, lengths, of, rng: ops.ends(
        ops.join([x, 2 * x]), lengths, 2
    ),
    "maximum": lambda ops, x, lengths, of, rng: ops.maximum(x, lengths),
    "mean": lambda ops, x, lengths, of, rng: ops.mean(x, lengths),
    "attend": _attend,
    "dense": _dense,
    "join": lambda ops, x, lengths, of, rng: ops.join([x, x]),
}


def _draw(rng: np.random.Generator, *shape: int) -> Floats:
    return rng.normal(0, 0.5, shape).astype(np.float32)


def _input(rng: np.random.Generator, lengths: list[int], width: int) -> tuple[Floats, Any]:
    steps = max(1, *lengths)
    x = _draw(rng, len(lengths), steps, width)
    sizes = np.asarray(lengths, np.int64)
    x[np.arange(steps) >= sizes[:, None]] = 0
    return x, sizes


def _reference(layer: Layer, x: Floats, lengths: Any, seed: int) -> Floats:
    ops = ReferenceOperations()
    out: Floats = layer(ops, x, lengths, lambda a: a, np.random.default_rng(seed))
    return out


@pytest.mark.parametrize("name", LAYERS)
@given(
    lengths=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    width=st.integers(1, 7),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=30, deadline=None)
def test_torch_agrees_with_the_reference(
    name: str, lengths: list[int], width: int, seed: int
) -> None:
    x, sizes = _input(np.random.default_rng(seed), lengths, width)
    expected = _reference(LAYERS[name], x, sizes, seed)
    got = LAYERS[name](
        TrainableOperations(),
        torch.from_numpy(x),
        torch.from_numpy(sizes),
        torch.from_numpy,
        np.random.default_rng(seed),
    )
    np.testing.assert_allclose(got.numpy(), expected, atol=1e-5)


@pytest.mark.parametrize("name", LAYERS)
@given(
    lengths=st.lists(st.integers(0, 6), min_size=1, max_size=4),
    extra=st.integers(1, 5),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=20, deadline=None)
def test_padding_reaches_no_answer(name: str, lengths: list[int], extra: int, seed: int) -> None:
    x, sizes = _input(np.random.default_rng(seed), lengths, 3)
    wider = np.pad(x, ((0, 0), (0, extra), (0, 0)))
    plain = _reference(LAYERS[name], x, sizes, seed)
    padded = _reference(LAYERS[name], wider, sizes, seed)
    if plain.ndim == 3:
        assert not padded[:, x.shape[1] :].any()
        padded = padded[:, : x.shape[1]]
    np.testing.assert_allclose(padded, plain, atol=1e-6)


@given(
    pieces=st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=5),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=30, deadline=None)
def test_embedding_is_the_mean_of_the_pieces(pieces: list[list[int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = _draw(rng, 10, 3)
    tokens = rng.integers(0, len(pieces), (2, 4))
    lengths = np.asarray([4, 2])
    flat = np.asarray([row for word in pieces for row in word])
    starts = np.cumsum([0, *(len(word) for word in pieces[:-1])])
    arrays = (tokens, lengths, flat, starts, np.arange(2))
    batch = Batch(*arrays)
    tensors = Batch(*(torch.from_numpy(a) for a in arrays))
    expected = np.stack([table[word].mean(axis=0) for word in pieces])[tokens]
    expected[1, 2:] = 0
    np.testing.assert_allclose(ReferenceOperations().embed(table, batch), expected, atol=1e-6)
    trained = TrainableOperations().embed(torch.from_numpy(table), tensors)
    np.testing.assert_allclose(trained.numpy(), expected, atol=1e-6)


def test_each_direction_ends_at_its_own_last_step() -> None:
    x = np.arange(1, 13, dtype=np.float32).reshape(2, 3, 2)
    x = np.concatenate((x, np.zeros_like(x[:1])))
    x[0, 1:] = 0
    lengths = np.asarray([1, 3, 0])
    ops = ReferenceOperations()
    np.testing.assert_array_equal(ops.ends(x, lengths, 1), [[1, 2], [11, 12], [0, 0]])
    np.testing.assert_array_equal(ops.ends(x, lengths, 2), [[1, 2], [11, 8], [0, 0]])


@given(lengths=st.lists(st.integers(1, 6), min_size=1, max_size=4), seed=st.integers(0, 2**16))
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize(("run", "weights"), [(lstm, _lstm_weights), (qrnn, _qrnn_weights)])
def test_the_second_direction_reads_each_row_from_its_own_end(
    run: Any, weights: Any, lengths: list[int], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    x, sizes = _input(rng, lengths, 3)
    directions = weights(2, 3, lambda a: a, rng)
    states = run(x, sizes, directions)  # (N, T, S)
    units = states.shape[2] // 2
    np.testing.assert_array_equal(states[..., :units], run(x, sizes, directions[:1]))
    for row, size in enumerate(lengths):
        turned = run(x[row : row + 1, :size][:, ::-1], sizes[row : row + 1], directions[1:])
        np.testing.assert_allclose(states[row, :size, units:], turned[0, ::-1], atol=1e-6)


@given(
    lengths=st.lists(st.integers(0, 6), min_size=1, max_size=4),
    extra=st.integers(0, 4),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=30, deadline=None)
def test_batch_statistics_count_real_steps_only(lengths: list[int], extra: int, seed: int) -> None:
    x, sizes = _input(np.random.default_rng(seed), lengths, 3)
    real = x[np.arange(x.shape[1]) < sizes[:, None]]  # (steps, 3)
    wider = torch.from_numpy(np.pad(x, ((0, 0), (0, extra), (0, 0))))
    weights = BatchNorm(*(torch.full((3,), value) for value in (1.0, 0.0, 0.0, 1.0)))
    ops = TrainableOperations(torch.Generator())
    out = ops.batch_norm(wider, torch.from_numpy(sizes), weights).numpy()
    if len(real) < 2:  # one step has no variance; what was seen before stands in
        assert weights.mean.tolist() == [0, 0, 0]
        return
    expected = (real - real.mean(axis=0)) / np.sqrt(real.var(axis=0) + 1e-5)
    got = out[np.arange(wider.shape[1]) < sizes[:, None]]
    np.testing.assert_allclose(got, expected, atol=1e-4)
    np.testing.assert_allclose(weights.mean.numpy(), 0.1 * real.mean(axis=0), atol=1e-5)
    seen = 0.9 + 0.1 * real.var(axis=0, ddof=1)
    np.testing.assert_allclose(weights.variance.numpy(), seen, atol=1e-5)


def test_the_scan_has_the_gradient_of_its_loop() -> None:
    forget = torch.rand(5, 2, 3, dtype=torch.float64, requires_grad=True)
    written = torch.randn(5, 2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(scan, (forget, written))


def test_zoneout_keeps_cells() -> None:
    x, lengths = torch.randn(2, 6, 3), torch.tensor([6, 6])
    weights = [Qrnn(torch.randn(12, 2, 3), torch.randn(12)) for _ in range(2)]
    ops = TrainableOperations(torch.Generator().manual_seed(0))
    kept = ops.qrnn(x, lengths, weights, zoneout=0.999)
    free = ops.qrnn(x, lengths, weights, zoneout=0.0)
    assert kept.abs().sum() < 0.1 * free.abs().sum()


def test_dropout_keeps_the_mean_and_is_off_without_a_generator() -> None:
    x = torch.ones(64, 40, 32)
    ops = TrainableOperations(torch.Generator().manual_seed(0))
    assert abs(ops.dropout(x, 0.3).mean().item() - 1) < 0.02
    locked = ops.locked_dropout(x, 0.3)
    assert torch.equal(locked[:, 0], locked[:, -1])
    assert set(ops.drop_words(x, 0.3).flatten().tolist()) == {0.0, 1.0}
    still = TrainableOperations()
    assert still.dropout(x, 0.3) is x
