"""Rows that cannot be used, and how rows are named in messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from gatewise.errors import InputError
from gatewise.languages import current, say

__all__ = [
    "BadRows",
    "Places",
    "counted",
    "few",
    "name_rows",
    "tell_blank",
    "tell_dropped",
    "tell_folded",
]

_NAMED = 5  # more row numbers than this make a sentence unreadable


class Places:
    """How many rows (or files, or reasons) there are of a kind, and the first few of them."""

    def __init__(self, places: Sequence[int | str] = ()) -> None:
        self.count = 0
        self.first: list[int | str] = []
        self.add(places)

    def __len__(self) -> int:
        return self.count

    def add(self, places: Sequence[int | str]) -> None:
        """Count further ones."""
        self.first += places[: _NAMED - len(self.first)]
        self.count += len(places)


class BadRows:
    """Rows that cannot be used: the first of them refuses the source, or each is dropped.

    Args:
        source: The file as the user named it.
        skip: Drop and count bad rows instead of refusing.
    """

    def __init__(self, source: str, *, skip: bool) -> None:
        self.source = source
        self.skip = skip
        self.reasons: dict[int, str] = {}
        self._refusals: dict[int, Callable[[], InputError]] = {}

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
        """Meet one bad row; of several reasons the first counts.

        Args:
            row: Its number in the source, 1-based.
            came: What was found there.
            expected: What should have been there.
            remedy: What the user can do, a full sentence.
            file: The file that is this row, where the source is a folder.
            cause: The error behind it.
        """
        if row in self.reasons:
            return
        where = file or say("row {row}", row=row)
        self.reasons[row] = say("{where} ({what})", where=where, what=came)
        if not self.skip:
            flaw = (came, expected, remedy)
            self._refusals[row] = lambda: self._refusal(row, flaw, file, cause)

    def settle(self) -> dict[int, str]:
        """The reasons of the rows met since the last time, which are to be dropped.

        Raises:
            InputError: For the first of them, unless bad rows are skipped.
        """
        if self._refusals:
            raise self._refusals[min(self._refusals)]()
        reasons, self.reasons = self.reasons, {}
        return reasons

    def _refusal(
        self, row: int, flaw: tuple[str, str, str], file: str | None, cause: Exception | None
    ) -> InputError:
        came, expected, remedy = flaw
        place, number = (self.source, row) if file is None else (file, None)
        advice = say("{remedy} To drop and count such rows, give --skip-bad-rows.", remedy=remedy)
        error = InputError.at(place, number, came, expected, advice)
        error.__cause__ = cause
        return error


def counted(n: int, noun: str) -> str:
    """Number and noun, the noun in the plural where it has to be.

    Only English has a plural: the catalogue of another language has the template of one.
    """
    ending = "es" if noun.endswith("s") else "s"
    template = f"{{n}} {noun}" if n == 1 or current() != "en" else f"{{n}} {noun}{ending}"
    return say(template, n=n)


def few(names: Sequence[str], most: int, *, of: int | None = None) -> str:
    """The first few of many names, and how many there are more: `a, b and 3 more`.

    Args:
        names: The names, or the first of them.
        most: How many to tell.
        of: How many there are in all; None means `names` are all.
    """
    told = say(", ").join(names[:most])
    more = (len(names) if of is None else of) - most
    return say("{told} and {more} more", told=told, more=more) if more > 0 else told


def name_rows(rows: Sequence[int | str] | Places, noun: Literal["row", "file"] = "row") -> str:
    """The first few rows (or files) in words: `row 4`, `rows 4, 9 and 16 more`."""
    places = rows if isinstance(rows, Places) else Places(rows)
    told = say(", ").join(map(str, places.first))
    more = len(places) - _NAMED
    if len(places) == 1:
        return say("file {name}", name=told) if noun == "file" else say("row {row}", row=told)
    if more <= 0:
        return say("files {names}", names=told) if noun == "file" else say("rows {rows}", rows=told)
    if noun == "file":
        return say("files {names} and {more} more", names=told, more=more)
    return say("rows {rows} and {more} more", rows=told, more=more)


def tell_blank(rows: Places) -> list[str]:
    """A sentence on blank lines, or nothing."""
    if not rows:
        return []
    lines = counted(len(rows), "blank line")
    return [say("Passed over {lines} ({places}).", lines=lines, places=name_rows(rows))]


def tell_folded(rows: Places) -> list[str]:
    """A sentence on rows of several lines, or nothing."""
    if not rows:
        return []
    return [
        say(
            "{rows} with line breaks inside quotes ({places}): rows are numbered by the line they "
            "begin on.",
            rows=counted(len(rows), "row"),
            places=name_rows(rows),
        )
    ]


def tell_dropped(reasons: Places) -> list[str]:
    """A sentence on bad rows that were dropped, or nothing."""
    if not reasons:
        return []
    told = few([*map(str, reasons.first)], _NAMED, of=len(reasons))
    return [say("Dropped {rows}: {told}.", rows=counted(len(reasons), "bad row"), told=told)]
