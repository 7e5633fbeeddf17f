"""Rows that cannot be used, and how rows are named in messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from gatewise.errors import InputError
from gatewise.languages import current, say

__all__ = ["BadRows", "counted", "few", "name_rows", "tell_blank"]

_NAMED = 5  # more row numbers than this make a sentence unreadable


class BadRows:
    """What happens to a row that cannot be used: the first one raises, or each is dropped.

    Args:
        source: The file as the user named it.
        skip: Drop and count bad rows instead of raising.
    """

    def __init__(self, source: str, *, skip: bool) -> None:
        self.source = source
        self.skip = skip
        self.reasons: dict[int, str] = {}

    def add(
        self,
        row: int,
        came: str,
        expected: str,
        remedy: str,
        *,
        file: str | None = None,
        cause: Exception | None = None,
    ) -> None:
        """Meet one bad row.

        Args:
            row: Its number in the source, 1-based.
            came: What was found there.
            expected: What should have been there.
            remedy: What the user can do, a full sentence.
            file: The file that is this row, where the source is a folder.
            cause: The error behind it.

        Raises:
            InputError: Unless bad rows are skipped.
        """
        if not self.skip:
            place, number = (self.source, row) if file is None else (file, None)
            advice = say(
                "{remedy} To drop and count such rows, give --skip-bad-rows.", remedy=remedy
            )
            raise InputError.at(place, number, came, expected, advice) from cause
        where = file or say("row {row}", row=row)
        self.reasons.setdefault(row, say("{where} ({what})", where=where, what=came))

    @property
    def rows(self) -> tuple[int, ...]:
        """The dropped rows' numbers, rising."""
        return tuple(sorted(self.reasons))

    def notes(self) -> list[str]:
        """A sentence on what was dropped, or nothing."""
        if not self.reasons:
            return []
        told = few([self.reasons[row] for row in self.rows], _NAMED)
        count = counted(len(self.reasons), "bad row")
        return [say("Dropped {rows}: {told}.", rows=count, told=told)]


def counted(n: int, noun: str) -> str:
    """Number and noun, the noun in the plural where it has to be.

    Only English has a plural: the catalogue of another language has the template of one.
    """
    ending = "es" if noun.endswith("s") else "s"
    template = f"{{n}} {noun}" if n == 1 or current() != "en" else f"{{n}} {noun}{ending}"
    return say(template, n=n)


def few(names: Sequence[str], most: int) -> str:
    """The first few of many names, and how many there are more: `a, b and 3 more`."""
    told = say(", ").join(names[:most])
    more = len(names) - most
    return say("{told} and {more} more", told=told, more=more) if more > 0 else told


def name_rows(rows: Sequence[int | str], noun: Literal["row", "file"] = "row") -> str:
    """The first few rows (or files) in words: `row 4`, `rows 4, 9 and 16 more`."""
    told = say(", ").join(str(row) for row in rows[:_NAMED])
    more = len(rows) - _NAMED
    if len(rows) == 1:
        return say("file {name}", name=told) if noun == "file" else say("row {row}", row=told)
    if more <= 0:
        return say("files {names}", names=told) if noun == "file" else say("rows {rows}", rows=told)
    if noun == "file":
        return say("files {names} and {more} more", names=told, more=more)
    return say("rows {rows} and {more} more", rows=told, more=more)


def tell_blank(rows: Sequence[int]) -> list[str]:
    """A sentence on blank lines, or nothing."""
    if not rows:
        return []
    lines = counted(len(rows), "blank line")
    return [say("Passed over {lines} ({places}).", lines=lines, places=name_rows(rows))]
