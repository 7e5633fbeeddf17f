"""Word and character n-grams as 64-bit hashes, computed for whole corpora at once.

An n-gram is known by its hash alone, so a model folder holds no piece of any text, and looking
one up needs no strings. With 64 bits a collision among a million n-grams has odds of about
one in thirty million, so no bucket is ever shared in practice.

Legend: P positions (characters or words of all documents end to end), G n-grams.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.text.numbered import Numbered

__all__ = ["DocumentHashes", "NgramHasher", "Number", "Units"]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so multiplying loses no bit

Number = Callable[[Sequence[str]], Numbered]
"""From normalised texts to the words in them."""

Units = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""What n-grams are made of: the units of all documents, (P,), and where those of each begin."""


@dataclass(frozen=True)
class DocumentHashes:
    """N-grams of D documents, every occurrence once.

    Args:
        documents: int64, shape (G,): the document of each n-gram.
        hashes: uint64, shape (G,).
    """

    documents: NDArray[np.int64]
    hashes: NDArray[np.uint64]


@dataclass(frozen=True)
class NgramHasher:
    """Hashes one kind of n-gram, of `low` to `high` units.

    Args:
        unit: `"word"`, `"character"` (n-grams cross spaces and see both ends) or `"prefix"`
            (character n-grams that begin a text).
        low: Shortest n-gram, in units.
        high: Longest n-gram, in units.
    """

    unit: str
    low: int
    high: int

    def __call__(self, texts: Sequence[str], number: Number | None = None) -> DocumentHashes:
        """Hash the n-grams of normalised `texts`.

        Args:
            texts: Normalised texts.
            number: Gives the words of texts; needed when the unit is `"word"`.
        """
        return self.hash_units(*self.units(texts, number))

    def hash_units(self, units: NDArray[np.uint64], offsets: NDArray[np.int64]) -> DocumentHashes:
        """Hash the n-grams of documents whose `units` are known."""
        lengths = np.diff(offsets)
        document = np.repeat(np.arange(len(lengths)), lengths)  # (P,)
        room = np.repeat(offsets[1:], lengths) - np.arange(len(units))  # (P,) to the end
        starts = self._may_start(len(units), offsets)  # (P,)
        rolling = np.full(len(units), self.salt, dtype=np.uint64)  # (P,)
        documents, hashes = [], []
        for n in range(1, self.high + 1):
            usable = len(units) - n + 1
            if usable <= 0:
                break
            rolling = _mix(rolling[:usable] * _MULTIPLIER + units[n - 1 :])
            if n >= self.low:
                whole = (room[:usable] >= n) & starts[:usable]
                documents.append(document[:usable][whole])
                hashes.append(rolling[whole])
        if not documents:
            return DocumentHashes(np.empty(0, np.int64), np.empty(0, np.uint64))
        return DocumentHashes(np.concatenate(documents), np.concatenate(hashes))

    @property
    def salt(self) -> int:
        """A start value a unit, so that the word "a" and the character "a" differ."""
        return 1 if self.unit == "word" else 2

    def units(self, texts: Sequence[str], number: Number | None = None) -> Units:
        """What the n-grams of normalised `texts` are made of; see `__call__`."""
        if self.unit == "word":
            if number is None:
                raise TypeError("n-grams of words need a way to find the words")
            found = number(texts)
            return _word_hashes(found.units)[found.rows.values], found.rows.offsets
        # A space at both ends lets an n-gram know that it opens or closes the document.
        framed = texts if self.unit == "prefix" else [f" {t} " if t else "" for t in texts]
        offsets = np.cumsum([0, *map(len, framed)], dtype=np.int64)
        codes = np.frombuffer("".join(framed).encode("utf-32-le", "surrogatepass"), np.uint32)
        return codes.astype(np.uint64), offsets

    def _may_start(self, units: int, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Positions at which an n-gram may begin, (P,)."""
        if self.unit != "prefix":
            return np.ones(units, np.bool_)
        starts = np.zeros(units, np.bool_)
        starts[offsets[:-1][np.diff(offsets) > 0]] = True
        return starts


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every input bit over the output (the finaliser of SplitMix64, Steele 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _word_hashes(words: Sequence[str]) -> NDArray[np.uint64]:
    if native is not None:
        hashes: NDArray[np.uint64] = native.hash_words(tuple(words))
        return hashes
    return np.fromiter(map(_word_hash, words), np.uint64, len(words))


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    """FNV-1a over the UTF-8 bytes; Python's own hash changes from run to run."""
    value = 0xCBF29CE484222325
    for byte in word.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
