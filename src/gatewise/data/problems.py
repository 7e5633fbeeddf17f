"""Rows that cannot be used, and how rows are named in messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["BadRows", "counted", "name_rows"]

_SKIP_ADVICE = "To drop and count such rows, give --skip-bad-rows."
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
            advice = f"{remedy} {_SKIP_ADVICE}"
            raise InputError.at(place, number, came, expected, advice) from cause
        self.reasons.setdefault(row, f"{file or f'row {row}'} ({came})")

    @property
    def rows(self) -> tuple[int, ...]:
        """The dropped rows' numbers, rising."""
        return tuple(sorted(self.reasons))

    def notes(self) -> list[str]:
        """A sentence on what was dropped, or nothing."""
        if not self.reasons:
            return []
        told = [self.reasons[row] for row in self.rows[:_NAMED]]
        more = len(self.reasons) - len(told)
        tail = f" and {more} more" if more else ""
        return [f"Dropped {counted(len(self.reasons), 'bad row')}: {', '.join(told)}{tail}."]


def counted(n: int, noun: str) -> str:
    """Number and noun, the noun in the plural where it has to be."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def name_rows(rows: Sequence[int | str], noun: Literal["row", "file"] = "row") -> str:
    """The first few rows (or files) in words: `row 4`, `rows 4, 9 and 16 more`."""
    told = say(", ").join(str(row) for row in rows[:_NAMED])
    more = len(rows) - _NAMED
    if noun == "file":
        named = say("files {names}", names=told) if len(rows) > 1 else say("file {name}", name=told)
    else:
        named = say("rows {rows}", rows=told) if len(rows) > 1 else say("row {row}", row=told)
    return named + (say(" and {more} more", more=more) if more > 0 else "")
