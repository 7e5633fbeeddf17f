"""Vectors learnt from texts: words that keep the same company come to lie together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conftest import toy_rows
from gatewise.config import TextConfig
from gatewise.data.vectors import Vectors
from gatewise.text import Reader
from gatewise.training import cooccurrence
from gatewise.training.cooccurrence import learn_vectors

READER = Reader(replace(TextConfig(), tokenizer="word"))


def _learn(texts: list[str], *, at_once: int = 1000, width: int = 3, seed: int = 0) -> Vectors:
    portions = [texts[start : start + at_once] for start in range(0, len(texts), at_once)]
    return learn_vectors(portions, READER, width=width, least=2, most=1000, seed=seed)


def test_words_of_one_topic_lie_together() -> None:
    found = _learn(list(toy_rows(600).texts))
    unit = found.values / np.linalg.norm(found.values, axis=1, keepdims=True)

    def likeness(one: str, other: str) -> float:
        return float(unit[found.words.index(one)] @ unit[found.words.index(other)])

    for same, other in (("rain", "snow"), "tea"), (("bread", "rice"), "song"):
        assert likeness(*same) > likeness(same[0], other) + 0.3


def test_portions_and_repetition_change_nothing() -> None:
    texts = list(toy_rows(200).texts)
    whole, cut = _learn(texts), _learn(texts, at_once=7)
    assert whole.words == cut.words
    assert np.allclose(whole.values, cut.values, atol=1e-3)
    assert whole.values.tobytes() == _learn(texts).values.tobytes()
    assert whole.values.dtype == np.float32


def test_pairs_count_by_nearness_within_a_text() -> None:
    words = {word: number for number, word in enumerate("abcdefg")}
    counts = cooccurrence._count([["a b c d e f g", "g a"]], READER, words).toarray()
    assert np.allclose(counts, counts.T)
    assert np.allclose(counts[0], [0, 1, 0.8, 0.6, 0.4, 0.2, 1])


def test_rare_words_have_none_and_there_may_be_no_words_at_all() -> None:
    found = _learn(["common word", "common rare", "word common"])
    assert set(found.words) == {"common", "word"}
    assert found.width == 1  # one axis fewer than words
    for texts in ([], ["", " "], ["once"]):
        assert _learn(texts).words == ()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "_MOST_WORDS", 60)
    monkeypatch.setattr(cooccurrence, "_MOST_PAIRS", 40)
    texts = [f"{text} x{n}" for n, text in enumerate(toy_rows(300).texts)]
    found = _learn(texts, at_once=20)
    assert {"the", "rain", "tea"} <= set(found.words)
    assert np.isfinite(found.values).all()
