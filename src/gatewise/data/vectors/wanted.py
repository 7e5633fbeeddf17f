"""Which vectors of a file are kept: those of words that are asked for, and no others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Asked", "Vectors", "Wanted", "vectors_of"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Vectors:
    """Vectors of W words.

    Args:
        words: The words as they were asked for, sorted.
        values: float32, shape (W, D).
        first: Those of the first rows, if these were asked for, in their order.
    """

    words: tuple[str, ...]
    values: NDArray[np.float32]
    first: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Values a word, D."""
        return int(self.values.shape[1])


@dataclass(frozen=True)
class Asked:
    """What is asked of a file.

    Args:
        words: Words.
        first: How many words of the first rows, whatever they are.
        word_of: The word that a spelling stands for; None if it stands for none.
    """

    words: Sequence[str]
    first: int = 0
    word_of: Callable[[str], str | None] = str


class Wanted(Generic[_T]):
    """Words that are asked for, and what was found for each.

    A word takes what stands under its very spelling; else under its spelling in lower case; else
    under one that differs from it in case or width only. Of equals the first in the file wins.

    Args:
        asked: What is asked for.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._found: dict[str, tuple[int, _T]] = {}
        self._first: dict[str, None] = {}
        self._words: set[str] = set()
        self._folded: dict[str, list[str]] = {}
        for word in sorted(set(asked.words)):
            self._add(word)

    def takers(self, written: str) -> list[str]:
        """The words that have a use for what stands under the spelling `written`."""
        if len(self._first) < self._asked.first:
            word = self._asked.word_of(written)
            if word is not None:
                self._first[word] = None
                self._add(word)
        folded = _fold(written)
        return [
            word
            for word in self._folded.get(folded, ())
            if word not in self._found or self._found[word][0] > _distance(word, written, folded)
        ]

    def keep(self, takers: Sequence[str], written: str, value: _T) -> None:
        """Keep `value` for the words that `takers` gave."""
        folded = _fold(written)
        for word in takers:
            self._found[word] = _distance(word, written, folded), value

    def found(self) -> dict[str, _T]:
        """What was kept, by word, sorted."""
        return {word: self._found[word][1] for word in sorted(self._found)}

    def first(self) -> tuple[str, ...]:
        """Words of the first rows that have something."""
        return tuple(word for word in self._first if word in self._found)

    def _add(self, word: str) -> None:
        if word not in self._words:
            self._words.add(word)
            self._folded.setdefault(_fold(word), []).append(word)


def vectors_of(wanted: Wanted[NDArray[np.float32]], width: int) -> Vectors:
    """What was found, one under the other."""
    found = wanted.found()
    if not found:
        return Vectors((), np.empty((0, width), np.float32))
    return Vectors(tuple(found), np.stack(list(found.values())), wanted.first())


def _fold(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    return word.lower()


def _distance(word: str, written: str, folded: str) -> int:
    if word == written:
        return 0
    return 1 if written == folded else 2
