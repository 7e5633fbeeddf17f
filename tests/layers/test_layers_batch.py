"""Putting encoded texts side by side: natively as by NumPy, and by the letter."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatewise import kernels
from gatewise.layers import batch
from gatewise.text import Encoded, Ragged


@st.composite
def chosen_texts(draw: st.DrawFn) -> tuple[Encoded, Any]:
    """Texts that may be empty, with or without windows, and some of their numbers."""
    words = draw(st.integers(1, 150))
    numbers = st.lists(st.integers(0, words - 1), max_size=20)
    texts = Ragged.of(draw(st.lists(numbers, min_size=1, max_size=8)))
    pieces = [draw(st.lists(st.integers(0, 99), min_size=1, max_size=3)) for _ in range(words)]
    nothing = np.zeros(len(texts), bool)
    window = draw(st.sampled_from([None, 1, 4, 7]))
    encoded = Encoded(texts, Ragged.of(pieces), nothing, nothing, 0, 0.0, window)
    rows = draw(st.lists(st.integers(0, len(texts) - 1), max_size=9))
    return encoded, np.array(rows, np.int64)


def _words_of(made: Any, row: int) -> list[list[int]]:
    """The pieces of each word of a row."""
    ends = np.append(made.starts[1:], len(made.pieces))
    tokens = made.tokens[row, : made.lengths[row]]
    return [made.pieces[made.starts[t] : ends[t]].tolist() for t in tokens]


@pytest.mark.parametrize("natively", [False, True])
@given(case=chosen_texts())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_batch_holds_the_texts(
    monkeypatch: pytest.MonkeyPatch, natively: bool, case: tuple[Encoded, Any]
) -> None:
    if natively and kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    texts, rows = case
    monkeypatch.setattr(batch, "native", kernels.native if natively else None)
    made = batch.collate(texts, rows)
    assert {array.dtype for array in astuple(made)} == {np.dtype(np.int64)}
    ends = np.append(made.windows[1:], len(made.lengths))[: len(rows)]
    for text, first, last in zip(rows, made.windows, ends, strict=True):
        found = [word for row in range(first, last) for word in _words_of(made, row)]
        tokens = texts.tokens.take(np.array([text])).values
        assert found == [texts.words.take(np.array([token])).values.tolist() for token in tokens]
        assert np.ptp(made.lengths[first:last]) <= 1
    longest = max([1, *made.lengths])
    assert made.tokens.shape == (len(made.lengths), longest)
    assert longest <= (texts.window or 20)
    assert not made.tokens[np.arange(longest) >= made.lengths[:, None]].any()
    padding = texts.words.take(np.array([0])).values
    np.testing.assert_array_equal(made.pieces[: len(padding)], padding)


@given(case=chosen_texts())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_native_and_numpy_give_the_same(
    monkeypatch: pytest.MonkeyPatch, case: tuple[Encoded, Any]
) -> None:
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    made = []
    for module in (kernels.native, None):
        monkeypatch.setattr(batch, "native", module)
        made.append(astuple(batch.collate(*case)))
    for one, other in zip(*made, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def test_numbers_that_lead_nowhere_are_refused() -> None:
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    one, two = np.array([0, 1], np.int32), np.array([0, 1, 2])
    good = {
        "values": one,
        "begins": np.array([0]),
        "lengths": np.array([2]),
        "word_values": one,
        "word_offsets": two,
    }
    kernels.native.collate(**good)
    for name, wrong in {
        "values": np.array([0, 2], np.int32),
        "begins": np.array([1]),
        "lengths": np.array([-1]),
        "word_offsets": np.array([0, 1, 3]),
    }.items():
        with pytest.raises(ValueError, match=r"words|rows|offsets"):
            kernels.native.collate(**{**good, name: wrong})
