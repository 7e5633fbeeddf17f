"""The embedding table that a network starts from, where vectors of words are known.

A token's vector is the mean of its word's row and the rows of its pieces. Pieces of words start at
zero in the columns of the vectors, and the row of a word is its vector as many times larger as rows
go into the mean, so that the token starts at the vector. A character's row is its vector itself and
its pieces start at random, as ever: they tell its tokens apart and must not be drowned.

Legend: V words of the vocabulary, R rows of the table, U units of texts (words, or characters with
those after them), K words with a vector, d its width, D width of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.data.vectors import Vectors
from gatewise.languages import say
from gatewise.models import Parameter
from gatewise.models.network import TABLE
from gatewise.text import UNKNOWN, Encoded, TextEncoder
from gatewise.training.weights import initial_weights

__all__ = ["Known", "coverage", "initial_table"]

_WORD, _CHARACTER = 0.3, 0.05
"""Deviations of the values of vectors; measured, see docs/decisions/0016-vectors.md."""


@dataclass(frozen=True)
class Known:
    """Vectors, and where they are from.

    Args:
        source: As the user is told.
        vectors: Of words.
    """

    source: str
    vectors: Vectors


def initial_table(
    encoder: TextEncoder, known: Sequence[Known], width: int, seed: int
) -> dict[str, NDArray[np.float32]]:
    """The table (R, D), under its name: vectors side by side, and random values elsewhere.

    Args:
        encoder: Whose words and pieces are the rows.
        known: Vectors; their widths come to D at most.
        width: D.
        seed: Of the random values, which are those of a table without vectors.
    """
    drawn = initial_weights(
        {TABLE: Parameter((encoder.rows, width), "normal")}, np.random.default_rng(seed)
    )
    table, factors, begin = drawn[TABLE], _factors(encoder), 0
    for one in known:
        columns = slice(begin, begin := begin + one.vectors.width)
        rows, found = _rows(encoder, one.vectors)
        if len(rows):
            if encoder.reader.words:
                table[len(encoder.vocabulary) :, columns] = 0
            table[rows, columns] = factors[rows, None] * _even(one.vectors.values[found])
    return drawn


def coverage(encoder: TextEncoder, texts: Encoded, known: Known) -> str:
    """How many words and tokens have a vector, as a sentence."""
    rows, _ = _rows(encoder, known.vectors)
    counts = np.bincount(_heads(texts), _tokens(texts), encoder.rows)  # (R,)
    told = say(
        "{source}: {covered:,} of {words:,} words ({share:.0%} of tokens) have a vector of {width} "
        "values.",
        source=known.source,
        covered=np.count_nonzero(counts[rows]),
        words=np.count_nonzero(counts[UNKNOWN + 1 : len(encoder.vocabulary)]),
        share=counts[rows].sum() / max(1, counts.sum()),
        width=known.vectors.width,
    )
    more = np.count_nonzero(counts[encoder.vocabulary.encode(known.vectors.first)] == 0)
    if not more:
        return told
    besides = say("{more:,} more of its words are known (model.vector_words).", more=more)
    return f"{told} {besides}"


def _even(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Vectors (K, d) whose values all have mean 0 and deviation 1.

    Those of most files have not: one of GloVe's is ten times as large as the others.
    """
    centred = values - values.mean(axis=0, dtype=np.float64)
    deviation = centred.std(axis=0)
    even: NDArray[np.float64] = centred / np.where(deviation > 0, deviation, 1)
    return even


def _rows(encoder: TextEncoder, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of words that have a vector, and the places of these, both (K,)."""
    ids = np.array(encoder.vocabulary.encode(vectors.words), np.int64)
    found = np.flatnonzero(ids != UNKNOWN)
    return ids[found], found


def _heads(texts: Encoded) -> NDArray[np.int64]:
    """The first row of each unit, (U,): of its word, unless that is unknown."""
    return texts.words.values[texts.words.offsets[:-1]].astype(np.int64)


def _tokens(texts: Encoded) -> NDArray[np.int64]:
    """How often each unit stands in the texts, (U,)."""
    counts = np.bincount(texts.tokens.values, minlength=len(texts.words))
    counts[0] = 0  # padding
    return counts


def _factors(encoder: TextEncoder) -> NDArray[np.float64]:
    """By how much each word's row is larger than an even vector, (V,)."""
    factors = np.full(len(encoder.vocabulary), _CHARACTER)
    if encoder.reader.words:
        pieces = encoder.subwords.pieces(encoder.vocabulary.tokens).lengths
        factors[UNKNOWN + 1 :] = _WORD * (1 + pieces)
    return factors
