"""From a file's first bytes to its format; names do not tell it, since `.bin` is two."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from gatewise.data.content import Content
from gatewise.data.vectors.arrays import read_npy, read_npz
from gatewise.data.vectors.fasttext import MAGIC, read_fasttext
from gatewise.data.vectors.refusing import no_vectors
from gatewise.data.vectors.text import read_counts, read_text
from gatewise.data.vectors.wanted import Asked, Vectors
from gatewise.data.vectors.word2vec import read_word2vec
from gatewise.languages import say

__all__ = ["read_vectors"]

_Reader: TypeAlias = Callable[[BinaryIO, str, Asked], Vectors]

_MARKS: dict[bytes, _Reader] = {
    b"\x93NUMPY": read_npy,
    b"PK\x03\x04": read_npz,
    MAGIC: read_fasttext,
}
_BUFFER = 1 << 20
"""Holds the first row of any text."""


def read_vectors(source: str, asked: Asked) -> Vectors:
    """Read the vectors of some words.

    A word takes what stands under its very spelling, else in lower case, else in other case or
    width; of several rows of a spelling the first.

    Args:
        source: GloVe or word2vec text, word2vec or fastText binary, `.npz` or `.npy`, each also as
            `.gz` or `.zst`.
        asked: Which words; others are not kept in memory.

    Returns:
        Those that were found.

    Raises:
        InputError: The file cannot be read; the message names file and row.
    """
    with Content(Path(source)).opened() as raw:
        # Of plain files this is the buffer they have; of archives it spares a call a line.
        file = io.BufferedReader(cast(Any, raw), _BUFFER)
        begin = file.peek()
        if not begin:
            raise no_vectors(source, say("the file is empty"))
        return _reader(begin)(file, source, asked)


def _reader(begin: bytes) -> _Reader:
    """What reads a file that begins so."""
    for mark, reader in _MARKS.items():
        if begin.startswith(mark):
            return reader
    first, _, rest = begin.partition(b"\n")
    counts = read_counts(first)
    return read_word2vec if counts and not _is_text(rest, counts[1]) else read_text


def _is_text(rest: bytes, width: int) -> bool:
    """Whether the row after word2vec's header is written in digits."""
    line, end, _ = rest.partition(b"\n")
    fields = line.split()[1 : width + 1]
    if not end:
        fields = fields[:-1]  # which may be cut off
    try:
        return bool([float(field) for field in fields])
    except ValueError:
        return False
