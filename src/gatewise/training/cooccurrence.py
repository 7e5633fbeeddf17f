"""Vectors of words from texts alone: which words stand near each other, and a matrix's main axes.

Positive pointwise mutual information of words and their neighbours, with the contexts' counts
smoothed by a power, factored by a truncated SVD (Levy, Goldberg & Dagan, "Improving distributional
similarity with lessons learned from word embeddings", 2015), which does better than prediction
where texts are few.

Legend: V words, D width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.data.vectors import Vectors
from gatewise.text import Ragged, Reader
from gatewise.text.ragged import count_rows

__all__ = ["learn_vectors"]

_WINDOW = 5
"""Neighbours on each side; the nearest counts 1, the farthest a fifth."""

_SMOOTHING = 0.75
"""Power of the contexts' counts, which takes weight from rare ones."""

_MOST_WORDS = 2_000_000
"""Different words counted at a time; beyond, those seen once are forgotten."""

_MOST_PAIRS = 20_000_000
"""Pairs of words, 240 MB; beyond, the weakest are forgotten."""

_ROUNDS = 5
"""Power iterations of the SVD."""


def learn_vectors(
    portions: Iterable[Sequence[str]],
    reader: Reader,
    *,
    width: int,
    least: int,
    most: int,
    seed: int,
) -> Vectors:
    """Learn vectors of the words of raw texts.

    Args:
        portions: Texts, some at a time; gone through twice.
        reader: Splits them.
        width: D; fewer where there are few words.
        least: Texts that a word must stand in.
        most: V at most, the most frequent words.
        seed: Of the SVD.
    """
    words = _frequent(portions, reader, least, most)
    if len(words) < 2:
        return Vectors((), np.empty((0, width), np.float32))
    counts = _count(portions, reader, words)
    values = _axes(_information(counts), min(width, len(words) - 1), seed)
    return Vectors(tuple(words), values)


def _frequent(
    portions: Iterable[Sequence[str]], reader: Reader, least: int, most: int
) -> dict[str, int]:
    """Words that stand in enough texts, each with its number."""
    counts: Counter[str] = Counter()
    for texts in portions:
        found = reader.number([reader.normalise(text) for text in texts])
        numbers = count_rows(found.rows, len(found.units)).tolist()
        counts.update(dict(zip(found.units, numbers, strict=True)))
        if len(counts) > _MOST_WORDS:
            counts = Counter({word: count for word, count in counts.items() if count > 1})
    frequent = sorted((-count, word) for word, count in counts.items() if count >= least)[:most]
    return {word: number for number, (_, word) in enumerate(frequent)}


def _count(portions: Iterable[Sequence[str]], reader: Reader, words: dict[str, int]) -> Any:
    """How often, by nearness, words stand near each other: a symmetric sparse matrix (V, V)."""
    from scipy.sparse import csr_matrix

    size = len(words)
    counts = csr_matrix((size, size), dtype=np.float32)
    for texts in portions:
        found = reader.number([reader.normalise(text) for text in texts])
        numbers = np.fromiter((words.get(unit, -1) for unit in found.units), np.int32)
        left, right, nearness = _pairs(numbers[found.rows.values], found.rows)
        portion = csr_matrix((nearness, (left, right)), shape=(size, size), dtype=np.float32)
        counts = counts + portion
        while counts.nnz > _MOST_PAIRS:
            counts.data[counts.data <= np.median(counts.data)] = 0
            counts.eliminate_zeros()
    return (counts + counts.T).tocsr()


def _pairs(
    tokens: NDArray[np.int32], rows: Ragged
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Words, words that follow them within the window, and how near these are."""
    text = rows.row_numbers()
    left, right, nearness = [], [], []
    for distance in range(1, _WINDOW + 1):
        first, second = tokens[:-distance], tokens[distance:]
        real = (text[:-distance] == text[distance:]) & (first >= 0) & (second >= 0)
        left.append(first[real])
        right.append(second[real])
        nearness.append(np.full(len(left[-1]), 1 - (distance - 1) / _WINDOW, np.float32))
    return np.concatenate(left), np.concatenate(right), np.concatenate(nearness)


def _information(counts: Any) -> Any:
    """Positive pointwise mutual information of the pairs, sparse (V, V)."""
    totals = np.asarray(counts.sum(axis=1), np.float64).ravel()  # (V,)
    smooth = totals**_SMOOTHING
    pairs = counts.tocoo()
    share = smooth[pairs.col] / smooth.sum()
    value = np.log(pairs.data / (totals[pairs.row] * share))
    pairs.data = np.maximum(value, 0).astype(np.float32)
    found = pairs.tocsr()
    found.eliminate_zeros()
    return found


def _axes(information: Any, width: int, seed: int) -> NDArray[np.float32]:
    """The words along the main axes, each scaled by the root of its size, (V, D)."""
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the last bits depend on the number of threads
        u, s, _ = randomized_svd(
            information, n_components=width, n_iter=_ROUNDS, random_state=seed
        )  # (V, D), (D,)
    values: NDArray[np.float32] = (u * np.sqrt(s)).astype(np.float32)
    return values
