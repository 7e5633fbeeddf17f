"""word2vec's binary: a header of two counts, then each word, a blank, and its float32 values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from gatewise.data.content import BLOCK
from gatewise.data.vectors.refusing import cut_off, finite, no_vectors
from gatewise.data.vectors.text import read_counts
from gatewise.data.vectors.wanted import Asked, Vectors, Wanted, vectors_of
from gatewise.languages import say

__all__ = ["read_word2vec"]

_LONGEST = 1 << 16
"""Bytes of a word; what goes on without a blank for longer is something else."""


def read_word2vec(file: BinaryIO, source: str, asked: Asked) -> Vectors:
    """Read word2vec's binary.

    Args:
        file: At its beginning.
        source: Its name.
        asked: What is asked for.

    Raises:
        InputError: It ends early, is something else, or holds a value that is not finite.
    """
    counts = read_counts(file.readline(64))
    if counts is None:
        raise no_vectors(source, say("no header of two counts"))
    announced, width = counts
    wanted: Wanted[NDArray[np.float32]] = Wanted(asked)
    for row, (word, numbers) in enumerate(_entries(file, source, announced, width), start=1):
        written = word.decode("utf-8", errors="replace")
        if takers := wanted.takers(written):
            values = np.frombuffer(numbers, "<f4").astype(np.float32)
            wanted.keep(takers, written, finite(values, source, row, written))
    return vectors_of(wanted, width)


def _entries(
    file: BinaryIO, source: str, announced: int, width: int
) -> Iterator[tuple[bytes, bytes]]:
    """Each word and the bytes of its values."""
    size, held, at = 4 * width, b"", 0
    for row in range(announced):
        while (blank := held.find(b" ", at)) < 0 or len(held) - blank - 1 < size:
            if blank < 0 and len(held) - at > _LONGEST + size:
                raise no_vectors(source, say("no blank after a word"), row + 1)
            more = file.read(BLOCK)
            if not more:
                raise cut_off(source, row, announced)
            held, at = held[at:] + more, 0
        begin, at = at, blank + 1 + size
        yield held[begin:blank].lstrip(b"\n"), held[blank + 1 : at]
