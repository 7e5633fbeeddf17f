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

__all__ = ["DocumentHashes", "NgramHasher"]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so multiplying loses no bit


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

    def __call__(
        self, texts: Sequence[str], tokenize: Callable[[str], list[str]]
    ) -> DocumentHashes:
        """Hash the n-grams of normalised `texts`.

        Args:
            texts: Normalised texts.
            tokenize: Gives the words of a text; used when the unit is `"word"`.
        """
        units, lengths = self._units(texts, tokenize)  # (P,), (D,)
        document = np.repeat(np.arange(len(texts)), lengths)  # (P,)
        room = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(units))  # (P,) to the end
        starts = self._may_start(units, lengths)  # (P,)
        rolling = np.full(len(units), self._salt(), dtype=np.uint64)  # (P,)
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

    def _units(
        self, texts: Sequence[str], tokenize: Callable[[str], list[str]]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        if self.unit == "word":
            words = [tokenize(text) for text in texts]
            lengths = np.fromiter((len(w) for w in words), np.int64, count=len(words))
            flat = (_word_hash(word) for document in words for word in document)
            return np.fromiter(flat, np.uint64, count=int(lengths.sum())), lengths
        # A space at both ends lets an n-gram know that it opens or closes the document.
        framed = texts if self.unit == "prefix" else [f" {t} " if t else "" for t in texts]
        lengths = np.fromiter((len(text) for text in framed), np.int64, count=len(framed))
        codes = np.frombuffer("".join(framed).encode("utf-32-le", "surrogatepass"), np.uint32)
        return codes.astype(np.uint64), lengths

    def _may_start(
        self, units: NDArray[np.uint64], lengths: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Positions at which an n-gram may begin, (P,)."""
        if self.unit != "prefix":
            return np.ones(len(units), np.bool_)
        starts = np.zeros(len(units), np.bool_)
        starts[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
        return starts

    def _salt(self) -> np.uint64:
        """A start value a unit, so that the word "a" and the character "a" differ."""
        return np.uint64(1 if self.unit == "word" else 2)


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every input bit over the output (the finaliser of SplitMix64, Steele 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    """FNV-1a over the UTF-8 bytes; Python's own hash changes from run to run."""
    value = 0xCBF29CE484222325
    for byte in word.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
