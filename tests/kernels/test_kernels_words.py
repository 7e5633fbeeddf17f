"""Layers that look up what words come to, against the same layers on written-out vectors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise import kernels
from gatewise.layers.native import Frequent, NativeOperations, WordOperations
from gatewise.layers.operations import Batch, Convolution, Lstm

Floats = NDArray[np.float32]
KNOWN = 30  # words and rows of the table that are one and the same

# The fixtures set what holds for a whole test, not for one example.
several = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
frequents = st.sampled_from([Frequent(KNOWN, by_piece=False), Frequent(KNOWN, by_piece=True)])


@st.composite
def texts(draw: st.DrawFn) -> tuple[Floats, Batch[Any]]:
    """A table (V, D) and a batch; a word begins with a row of its own, or has none below KNOWN."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = rng.normal(size=(2 * KNOWN, draw(st.integers(1, 40)))).astype(np.float32)
    lengths = np.array(draw(st.lists(st.integers(0, 12), max_size=9)), np.int64)
    own = np.flatnonzero(rng.random(KNOWN) < 0.5)
    first = [*own, *rng.integers(KNOWN, 2 * KNOWN, draw(st.integers(1, 9)))]
    # The pieces after a known word's first row follow from it.
    spellings = [[f, *(KNOWN + (f * k) % KNOWN for k in range(1, 1 + f % 3))] for f in first]
    counts = np.array([len(s) for s in spellings])
    steps = max([1, *lengths])
    tokens = rng.integers(0, len(first), (len(lengths), steps))
    tokens[np.arange(steps) >= lengths[:, None]] = 0
    batch = Batch(
        tokens=tokens,
        lengths=lengths,
        pieces=np.concatenate(spellings).astype(np.int64),
        starts=np.cumsum(counts) - counts,
        windows=np.arange(len(lengths)),
    )
    return table, batch


def _lstms(width: int, hidden: int, directions: int) -> list[Lstm[Floats]]:
    rng = np.random.default_rng(hidden)

    def some(*shape: int) -> Floats:
        return (rng.normal(size=shape) / 3).astype(np.float32)

    gates = 4 * hidden
    return [Lstm(some(gates, width), some(gates, hidden), some(gates)) for _ in range(directions)]


def _filters(width: int, counts: dict[int, int]) -> list[Convolution[Floats]]:
    rng = np.random.default_rng(width)
    return [
        Convolution(
            rng.normal(size=(count, taps, width)).astype(np.float32),
            rng.normal(size=count).astype(np.float32),
        )
        for taps, count in counts.items()
    ]


def _row(batch: Batch[Any], row: int) -> Batch[Any]:
    length = batch.lengths[row]
    return replace(
        batch,
        tokens=np.ascontiguousarray(batch.tokens[row : row + 1, : max(1, length)]),
        lengths=batch.lengths[row : row + 1],
        windows=np.arange(1),
    )


@given(case=texts(), frequent=frequents, hidden=st.integers(1, 40), directions=st.integers(1, 2))
@several
def test_an_lstm_reads_words(
    isa: str, kernel_threads: int, case: Any, frequent: Frequent, hidden: int, directions: int
) -> None:
    table, batch = case
    weights = _lstms(table.shape[1], hidden, directions)
    plain, ops = NativeOperations(), WordOperations(frequent)
    expected = plain.lstm(plain.embed(table, batch), batch.lengths, weights)
    states = ops.lstm(ops.embed(table, batch), batch.lengths, weights)
    np.testing.assert_allclose(states, expected, atol=5e-4)
    again = ops.lstm(ops.embed(table, batch), batch.lengths, weights)
    assert again.tobytes() == states.tobytes()
    for row, length in enumerate(batch.lengths):
        fresh, one = WordOperations(frequent), _row(batch, row)
        alone = fresh.lstm(fresh.embed(table, one), one.lengths, weights)
        assert alone[0, :length].tobytes() == states[row, :length].tobytes()


@given(case=texts(), frequent=frequents, count=st.integers(1, 70), widest=st.integers(1, 5))
@several
def test_filters_read_words(
    isa: str, kernel_threads: int, case: Any, frequent: Frequent, count: int, widest: int
) -> None:
    table, batch = case
    weights = _filters(table.shape[1], {taps: count + taps for taps in range(1, widest + 1)})
    plain, ops = NativeOperations(), WordOperations(frequent)
    expected = plain.strongest(plain.embed(table, batch), batch.lengths, weights)
    responses = ops.strongest(ops.embed(table, batch), batch.lengths, weights)
    np.testing.assert_allclose(responses, expected, atol=2e-3, rtol=1e-4)
    again = ops.strongest(ops.embed(table, batch), batch.lengths, weights)
    assert again.tobytes() == responses.tobytes()
    for row in range(len(batch.lengths)):
        fresh, one = WordOperations(frequent), _row(batch, row)
        alone = fresh.strongest(fresh.embed(table, one), one.lengths, weights)
        assert alone[0].tobytes() == responses[row].tobytes()


@given(case=texts(), frequent=frequents)
@several
def test_other_layers_read_vectors(isa: str, case: Any, frequent: Frequent) -> None:
    table, batch = case
    plain, ops = NativeOperations(), WordOperations(frequent)
    kernel = _filters(table.shape[1], {3: 5})[0]
    expected = plain.convolve(plain.embed(table, batch), batch.lengths, kernel)
    assert ops.convolve(ops.embed(table, batch), batch.lengths, kernel).tobytes() == (
        expected.tobytes()
    )
    joined = ops.join([ops.embed(table, batch), expected])
    assert joined.tobytes() == plain.join([plain.embed(table, batch), expected]).tobytes()


def _one_of_each(first: int, count: int) -> Batch[Any]:
    """A text of the words first, first + 1, ..., each a row of the table."""
    tokens = np.arange(count)[None, :]
    pieces = np.arange(first, first + count)
    return Batch(tokens, np.array([count]), pieces, np.arange(count), np.arange(1))


def test_what_is_forgotten_is_computed_again(isa: str) -> None:
    rng = np.random.default_rng(0)
    table = rng.normal(size=(300, 2)).astype(np.float32)
    weights = _filters(2, {1: 60, 2: 100})
    room = 3 * 100 * 132 * (1 + 2 * 2)  # 100 words now and 100 from before
    ops = WordOperations(Frequent(len(table), by_piece=False), room=room)
    spans = [(0, 70), (20, 150), (220, 80), (0, 300), (10, 50)]
    for first, count in [*spans, *spans]:
        batch = _one_of_each(first, count)
        fresh = WordOperations(Frequent(0, by_piece=False))  # keeps nothing
        expected = fresh.strongest(fresh.embed(table, batch), batch.lengths, weights)
        found = ops.strongest(ops.embed(table, batch), batch.lengths, weights)
        assert found.tobytes() == expected.tobytes()


def test_threads_share_what_is_kept() -> None:
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    rng = np.random.default_rng(1)
    table = rng.normal(size=(600, 2)).astype(np.float32)
    weights = _filters(2, {1: 60, 2: 100})
    ops = WordOperations(Frequent(len(table), by_piece=False), room=1 << 17)

    def read(first: int) -> bytes:
        batch = _one_of_each(first, 70)
        return ops.strongest(ops.embed(table, batch), batch.lengths, weights).tobytes()

    firsts = [int(first) for first in rng.integers(0, 530, 300)]
    alone = [read(first) for first in firsts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, firsts)) == alone


def test_wrong_batches_are_refused(isa: str) -> None:
    ops = WordOperations(Frequent(99, by_piece=False))
    table = np.ones((5, 3), np.float32)
    with pytest.raises(ValueError, match="known in"):
        ops.strongest(ops.embed(table, _one_of_each(0, 4)), np.array([4]), _filters(3, {1: 2}))
    ops = WordOperations(Frequent(5, by_piece=False))
    with pytest.raises(ValueError, match="pieces in"):
        ops.strongest(ops.embed(table, _one_of_each(2, 4)), np.array([4]), _filters(3, {1: 2}))
    with pytest.raises(ValueError, match="weights"):
        ops.strongest(ops.embed(table, _one_of_each(0, 4)), np.array([4]), _filters(4, {1: 2}))
