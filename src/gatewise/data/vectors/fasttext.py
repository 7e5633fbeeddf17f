"""fastText's own `.bin`: the settings, the dictionary, then a matrix of words and of n-grams.

A word's vector is the mean of its own row and those of its n-grams, as fastText itself answers.
The matrix is read once, in blocks; what is kept is what wanted words are made of.

Legend: W wanted words found, P their parts (rows of the matrix, one each time), D width.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatewise.data.content import BLOCK
from gatewise.data.vectors.refusing import cut_off, no_finite, no_vectors
from gatewise.data.vectors.wanted import Asked, Vectors, Wanted
from gatewise.languages import say

__all__ = ["MAGIC", "read_fasttext"]

MAGIC = struct.pack("<i", 793712314)
_VERSIONS = (11, 12)
_LAST_WITHOUT_PIECES = 11
"""Classifiers of this version have no n-grams of letters, whatever their settings say."""

_SUPERVISED = 3
_HASH, _PRIME = 2166136261, 16777619
_END = "</s>"
"""fastText's sign for the end of a line, which has no n-grams."""


class _Settings(NamedTuple):
    dim: int
    window: int
    epoch: int
    least: int
    negatives: int
    word_ngrams: int
    loss: int
    model: int
    bucket: int
    low: int
    high: int
    rate: int
    threshold: float


@dataclass(frozen=True)
class _Pieces:
    """Which n-grams have a row.

    Args:
        low: Shortest, in characters.
        high: Longest; 0 where there are none.
        bucket: Numbers that hashes fall on.
        first: Row of the first of them.
        kept: Rows that are left of each number, counted from `first`; None: all.
    """

    low: int
    high: int
    bucket: int
    first: int
    kept: dict[int, int] | None

    def rows(self, word: str) -> Iterator[int]:
        """The rows of the n-grams of `word`."""
        if self.high < 1 or not self.bucket or word == _END:
            return
        marked = f"<{word}>"
        for begin in range(len(marked)):
            for end in range(begin + self.low, min(begin + self.high, len(marked)) + 1):
                if end - begin == 1 and (begin == 0 or end == len(marked)):
                    continue  # the marks alone
                number = _hash(marked[begin:end]) % self.bucket
                if self.kept is None:
                    yield self.first + number
                elif number in self.kept:
                    yield self.first + self.kept[number]


def read_fasttext(file: BinaryIO, source: str, asked: Asked) -> Vectors:
    """Read a model of fastText, of vectors or a classifier.

    Args:
        file: At its beginning.
        source: Its name.
        asked: What is asked for.

    Raises:
        InputError: It ends early, is of another version or quantised, or holds a value that is not
            finite.
    """
    _, version = _take(file, "<4si", source)
    if version not in _VERSIONS:
        raise no_vectors(source, say("a fastText model of version {version}", version=version))
    settings = _Settings(*_take(file, "<12id", source))
    wanted, first, pieces = _dictionary(file, source, asked, settings, version)
    (quantised,) = _take(file, "<?", source)
    if quantised:
        raise no_vectors(source, say("a quantised fastText model (.ftz)"))
    rows, width = _take(file, "<qq", source)
    parts = [[number, *pieces.rows(word)] for word, (number, _) in wanted.items()]
    counts = np.array([len(each) for each in parts], np.int64)  # (W,)
    flat = np.fromiter((row for each in parts for row in each), np.int64)  # (P,)
    values = _means(file, source, (rows, width), flat, np.repeat(np.arange(len(parts)), counts))
    endless = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(endless):
        _, written = wanted[tuple(wanted)[endless[0]]]
        raise no_finite(source, None, written)
    return Vectors(tuple(wanted), values, first)


def _dictionary(
    file: BinaryIO, source: str, asked: Asked, settings: _Settings, version: int
) -> tuple[dict[str, tuple[int, str]], tuple[str, ...], _Pieces]:
    """The row and the spelling of each wanted word, words of the first rows, and the n-grams."""
    size, count, _, _, pruned = _take(file, "<iiiqq", source)
    wanted: Wanted[tuple[int, str]] = Wanted(asked)
    entries = _entries(file, source, size)
    for number, (written, is_label) in enumerate(entries):
        if not is_label and (takers := wanted.takers(written)):
            wanted.keep(takers, written, (number, written))
    left = [_take(file, "<ii", source) for _ in range(pruned)]
    kept = {number: row for number, row in left} if pruned >= 0 else None
    old = version == _LAST_WITHOUT_PIECES and settings.model == _SUPERVISED
    high = 0 if old else settings.high
    pieces = _Pieces(settings.low, high, settings.bucket, count, kept)
    return wanted.found(), wanted.first(), pieces


def _entries(file: BinaryIO, source: str, size: int) -> Iterator[tuple[str, bool]]:
    """Each entry of the dictionary, and whether it is a label."""
    for row in range(size):
        word = bytearray()
        while (byte := file.read(1)) != b"\0":
            if not byte:
                raise cut_off(source, row, size)
            word += byte
        _, kind = _take(file, "<qb", source)
        yield word.decode("utf-8", errors="replace"), kind == 1


def _means(
    file: BinaryIO,
    source: str,
    shape: tuple[int, int],
    parts: NDArray[np.int64],
    words: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The mean of the rows of each word, (W, D).

    Args:
        file: Before the matrix.
        source: Its name.
        shape: Of the matrix.
        parts: Rows that words are made of, (P,).
        words: The word of each, ascending, (P,).
    """
    rows, width = shape
    counts = np.bincount(words)  # (W,)
    sums = np.zeros((len(counts), width), np.float64)  # (W, D)
    order = np.argsort(parts, kind="stable")
    parts, words = parts[order], words[order]
    at_once = max(1, BLOCK // (4 * width))
    for start in range(0, rows, at_once):
        end = min(rows, start + at_once)
        block = file.read(4 * width * (end - start))
        if len(block) < 4 * width * (end - start):
            raise cut_off(source, start + len(block) // (4 * width), rows)
        low, high = np.searchsorted(parts, [start, end])
        values = np.frombuffer(block, "<f4").reshape(-1, width)  # (rows of the block, D)
        np.add.at(sums, words[low:high], values[parts[low:high] - start])
    means: NDArray[np.float32] = (sums / counts[:, None]).astype(np.float32)
    return means


def _hash(ngram: str) -> int:
    """FNV-1a of 32 bits; bytes above 127 are taken as negative numbers, as fastText does."""
    value = _HASH
    for byte in ngram.encode():
        value = ((value ^ (byte | 0xFFFFFF00 if byte > 127 else byte)) * _PRIME) & 0xFFFFFFFF
    return value


def _take(file: BinaryIO, form: str, source: str) -> tuple[int, ...]:
    size = struct.calcsize(form)
    content = file.read(size)
    if len(content) < size:
        raise no_vectors(source, say("a fastText model that ends too early"))
    return struct.unpack(form, content)
