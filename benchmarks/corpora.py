"""Token ids of real sets, and batches of their lengths: bucketed, unsorted or all equal.

Legend: N texts a batch, T tokens of the longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from benchmarks.accuracy import DATA, SETS, read_rows
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.data.batches import bucketed
from gatewise.text import Ragged, Vocabulary, uses_spaces
from gatewise.text.numbered import number_units
from gatewise.text.reader import Reader

__all__ = ["CORPORA", "Corpus", "batches", "corpus", "describe"]

CORPORA = {
    "imdb-400": ("imdb", 400),
    "imdb-512": ("imdb", 512),
    "trec6": ("trec6", 512),
    "thucnews_titles": ("thucnews_titles", 512),
}
"""A set, and the length its texts are cut at: 400 as the article's way, 512 as our default."""

_LARGEST_TABLE = 30_000


@dataclass(frozen=True)
class Corpus:
    """The training texts of a set as numbers.

    Args:
        tokens: Ids of the words or characters, cut.
        rows: Rows an embedding table of them has.
    """

    tokens: Ragged
    rows: int


def vocabulary_of(documents: Iterable[Sequence[str]], size: int) -> Vocabulary:
    """The most frequent tokens, at most `size`, by our rule of how rare one may be."""
    least = TextConfig().min_documents
    return Vocabulary.build(number_units(documents), min_documents=least, max_size=size)


@cache
def corpus(name: str) -> Corpus:
    """Read a set of `CORPORA` with our own tokeniser; raises OSError where it is missing."""
    data, cut = CORPORA[name]
    documents = _documents(data)
    vocabulary = vocabulary_of(documents, _LARGEST_TABLE - 2)
    ids = [vocabulary.encode(document[:cut]) for document in documents]
    return Corpus(Ragged.of([row for row in ids if row]), len(vocabulary))


@cache
def _documents(data: str) -> list[list[str]]:
    texts = read_rows(DATA / SETS[data][0]).texts
    tokenizer = "word" if uses_spaces(texts) else "character"
    reader = Reader(replace(TextConfig(), tokenizer=tokenizer))
    return [reader.tokenize(reader.normalise(text)) for text in texts]


def batches(
    lengths: NDArray[np.int64], order: str, *, size: int, count: int, seed: int = 0
) -> list[NDArray[np.int64]]:
    """Row numbers of `count` batches that stand for all batches of a set, (N,) each.

    Args:
        lengths: Tokens of each text of the set.
        order: `bucketed`: as our training makes them, from every part of the range of lengths in
            equal steps; `unsorted`: rows at random, as a file holds them.
        size: N.
        count: How many.
        seed: Of the order.
    """
    rng = np.random.default_rng(seed)
    if order == "unsorted":
        rows = rng.permutation(len(lengths))
        every = np.split(rows[: len(rows) // size * size], len(rows) // size)
        return every[:count]
    made = bucketed(lengths, tokens=int(lengths.max()) * size, size=size, rng=rng)
    full = [rows for rows in made if len(rows) == size]
    full.sort(key=lambda rows: int(lengths[rows].max()))
    return [full[(2 * i + 1) * len(full) // (2 * count)] for i in range(count)]


def describe(lengths: list[NDArray[np.int64]]) -> dict[str, Any]:
    """The lengths of some batches in a few numbers."""
    every = np.concatenate(lengths)
    places = sum(len(batch) * int(batch.max()) for batch in lengths)
    low, middle, high = np.percentile(every, [10, 50, 90])
    return {
        "texts": len(every),
        "longest": [int(batch.max()) for batch in lengths],
        "p10": float(low),
        "p50": float(middle),
        "p90": float(high),
        "mean": round(float(every.mean()), 1),
        "useful": round(float(every.sum()) / places, 3),
    }
