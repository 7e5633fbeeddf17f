"""Text: a word and its numbers a line, with or without word2vec's header of two counts.

Only rows of wanted words are read as numbers; of all rows the width is checked.
"""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from gatewise.data.vectors.refusing import cut_off, finite, no_finite, no_vectors
from gatewise.data.vectors.wanted import Asked, Vectors, Wanted, vectors_of
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["read_counts", "read_text"]


def read_text(file: BinaryIO, source: str, asked: Asked) -> Vectors:
    """Read GloVe's, word2vec's or fastText's text.

    Args:
        file: At its beginning.
        source: Its name.
        asked: What is asked for.

    Raises:
        InputError: A row has another width than the first or bad numbers, or the file ends early.
    """
    wanted: Wanted[NDArray[np.float32]] = Wanted(asked)
    width = announced = rows = 0
    for row, line in enumerate(file, start=1):
        if row == 1 and (counts := read_counts(line)):
            announced, width = counts
            continue
        if line.isspace():
            continue
        if not width:
            width = _width(line, source, row)
        rows += 1
        written, numbers = _split(line, width, source, row)
        if takers := wanted.takers(written):
            wanted.keep(takers, written, _values(numbers, source, row, written))
    if rows < announced:
        raise cut_off(source, rows, announced)
    if not rows:
        raise no_vectors(source, say("there are no vectors in it"))
    return vectors_of(wanted, width)


def read_counts(line: bytes) -> tuple[int, int] | None:
    """Words and values a word, if the line is word2vec's header."""
    fields = line.split()
    if len(fields) != 2 or not all(field.isdigit() for field in fields):
        return None
    words, width = map(int, fields)
    return (words, width) if words and width else None


def _width(line: bytes, source: str, row: int) -> int:
    """Values a word, by the first row: all but the word, which may itself be a number."""
    fields = line.split()
    if len(fields) < 2 or not all(map(_is_number, fields[1:])):
        raise no_vectors(source, say("the row is not a word and its numbers"), row)
    return len(fields) - 1


def _split(line: bytes, width: int, source: str, row: int) -> tuple[str, list[bytes]]:
    """The word and its numbers; a word may hold blanks, as some of GloVe's do."""
    word, *numbers = line.rsplit(None, width)
    more = word.split()
    # What looks like a number before the last `width` fields belongs to a longer vector.
    if len(numbers) < width or (len(more) > 1 and all(map(_is_number, more[1:]))):
        raise InputError.at(
            source,
            row,
            say("{count} numbers", count=len(line.split()) - 1),
            say("a word and {width} numbers, as in the other rows", width=width),
            say("Correct or remove that row."),
        )
    return word.strip().decode("utf-8", errors="replace"), numbers


def _is_number(field: bytes) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True


def _values(numbers: list[bytes], source: str, row: int, word: str) -> NDArray[np.float32]:
    try:
        with np.errstate(over="ignore"):
            values = np.fromiter(map(float, numbers), np.float64).astype(np.float32)
    except ValueError as error:
        raise no_finite(source, row, word) from error
    return finite(values, source, row, word)
