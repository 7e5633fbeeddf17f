"""A folder with one sub-folder a class, each file in it a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gatewise.data.encodings import decode, legacy_encoding, unicode_encoding
from gatewise.data.problems import BadRows, counted
from gatewise.data.table import Source, Table
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["open_folder"]

_EXPECTED = "one sub-folder a class with a file a text"


def open_folder(folder: Path, *, encoding: str | None, bad: BadRows, size: int) -> Source:
    """Read every file, classes and files in the order of their names; hidden files are left out.

    Args:
        folder: The folder.
        encoding: A forced encoding, or None. Files that are not UTF-8 are judged together, since
            one short text may be too little to tell GB18030 from Big5.
        bad: Takes files that cannot be decoded.
        size: Files a portion; they are all in memory nevertheless.

    Raises:
        InputError: When there are no class folders, or a class holds folders.
    """
    classes = [child for child in _visible(folder) if child.is_dir()]
    stray = [child.name for child in _visible(folder) if not child.is_dir()]
    files = [file for each in classes for file in _texts_in(each)]
    if not files:
        files_told = counted(len(stray), "file")
        came = say("no text in a class folder, but {files} beside them", files=files_told)
        remedy = say("Put the texts into {folder}/NAME/, or give a single file.", folder=folder)
        raise InputError.at(folder, None, came, say(_EXPECTED), remedy)
    contents = [_bytes_of(file) for file in files]
    encodings = [encoding or unicode_encoding(data) for data in contents]
    odd = [data for data, name in zip(contents, encodings, strict=True) if name is None]
    common = legacy_encoding(b"\n".join(odd)) if odd else "utf-8"
    texts: list[object] = []
    kept: list[int] = []
    for row, (file, data, name) in enumerate(zip(files, contents, encodings, strict=True), 1):
        try:
            texts.append(decode(data, str(file), name or common))
            kept.append(row)
        except InputError as error:
            if not bad.skip:
                raise
            bad.add(row, say("undecodable"), say("text"), "", file=str(file), cause=error)
    dropped = bad.settle()
    labels: list[object] = [files[row - 1].parent.name for row in kept]
    table = Table({"label": labels, "text": texts}, kept, [str(files[row - 1]) for row in kept])

    def tables(bad: BadRows) -> Iterator[Table]:
        bad.reasons.update(dropped)
        return table.portions(size)

    notes = tuple(_notes(stray, classes, files))
    return Source(tables, encoding or common, notes, names_are_ours=True)


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(child for child in folder.iterdir() if not child.name.startswith("."))
    except OSError as error:
        came = say("cannot be listed ({reason})", reason=error.strerror or error)
        remedy = say("Check its rights.")
        raise InputError.at(folder, None, came, say(_EXPECTED), remedy) from error


def _texts_in(folder: Path) -> list[Path]:
    children = _visible(folder)
    inner = [child for child in children if child.is_dir()]
    if inner:
        came = say("holds a folder ({name})", name=inner[0].name)
        remedy = say("If its folders are the classes, give {folder} itself.", folder=folder)
        raise InputError.at(folder, None, came, say(_EXPECTED), remedy)
    return children


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        came = say("cannot be read ({reason})", reason=error.strerror or error)
        expected, remedy = say("a readable file"), say("Check its rights.")
        raise InputError.at(file, None, came, expected, remedy) from error


def _notes(stray: list[str], classes: list[Path], files: list[Path]) -> list[str]:
    notes = []
    if stray:
        told = say(", ").join(stray[:5])
        count = counted(len(stray), "file")
        notes.append(
            say("Left out {files} outside of class folders: {told}.", files=count, told=told)
        )
    used = {file.parent for file in files}
    empty = [each.name for each in classes if each not in used]
    if empty:
        told = say(", ").join(empty)
        notes.append(say("Class folders without a file: {names}.", names=told))
    return notes
