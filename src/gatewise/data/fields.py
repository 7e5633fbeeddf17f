"""From cells to texts and labels; what is neither is refused, or dropped, with its row."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.errors import InputError

__all__ = ["Labels", "Texts", "check_strings", "labels_of", "texts_of"]

_BROKEN = re.compile("[\0\ud800-\udfff]")
_KINDS: dict[type, str] = {
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    bytes: "binary data",
}


class _Flaw(NamedTuple):
    came: str
    expected: str
    remedy: str


_NO_LABEL = _Flaw("no label", "a label in each row", "Add it, or take the row out.")
_BROKEN_BYTES = _Flaw("a NUL or broken bytes", "text", "Repair that row.")
_SEVERAL_LABELS = _Flaw(
    "a list of labels; several labels a row are not supported by this version yet",
    "one label a row",
    "Choose a column with one label, or keep the first of each list.",
)


@dataclass(frozen=True)
class Texts:
    """Texts in the order of the rows.

    Attributes:
        values: A text a row; an empty string where `bad` took the row.
        partial: Numbers of the rows that lack one of several text columns.
    """

    values: list[str]
    partial: list[int]


@dataclass(frozen=True)
class Labels:
    """Labels in the order of the rows, and how many were changed on the way.

    Attributes:
        values: A label a row; an empty string where `bad` took the row.
        converted: How many were numbers, truth values or dates.
        trimmed: How many had white space around them.
    """

    values: list[str]
    converted: int
    trimmed: int


def check_strings(table: Table, bad: BadRows) -> None:
    """Find NUL, and lone surrogates: what broken bytes and half pairs in JSON are read as.

    No output could be written with them, so they are sought in every column.

    Args:
        table: The rows.
        bad: Takes the bad rows.

    Raises:
        InputError: When a column's name is broken.
    """
    for name, cells in table.columns.items():
        if _BROKEN.search(name):
            came = f"the column name {name!r} holds a NUL or broken bytes"
            raise InputError.at(bad.source, None, came, "text", "Repair the header.")
        if any(isinstance(cell, str) and _BROKEN.search(cell) for cell in cells):
            for i, cell in enumerate(cells):
                if isinstance(cell, str) and _BROKEN.search(cell):
                    _add(bad, table, i, _BROKEN_BYTES)


def texts_of(table: Table, columns: Sequence[str], bad: BadRows) -> Texts:
    """One text a row, several columns joined by a line break.

    A row is bad when it has no text at all (None in each column), or something that is no string.
    None beside a text counts as an empty string.

    Args:
        table: The rows.
        columns: The text columns.
        bad: Takes the bad rows.
    """
    if len(columns) == 1 and (strings := _all_strings(table.columns[columns[0]])):
        return Texts(strings, [])
    values: list[str] = []
    partial: list[int] = []
    for i, cells in enumerate(zip(*(table.columns[name] for name in columns), strict=True)):
        flaw = _text_flaw(cells)
        if flaw is not None:
            _add(bad, table, i, flaw)
        elif None in cells:
            partial.append(table.rows[i])
        values.append("\n".join(cell if isinstance(cell, str) else "" for cell in cells))
    return Texts(values, partial)


def labels_of(table: Table, column: str, bad: BadRows) -> Labels:
    """One label a row: trimmed strings; numbers, truth values and dates as they are written.

    Args:
        table: The rows.
        column: The label column.
        bad: Takes rows whose label is missing, empty, or no label.

    Raises:
        InputError: For a list of labels, which is no fault of the row and so is never skipped.
    """
    strings = _all_strings(table.columns[column])
    if strings and all(name and name == name.strip() for name in set(strings)):
        return Labels(strings, 0, 0)
    values: list[str] = []
    converted = trimmed = 0
    for i, cell in enumerate(table.columns[column]):
        if isinstance(cell, list):
            raise InputError.at(bad.source, table.rows[i], *_SEVERAL_LABELS)
        name = _label_or_flaw(cell)
        if isinstance(name, _Flaw):
            _add(bad, table, i, name)
            name = ""
        elif not isinstance(cell, str):
            converted += 1
        elif len(name) < len(cell):
            trimmed += 1
        values.append(name)
    return Labels(values, converted, trimmed)


def _all_strings(cells: list[object]) -> list[str] | None:
    """The cells themselves where all are strings: the usual case, quickly told."""
    strings = [cell for cell in cells if isinstance(cell, str)]
    return strings if len(strings) == len(cells) else None


def _text_flaw(cells: Sequence[object]) -> _Flaw | None:
    for cell in cells:
        if not isinstance(cell, str | None):
            return _Flaw(f"{_kind(cell)} as text", "a string", "Choose another --text column.")
    if all(cell is None for cell in cells):
        return _Flaw("no text", "a text in each row", "Add it, or take the row out.")
    return None


def _label_or_flaw(cell: object) -> str | _Flaw:
    if isinstance(cell, str):
        return cell.strip() or _NO_LABEL
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return _NO_LABEL
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, int | float | Decimal | datetime.date):
        return str(cell)
    return _Flaw(
        f"{_kind(cell)} as label", "a string or a number", "Choose another --label column."
    )


def _kind(cell: object) -> str:
    return _KINDS.get(type(cell), type(cell).__name__)


def _add(bad: BadRows, table: Table, i: int, flaw: _Flaw) -> None:
    bad.add(table.rows[i], *flaw, file=table.files[i] if table.files is not None else None)
