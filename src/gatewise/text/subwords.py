"""Pieces of tokens, so that a word never seen in training still means something.

A token's vector is the mean of its own row and the rows of its pieces. A word's pieces are its
character n-grams (Bojanowski 2017); a character's are the n-grams that it begins, which makes
words of a script that does not separate them. An n-gram is known by a 64-bit hash, so no string
of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.text.ngrams import NgramHasher
from gatewise.text.numbered import Numbered
from gatewise.text.ragged import Ragged, count_rows

__all__ = ["Subwords"]


class Subwords:
    """The known pieces; piece i stands for `hashes[i]`.

    Args:
        low: Shortest n-gram in characters; both ends of a word count as one each.
        high: Longest n-gram.
        prefixes: Only n-grams that begin a unit count.
        hashes: uint64, sorted, shape (G,).
    """

    def __init__(self, low: int, high: int, prefixes: bool, hashes: NDArray[np.uint64]) -> None:
        self.low = low
        self.high = high
        self.prefixes = prefixes
        self.hashes = hashes
        self._hasher = NgramHasher("prefix" if prefixes else "character", low, high)

    def __len__(self) -> int:
        return len(self.hashes)

    def pieces(self, units: Sequence[str]) -> Ragged:
        """The known pieces of each unit, shortest first."""
        if not len(self.hashes):
            return Ragged(np.empty(0, np.int32), np.zeros(len(units) + 1, np.int64))
        found = self._hasher(units)
        position = np.searchsorted(self.hashes, found.hashes)
        position[position == len(self.hashes)] = 0
        known = self.hashes[position] == found.hashes
        return _by_unit(position[known], found.documents[known], len(units))

    def learn(self, documents: Numbered, *, min_documents: int, max_size: int) -> Subwords:
        """Keep the pieces that stand in enough documents.

        Args:
            documents: By their units.
            min_documents: Rarer pieces stay out.
            max_size: At most so many, the most frequent first.
        """
        found = self._hasher(documents.units)
        hashes, piece = np.unique(found.hashes, return_inverse=True)
        pieces = _by_unit(piece, found.documents, len(documents.units))
        frequency = count_rows(documents.rows, len(hashes), pieces)
        kept = np.flatnonzero(frequency >= min_documents)
        if len(kept) > max_size:
            kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")[:max_size]])
        return Subwords(self.low, self.high, self.prefixes, hashes[kept])


def _by_unit(pieces: NDArray[np.int64], units: NDArray[np.int64], count: int) -> Ragged:
    """Group `pieces` by the unit each belongs to."""
    order = np.argsort(units, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(units, minlength=count))))
    return Ragged(pieces[order].astype(np.int32), offsets)
