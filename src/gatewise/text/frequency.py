"""In how many documents n-grams stand, counted portion by portion.

Legend: G distinct n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.text.ngrams import DocumentHashes, NgramHasher, Number

__all__ = ["NgramCounter", "counter"]

Counts = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""Hashes, sorted, (G,), and the documents that hold each, (G,)."""


class NgramCounter(Protocol):
    """Counts the documents that hold each n-gram of one kind."""

    def add(self, texts: Sequence[str], number: Number) -> None:
        """Count normalised texts; `number` finds the words in them."""

    def take(self, least: int) -> Counts:
        """N-grams that stand in at least so many of all texts."""


def counter(hasher: NgramHasher) -> NgramCounter:
    """A counter of the n-grams of `hasher`, with nothing counted yet."""
    return _Arrays(hasher) if native is None else _Native(hasher)


class _Native:
    def __init__(self, hasher: NgramHasher) -> None:
        self._hasher = hasher
        self._counter: Any = native.NgramCounter(hasher.low, hasher.high, hasher.salt)

    def add(self, texts: Sequence[str], number: Number) -> None:
        self._counter.add(*self._hasher.units(texts, number))

    def take(self, least: int) -> Counts:
        hashes, counts = self._counter.take(least)
        return hashes, counts


class _Arrays:
    def __init__(self, hasher: NgramHasher) -> None:
        self._hasher = hasher
        self._hashes, self._counts = np.empty(0, np.uint64), np.empty(0, np.int64)

    def add(self, texts: Sequence[str], number: Number) -> None:
        found, counts = _documents_of_each(self._hasher(texts, number))
        both = np.concatenate((self._hashes, found))
        self._hashes, where = np.unique(both, return_inverse=True)
        weights = np.concatenate((self._counts, counts))
        self._counts = np.bincount(where, weights, minlength=len(self._hashes)).astype(np.int64)

    def take(self, least: int) -> Counts:
        kept = self._counts >= least
        return self._hashes[kept], self._counts[kept]


def _documents_of_each(found: DocumentHashes) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct hashes, sorted, and the number of documents that hold each."""
    # Documents come in rising order and the sort is stable, so equal pairs end up side by side.
    order = np.argsort(found.hashes, kind="stable")
    hashes, documents = found.hashes[order], found.documents[order]
    new_hash = np.ones(len(hashes), np.bool_)
    new_hash[1:] = hashes[1:] != hashes[:-1]
    new_pair = new_hash.copy()
    new_pair[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(new_hash)
    if not len(starts):
        return hashes, np.zeros(0, np.int64)
    return hashes[starts], np.add.reduceat(new_pair.astype(np.int64), starts)
