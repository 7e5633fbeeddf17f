"""`.npy` and `.npz`: a matrix with a word's vector in each row, and the words beside it.

The words of `NAME.npz` stand in an array of strings in the same file, or in `NAME.vocab.txt`, one a
line. The matrix is read in blocks, so memory holds what is wanted of it.

Legend: V rows of the matrix, D width.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np
from numpy.typing import NDArray

from gatewise.data.content import BLOCK, Content
from gatewise.data.source import PACKED
from gatewise.data.vectors.refusing import cut_off, finite, no_vectors
from gatewise.data.vectors.wanted import Asked, Vectors, Wanted, vectors_of
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["read_npy", "read_npz"]

_BESIDE = (".vocab.txt", ".vocab", ".words.txt", ".txt")


def read_npy(file: BinaryIO, source: str, asked: Asked) -> Vectors:
    """Read a matrix, with its words in a file beside it.

    Args:
        file: At its beginning.
        source: Its name.
        asked: What is asked for.

    Raises:
        InputError: There is no matrix of numbers, or not as many words as rows.
    """
    header = _matrix_header(file, source)
    return _read(file, header, source, _beside(source), asked)


def read_npz(file: BinaryIO, source: str, asked: Asked) -> Vectors:
    """Read the one matrix of an archive, with its words in it or in a file beside it.

    Args:
        file: At its beginning.
        source: Its name.
        asked: What is asked for.

    Raises:
        InputError: There is not one matrix of numbers, or not as many words as rows.
    """
    packed = Path(source).suffix.lower() in PACKED
    try:
        with zipfile.ZipFile(io.BytesIO(file.read()) if packed else file) as archive:
            matrix, listed = _members(archive, source)
            with archive.open(matrix) as inside:
                header = _matrix_header(inside, source)
                return _read(inside, header, source, listed or _beside(source), asked)
    except zipfile.BadZipFile as error:
        raise no_vectors(source, say("a broken archive ({reason})", reason=error)) from error


Header = tuple[tuple[int, ...], bool, np.dtype[np.generic]]
"""Shape, whether columns lie together, type."""


def _members(archive: zipfile.ZipFile, source: str) -> tuple[str, list[str] | None]:
    """The member that holds the matrix, and the words, if one of them holds words."""
    matrices, listed = [], None
    for name in archive.namelist():
        with archive.open(name) as file:
            shape, _, kind = _header(file, source)
            if len(shape) == 2 and kind.kind in "fiu":
                matrices.append(name)
            elif len(shape) == 1 and kind.kind == "U":
                values = np.frombuffer(file.read(), kind)
                listed = [str(word) for word in values]
    if len(matrices) != 1:
        came = say("{count} matrices of numbers in the archive", count=len(matrices))
        raise no_vectors(source, came)
    return matrices[0], listed


def _header(file: IO[bytes], source: str) -> Header:
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    try:
        return read[np.lib.format.read_magic(file)](file)
    except (ValueError, KeyError) as error:
        raise no_vectors(source, say("no array of NumPy")) from error


def _matrix_header(file: IO[bytes], source: str) -> Header:
    shape, _, kind = header = _header(file, source)
    if len(shape) != 2 or not shape[1] or kind.kind not in "fiu":
        came = say("an array of shape {shape} and type {kind}", shape=shape, kind=kind)
        raise no_vectors(source, came)
    return header


def _read(
    file: IO[bytes], header: Header, source: str, listed: Sequence[str], asked: Asked
) -> Vectors:
    count, width = header[0]
    if len(listed) != count:
        raise InputError.at(
            source,
            None,
            say("{rows:,} rows and {words:,} words", rows=count, words=len(listed)),
            say("a word for each row"),
            say("Take both from the same place."),
        )
    wanted: Wanted[NDArray[np.float32]] = Wanted(asked)
    row = 0
    for block in _blocks(file, header, source):
        for values in block:
            written, row = listed[row], row + 1
            if takers := wanted.takers(written):
                found = finite(values.astype(np.float32), source, row, written)
                wanted.keep(takers, written, found)
    return vectors_of(wanted, width)


def _blocks(file: IO[bytes], header: Header, source: str) -> Iterator[NDArray[np.generic]]:
    """Rows of the matrix, some at a time; of one that lies by columns all at once."""
    (count, width), by_columns, kind = header
    size = kind.itemsize * width
    at_once = count if by_columns else max(1, BLOCK // size)
    for start in range(0, count, at_once):
        rows = min(at_once, count - start)
        content = file.read(rows * size)
        if len(content) < rows * size:
            raise cut_off(source, start + len(content) // size, count)
        values = np.frombuffer(content, kind)
        yield values.reshape(width, rows).T if by_columns else values.reshape(rows, width)


def _beside(source: str) -> list[str]:
    """The words in the file beside `source`, one a line."""
    path = Path(source)
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    names = [path.with_suffix(end + packing) for end in _BESIDE for packing in ("", *PACKED)]
    found = next((name for name in names if name.is_file()), None)
    if found is None:
        raise InputError.at(
            source,
            None,
            say("no words for its rows"),
            say("{name} beside it, a word a line", name=path.with_suffix(_BESIDE[0]).name),
            say("Write the words there, in the order of the rows."),
        )
    lines = Content(found).whole().decode("utf-8-sig", errors="replace").split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]
