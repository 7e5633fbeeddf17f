"""The sentences that tell what was found in encoding and texts."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from gatewise.data.fields import Texts
from gatewise.data.problems import counted, name_rows
from gatewise.languages import say

__all__ = ["tell_encoding", "tell_texts"]

_ENCODINGS = {
    "utf-8-sig": "UTF-8 with a byte order mark",
    "big5": "Big5",
    "cp950": "Big5 (cp950)",
    "big5hkscs": "Big5 (HKSCS)",
}


def tell_encoding(encoding: str, *, forced: bool) -> list[str]:
    """Name an encoding other than plain UTF-8."""
    spelling = codecs.lookup(encoding).name
    if spelling == "utf-8":
        return []
    name = _ENCODINGS.get(spelling, spelling.upper())
    if forced:
        return [say("Encoding: {name}, as asked.", name=say(name))]
    return [say("Encoding: {name}, recognised.", name=say(name))]


def tell_texts(
    texts: Texts, values: Sequence[str], rows: Sequence[int], files: Sequence[str] | None
) -> list[str]:
    """Tell empty texts and texts of which a part is missing.

    Args:
        texts: As they were taken from the table.
        values: The texts that were kept.
        rows: Their row numbers.
        files: Their files, where the source is a folder.
    """
    notes = []
    places: Sequence[int | str] = rows if files is None else files
    empty = [place for place, text in zip(places, values, strict=True) if not text.strip()]
    if empty:
        where = name_rows(empty, "row" if files is None else "file")
        count = counted(len(empty), "empty text")
        notes.append(say("{texts} ({where}), kept as empty.", texts=count, where=where))
    if texts.partial:
        where = name_rows(texts.partial)
        count = counted(len(texts.partial), "text")
        notes.append(say("{texts} lack one of the columns ({where}).", texts=count, where=where))
    return notes
