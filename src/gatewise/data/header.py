"""Is the first row names or data? Told by known names, or by a label that occurs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gatewise.data.columns import fold_name, is_known_name, looks_like_labels
from gatewise.data.table import Table, Wanted
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Grid", "name_columns"]

_LONGEST_NAME = 40  # characters, and below it words: longer first cells are texts
_MOST_WORDS = 6


@dataclass(frozen=True)
class Grid:
    """Cells before it is known whether the first row is a header.

    Attributes:
        columns: The cells, column by column, all of one length.
        rows: 1-based number of each row in the source.
        notes: Sentences on what was decided so far.
    """

    columns: list[list[str]]
    rows: list[int]
    notes: tuple[str, ...] = ()


def name_columns(grid: Grid, wanted: Wanted, source: str) -> Table:
    """Take the header off, or give names `column_1`, `column_2` … and say so.

    Raises:
        InputError: When two columns have the same name, or there are no rows.
    """
    if not grid.rows or not grid.columns:
        came, remedy = say("there are no rows"), say("Give a file with one labelled text a row.")
        raise InputError.at(source, None, came, say("rows of text"), remedy)
    if _is_header([column[0] for column in grid.columns], grid.columns, wanted):
        names = _header_names(grid, source)
        cells, rows, notes = [column[1:] for column in grid.columns], grid.rows[1:], grid.notes
    else:
        names = [_ordinal(position) for position in range(len(grid.columns))]
        cells, rows = grid.columns, grid.rows
        notes = (*grid.notes, _tell_ordinals(rows[0], names))
    columns: dict[str, list[object]] = {}
    for name, column in zip(names, cells, strict=True):
        columns[name] = [*column]
    return Table(columns, rows, notes)


def _is_header(first: Sequence[str], columns: Sequence[list[str]], wanted: Wanted) -> bool:
    folded = {fold_name(cell) for cell in first}
    # A number that was asked for is a position, and may well be a label in the first row.
    if any(fold_name(name) in folded for name in wanted.names if not name.isdecimal()):
        return True
    pairs = list(zip(first, columns, strict=True))
    # A class may be called "review" or "topic": a name does not come again and again below itself.
    if any(is_known_name(cell) and column.count(cell) <= 2 for cell, column in pairs):
        return True
    if len(first) == 1 or any(_is_long(cell) for cell in first):
        return False
    return not any(looks_like_labels(column) and cell in column[1:] for cell, column in pairs)


def _is_long(cell: str) -> bool:
    return len(cell) > _LONGEST_NAME or len(cell.split()) > _MOST_WORDS


def _header_names(grid: Grid, source: str) -> list[str]:
    names = [column[0].strip() or _ordinal(i) for i, column in enumerate(grid.columns)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError.at(
            source,
            grid.rows[0],
            say("two columns are called {name!r}", name=twice[0]),
            say("a name of its own for each column"),
            say("Rename one of them in the header."),
        )
    return names


def _tell_ordinals(row: int, names: Sequence[str]) -> str:
    if len(names) == 1:
        return say(
            "No header: row {row} is data, so 1 column is called {name}.", row=row, name=names[0]
        )
    return say(
        "No header: row {row} is data, so {n} columns are called {names}.",
        row=row,
        n=len(names),
        names=say(", ").join(names),
    )


def _ordinal(position: int) -> str:
    return f"column_{position + 1}"
