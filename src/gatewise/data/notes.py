"""The sentences that tell what was found in encoding and texts."""

from __future__ import annotations

import codecs
from typing import Literal

from gatewise.data.problems import Places, counted, name_rows
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


def tell_texts(empty: Places, partial: Places, noun: Literal["row", "file"]) -> list[str]:
    """Tell empty texts and texts of which a part is missing.

    Args:
        empty: Where texts that were kept are empty.
        partial: Rows that lack one of several text columns.
        noun: What the places of `empty` are.
    """
    notes = []
    if empty:
        where = name_rows(empty, noun)
        count = counted(len(empty), "empty text")
        notes.append(say("{texts} ({where}), kept as empty.", texts=count, where=where))
    if partial:
        where = name_rows(partial)
        count = counted(len(partial), "text")
        notes.append(say("{texts} lack one of the columns ({where}).", texts=count, where=where))
    return notes
