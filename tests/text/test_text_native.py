"""What the native kernels make of texts is what Python makes of them, to the last bit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import toy_rows
from gatewise.config import TextConfig
from gatewise.models import linear
from gatewise.models.linear import LinearModel, hashers_for, quantise
from gatewise.text import (
    NgramHasher,
    Normaliser,
    Ragged,
    Reader,
    TextEncoder,
    encode,
    features,
    frequency,
    ngrams,
    normalise,
    ragged,
    reader,
)
from gatewise.text.features import Vectorizer
from gatewise.text.numbered import Kept
from gatewise.text.ragged import count_rows

pytestmark = pytest.mark.usefixtures("kernel_threads")
settings.register_profile(
    "native", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NATIVE = settings.get_profile("native")

# Where rules meet: clitics, emoji and their parts, scripts without spaces, white space, signs.
MARKS = [
    *(
        "n't",
        "'s",
        "’ll",
        "'re",
        "isn't",
        "n't's",
        "it's",
        "'",
        "_",
        "9",
        "#",
        "*",
        "3\ufe0f\u20e3",
    ),
    *("\U0001f1e6", "\U0001f1e7", "👍", "\U0001f3fd", "\u200d", "\ufe0f", "\u20e3", "❤", "👩", "©"),
    *("\U000e0067", "中", "文", "ภา", "ษ\u0e34", "日本", "한국", "é", "e\u0301", "\U00020000"),
    *(" ", "\n", "\u3000", "\u2028", "\x1c", "ab", "can", "n", "t", "!", "²", "٣", "\ud800", "İ"),
]
TEXTS = st.lists(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(MARKS), max_size=14).map("".join)),
    max_size=6,
)
TOKENIZERS = st.sampled_from(["word", "character"])
_MODULES = (encode, linear, features, frequency, ngrams, normalise, ragged, reader)


@contextmanager
def _by_python() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in _MODULES:
            patch.setattr(module, "native", None)
        yield


def _plain(value: Any) -> Any:
    """Values that compare by content."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.tolist()
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, name)) for name in value.__dataclass_fields__]
    return value


def _same(compute: Callable[[], Any]) -> None:
    native = _plain(compute())
    with _by_python():
        assert native == _plain(compute())


@settings(NATIVE)
@given(TEXTS, TOKENIZERS, st.sampled_from([1, 3]), st.integers(0, 4), st.integers(0, 4))
def test_units_are_the_same(texts: list[str], name: Any, span: int, head: int, tail: int) -> None:
    reads = Reader(TextConfig(tokenizer=name))
    span = 1 if name == "word" else span
    _same(lambda: reads.number(texts, span=span))
    _same(lambda: reads.number(texts, span=span, kept=Kept(head, tail)))


@pytest.mark.parametrize("name", ["word", "character"])
def test_every_code_point_is_split_alike(name: Any) -> None:
    reads = Reader(TextConfig(tokenizer=name))
    points = map(chr, range(sys.maxunicode + 1))
    texts = ["a".join(block) for block in zip(*[points] * 256, strict=True)]
    texts += ["".join(text.split("a")) for text in texts]
    _same(lambda: reads.number(texts))


@settings(NATIVE)
@given(TEXTS, st.booleans())
def test_normalised_texts_are_the_same(texts: list[str], lowercase: bool) -> None:
    normaliser = Normaliser(lowercase=lowercase)
    _same(lambda: [normaliser(text) for text in texts])


@pytest.mark.parametrize("lowercase", [False, True])
def test_every_code_point_is_normalised_alike(lowercase: bool) -> None:
    normaliser = Normaliser(lowercase=lowercase)
    points = list(map(chr, range(sys.maxunicode + 1)))
    _same(lambda: [normaliser(f"a{point} {point}B") for point in points])


def test_every_code_point_is_hashed_alike() -> None:
    hasher = NgramHasher("word", 1, 1)
    texts = [" ".join(map(chr, range(start, start + 4096))) for start in range(0, 0x110000, 4096)]
    number = Reader(TextConfig(tokenizer="character")).number
    _same(lambda: hasher.units(texts, number)[0])


@settings(NATIVE)
@given(TEXTS, TEXTS, TOKENIZERS, st.sampled_from(["start", "both"]))
def test_encoded_texts_are_the_same(
    learnt: list[str], texts: list[str], name: Any, keep: Any
) -> None:
    config = TextConfig(tokenizer=name, max_length=5, keep=keep, max_subwords=30)

    def compute() -> list[Any]:
        encoder = TextEncoder.build(learnt, config)
        return [encoder.encode(texts), encoder.vocabulary.tokens, _plain(encoder.subwords.hashes)]

    _same(lambda: _plain(compute()[0]) + compute()[1:])


@settings(NATIVE)
@given(st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=600), st.booleans())
def test_rows_are_counted_alike(rows: list[list[int]], parts: bool) -> None:
    listed = Ragged.of([[0], [], [3, 1, 3], [2], [1, 2], [0, 3]]) if parts else None
    _same(lambda: count_rows(Ragged.of(rows), 4 if parts else 6, listed))


@settings(NATIVE)
@given(TEXTS, TEXTS, TOKENIZERS, st.integers(1, 3))
def test_tfidf_rows_and_scores_are_the_same(
    learnt: list[str], texts: list[str], name: str, classes: int
) -> None:
    _compare_linear([*learnt, "the rain"], texts, name, classes)


def test_long_texts_have_the_same_rows_and_scores() -> None:
    texts = [" ".join(toy_rows(40, seed).texts) for seed in range(7)]
    _compare_linear(texts, texts, "word", 4)


def _compare_linear(learnt: list[str], texts: list[str], name: Any, classes: int) -> None:
    reads = Reader(TextConfig(tokenizer=name))

    def compute() -> list[Any]:
        vectorizer = Vectorizer.build(
            learnt, reads, hashers_for(name), min_documents=1, max_features=2000
        )
        random = np.random.default_rng(0)
        weight, scale = quantise(random.normal(size=(vectorizer.size, classes)))
        bias = random.normal(size=classes).astype(np.float32)
        scores = LinearModel(vectorizer, weight, scale, bias).score(texts)
        blocks = [part for b in vectorizer.blocks for part in (b.hashes, b.idf)]
        return [vectorizer.transform(texts), scores, *blocks]

    _same(lambda: [_plain(part) for part in compute()])
