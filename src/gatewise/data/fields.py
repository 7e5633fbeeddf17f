"""From cells to texts; what is none is refused, or dropped, with its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gatewise.data.cells import Flaw, add_flaw, all_strings, is_broken, kind_of
from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Texts", "check_names", "check_strings", "texts_of"]


@dataclass(frozen=True)
class Texts:
    """Texts in the order of the rows.

    Attributes:
        values: A text a row; an empty string where `bad` took the row.
        partial: Numbers of the rows that lack one of several text columns.
    """

    values: list[str]
    partial: list[int]


def check_names(names: Iterable[str], source: str) -> None:
    """Refuse column names with NUL or broken bytes.

    Raises:
        InputError: When a name is broken.
    """
    for name in names:
        if is_broken(name):
            came = say("the column name {name!r} holds a NUL or broken bytes", name=name)
            raise InputError.at(source, None, came, say("text"), say("Repair the header."))


def check_strings(table: Table, bad: BadRows) -> None:
    """Find NUL, and lone surrogates: what broken bytes and half pairs in JSON are read as.

    No output could be written with them, so they are sought in every column.

    Args:
        table: The rows.
        bad: Takes the bad rows.
    """
    for cells in table.columns.values():
        strings = all_strings(cells)
        if any(map(is_broken, cells if strings is None else ["".join(strings)])):
            flaw = Flaw(say("a NUL or broken bytes"), say("text"), say("Repair that row."))
            for i, cell in enumerate(cells):
                if is_broken(cell):
                    add_flaw(bad, table, i, flaw)


def texts_of(table: Table, columns: Sequence[str], bad: BadRows) -> Texts:
    """One text a row, several columns joined by a line break.

    A row is bad when it has no text at all (None in each column), or something that is no string.
    None beside a text counts as an empty string.

    Args:
        table: The rows.
        columns: The text columns.
        bad: Takes the bad rows.
    """
    if len(columns) == 1 and (strings := all_strings(table.columns[columns[0]])):
        return Texts(strings, [])
    values: list[str] = []
    partial: list[int] = []
    for i, cells in enumerate(zip(*(table.columns[name] for name in columns), strict=True)):
        flaw = _text_flaw(cells)
        if flaw is not None:
            add_flaw(bad, table, i, flaw)
        elif None in cells:
            partial.append(table.rows[i])
        values.append("\n".join(cell if isinstance(cell, str) else "" for cell in cells))
    return Texts(values, partial)


def _text_flaw(cells: Sequence[object]) -> Flaw | None:
    for cell in cells:
        if not isinstance(cell, str | None):
            came = say("{kind} as text", kind=kind_of(cell))
            return Flaw(came, say("a string"), say("Choose another --text column."))
    if all(cell is None for cell in cells):
        return Flaw(say("no text"), say("a text in each row"), say("Add it, or take the row out."))
    return None
