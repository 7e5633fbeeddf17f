"""Texts to table rows: pieces of words, shingles of characters, cutting, ragged rows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.config import TextConfig
from gatewise.text import UNKNOWN, NgramHasher, Ragged, Reader, TextEncoder

WORDS = TextConfig(tokenizer="word", min_documents=1)
CHARACTERS = TextConfig(tokenizer="character", min_documents=1)


def _rows(encoder: TextEncoder, text: str) -> list[list[int]]:
    encoded = encoder.encode([text])
    words = np.split(encoded.words.values, encoded.words.offsets[1:-1])
    return [words[token].tolist() for token in encoded.tokens.values]


def test_a_word_is_its_own_row_and_those_of_its_pieces() -> None:
    encoder = TextEncoder.build(["walking home", "talking home"], WORDS)
    known, unseen = _rows(encoder, "walking stalking")
    assert known[0] == encoder.vocabulary.encode(["walking"])[0]
    assert min(unseen) >= len(encoder.vocabulary)
    shared = set(known[1:]) & set(unseen)
    assert len(shared) > 5  # "alking" and what it holds


def test_a_word_without_any_known_part_is_unknown() -> None:
    encoder = TextEncoder.build(["walking home"], WORDS)
    assert _rows(encoder, "ωφ") == [[UNKNOWN]]


def test_characters_carry_the_ngrams_that_they_begin() -> None:
    encoder = TextEncoder.build(["天气很好", "天气不好"], CHARACTERS)
    rows = _rows(encoder, "天气很好")
    assert [len(row) for row in rows] == [3, 3, 2, 1]
    assert rows[0][0] == encoder.vocabulary.encode(["天"])[0]
    plain = TextEncoder.build(["天气很好"], TextConfig(tokenizer="character", max_subwords=0))
    assert all(len(row) == 1 for row in _rows(plain, "天气很好"))


def test_rare_words_and_pieces_stay_out() -> None:
    texts = ["secretname said hello", "hello again", "again hello", "hello"]
    encoder = TextEncoder.build(texts, TextConfig(tokenizer="word", min_documents=2))
    assert encoder.vocabulary.tokens == ("hello", "again")
    piece = NgramHasher("character", 4, 4)(["secretname"]).hashes
    assert not np.isin(piece, encoder.subwords.hashes).any()


def test_what_is_cut_and_empty_is_counted() -> None:
    config = TextConfig(tokenizer="word", min_documents=1, max_length=3)
    encoder = TextEncoder.build(["a b c d e"], config)
    encoded = encoder.encode(["a b c d e", "a b c", "  ", "\u200b", "x"])
    assert encoded.truncated.tolist() == [True, False, False, False, False]
    assert encoded.empty.tolist() == [False, False, True, True, False]
    assert encoded.cut_tokens == 2
    assert encoded.tokens.lengths.tolist() == [3, 3, 0, 0, 1]
    assert encoded.unknown_share == pytest.approx(1 / 7)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from([WORDS, CHARACTERS]))
def test_any_text_encodes_alone_as_in_company(texts: list[str], config: TextConfig) -> None:
    encoder = TextEncoder.build(["the 天气 is fine", "天气 fine"], config)
    encoded = encoder.encode(texts)
    words = np.split(encoded.words.values, encoded.words.offsets[1:-1])
    for number, text in enumerate(texts):
        span = slice(encoded.tokens.offsets[number], encoded.tokens.offsets[number + 1])
        together = [words[token].tolist() for token in encoded.tokens.values[span]]
        assert together == _rows(encoder, text)


@given(st.lists(st.lists(st.integers(1, 9), max_size=5), max_size=6))
def test_ragged_rows(rows: list[list[int]]) -> None:
    ragged = Ragged.of(rows)
    order = np.random.default_rng(0).permutation(len(rows))
    taken = ragged.take(order)
    assert taken.lengths.tolist() == [len(rows[i]) for i in order]
    padded = taken.pad(0)
    assert [[v for v in row if v] for row in padded.tolist()] == [rows[i] for i in order]


@given(st.lists(st.text(max_size=12), max_size=5))
def test_ngram_hashes_stand_for_ngrams(texts: list[str]) -> None:
    """Equal n-grams have equal hashes and different ones do not, whatever stands beside them."""
    found = NgramHasher("character", 1, 3)(texts)
    expected: Counter[tuple[int, str]] = Counter()
    for number, text in enumerate(texts):
        framed = f" {text} " if text else ""
        for n in (1, 2, 3):
            expected.update((number, framed[i : i + n]) for i in range(len(framed) - n + 1))
    got = Counter(zip(found.documents.tolist(), found.hashes.tolist(), strict=True))
    assert sorted(got.values()) == sorted(expected.values())
    assert len({h for _, h in got}) == len({gram for _, gram in expected})


def test_word_ngrams() -> None:
    hasher = NgramHasher("word", 1, 2)
    one, other = (set(hasher([text], Reader(WORDS).number).hashes) for text in ("a b c", "b c"))
    assert len(one) == 5
    assert other < one
