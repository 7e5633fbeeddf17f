"""The table that a network starts from: tokens begin at the vectors of their words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conftest import small_config
from gatewise.config import TextConfig
from gatewise.data.vectors import Vectors
from gatewise.layers.batch import collate
from gatewise.layers.reference.operations import ReferenceOperations
from gatewise.models.network import TABLE
from gatewise.text import TextEncoder
from gatewise.training.fit import fit
from gatewise.training.pretrained import Known, coverage, initial_table
from gatewise.training.progress import Silent
from training.toy import toy_task

WIDTH = 6
RNG = np.random.default_rng(5)


def _known(words: tuple[str, ...], width: int = WIDTH) -> Known:
    return Known("v.txt", Vectors(words, RNG.normal(3, 2, (len(words), width)).astype(np.float32)))


def _encoder(tokenizer: str, texts: list[str]) -> TextEncoder:
    config = replace(TextConfig(), tokenizer=tokenizer, max_subwords=200, min_documents=1)
    return TextEncoder.build(texts, config)


def _even(vectors: Vectors) -> NDArray[np.float32]:
    centred = vectors.values - vectors.values.mean(axis=0)
    even: NDArray[np.float32] = centred / centred.std(axis=0)
    return even


def _embedded(encoder: TextEncoder, table: NDArray[np.float32], text: str) -> Any:
    """Vectors of the tokens of `text`, (T, D)."""
    return ReferenceOperations().embed(table, collate(encoder.encode([text]), np.arange(1)))[0]


def test_tokens_start_at_the_vectors_of_their_words() -> None:
    encoder = _encoder("word", ["rain and snow", "rain falls", "snow and rain and hail"])
    known = _known(("and", "rain", "snow"))
    table = initial_table(encoder, [known], WIDTH, 0)[TABLE]
    found = _embedded(encoder, table, "and rain snow")
    assert np.allclose(found, 0.3 * _even(known.vectors), atol=1e-5)


def test_a_character_has_its_vector_as_a_row_and_pieces_of_its_own() -> None:
    encoder = _encoder("character", ["天气很好", "天气不好"])
    known = _known(("不", "天", "好"))
    table = initial_table(encoder, [known], WIDTH, 0)[TABLE]
    rows = encoder.vocabulary.encode(known.vectors.words)
    assert np.allclose(table[rows], 0.05 * _even(known.vectors), atol=1e-6)
    plain = initial_table(encoder, [], WIDTH, 0)[TABLE]
    pieces = slice(len(encoder.vocabulary), None)
    assert len(encoder.subwords)
    assert np.array_equal(table[pieces], plain[pieces])


def test_what_no_vector_fills_is_as_without_vectors() -> None:
    encoder, _, _ = toy_task()
    plain = initial_table(encoder, [], 16, 7)[TABLE]
    first, second = _known(("rain", "tea", "nowhere"), 4), _known(("tea", "song"), 3)
    table = initial_table(encoder, [first, second], 16, 7)[TABLE]
    assert table.dtype == np.float32
    assert np.array_equal(table[:, 7:], plain[:, 7:])
    words = encoder.vocabulary.encode(["rain", "tea", "song"])
    others = np.setdiff1d(np.arange(len(encoder.vocabulary)), words)
    assert np.array_equal(table[others], plain[others])
    pieces = slice(len(encoder.vocabulary), None)
    assert not table[pieces, :7].any()
    assert np.array_equal(table[words[0], 4:], plain[words[0], 4:])
    assert np.array_equal(table[words[2], :4], plain[words[2], :4])
    again = initial_table(encoder, [first, second], 16, 7)[TABLE]
    assert table.tobytes() == again.tobytes()


def test_vectors_of_no_word_change_nothing() -> None:
    encoder, _, _ = toy_task()
    plain = initial_table(encoder, [], 16, 7)[TABLE]
    table = initial_table(encoder, [_known(("nowhere",), 4)], 16, 7)[TABLE]
    assert np.array_equal(table, plain)


def test_words_that_no_text_has_start_at_their_vectors_too() -> None:
    texts = ["rain and snow", "rain falls"]
    encoder = _encoder("word", texts)
    more = TextEncoder.build(texts, encoder.config, more=["rain", "rainfall", "snowy"])
    assert more.vocabulary.tokens == (*encoder.vocabulary.tokens, "rainfall", "snowy")
    known = _known(("rain", "rainfall", "snow", "snowy"))
    table = initial_table(more, [known], WIDTH, 0)[TABLE]
    assert more.encode(["rainfall snowy"]).unknown_share == 0
    found = _embedded(more, table, "rainfall snowy")
    assert np.allclose(found, 0.3 * _even(known.vectors)[[1, 3]], atol=1e-5)


def test_a_value_that_all_words_share_is_no_trouble() -> None:
    encoder, _, _ = toy_task()
    same = Known("v.txt", Vectors(("rain", "tea"), np.ones((2, 4), np.float32)))
    table = initial_table(encoder, [same], 16, 0)[TABLE]
    assert np.isfinite(table).all()
    assert not table[encoder.vocabulary.encode(["rain", "tea"]), :4].any()


def test_coverage_counts_words_and_tokens() -> None:
    texts = ["rain and rain", "rain falls"]
    encoder = _encoder("word", texts)
    told = coverage(encoder, encoder.encode(texts), _known(("rain", "nowhere"), 25))
    assert told == "v.txt: 1 of 3 words (60% of tokens) have a vector of 25 values."
    first = replace(_known(("rain", "hail")).vectors, first=("hail", "rain"))
    more = TextEncoder.build(texts, encoder.config, more=first.first)
    told = coverage(more, more.encode(texts), Known("v.txt", first))
    assert told.startswith("v.txt: 1 of 3 words (60% of tokens) have a vector of 6 values. 1 more ")


def test_training_starts_from_what_it_is_given_and_leaves_that_alone() -> None:
    _, network, examples = toy_task()
    training = replace(small_config("textcnn").training, table_learning_rate=1e-9, weight_decay=0.0)
    given = RNG.normal(size=network.parameters()[TABLE].shape).astype(np.float32)
    before = given.copy()
    initial = {TABLE: given}
    fitted = fit(network, training, examples, None, epochs=1, progress=Silent(), initial=initial)
    assert np.array_equal(given, before)
    assert np.allclose(fitted.weights[TABLE], before, atol=1e-5)
