"""From cells to labels: a name a row, or a set of names; what is neither is a bad row.

A column is multi-label when it holds lists (or strings that are split at a separator) and some row
has not exactly one name. Names are trimmed; numbers, truth values and dates are taken as written.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from gatewise.data.cells import Flaw, add_flaw, all_strings, kind_of
from gatewise.data.labels import Label, LabelSet, as_label_set
from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.languages import say

__all__ = ["Changes", "Labels", "labels_of"]


@dataclass
class Changes:
    """How many labels were changed on the way.

    Attributes:
        converted: Numbers, truth values or dates.
        trimmed: With white space around them.
        merged: Named twice in a row.
        blank: Nothing between two separators.
        bare: Single values in a column of lists.
    """

    converted: int = 0
    trimmed: int = 0
    merged: int = 0
    blank: int = 0
    bare: int = 0

    def add(self, other: Changes) -> None:
        """Count those of further rows."""
        for field in fields(self):
            counted = getattr(self, field.name) + getattr(other, field.name)
            setattr(self, field.name, counted)


@dataclass(frozen=True)
class Labels:
    """Labels in the order of the rows.

    Attributes:
        values: A label a row; an empty one where `bad` took the row.
        changes: What was done to them.
        listed: The column holds lists, or was split, and `values` are label sets.
    """

    values: Sequence[Label]
    changes: Changes
    listed: bool = False


def labels_of(
    table: Table, column: str, bad: BadRows, *, separator: str | None = None, lists: bool = False
) -> Labels:
    """One label a row, or a label set a row.

    Args:
        table: The rows.
        column: The label column.
        bad: Takes rows whose label is missing, empty, or no label; an empty list is none of these.
        separator: Split strings here; None leaves them whole.
        lists: The column holds lists, in these rows or in others.
    """
    cells = table.columns[column]
    if lists or separator is not None:
        return _sets_of(table, cells, bad, separator)
    strings = all_strings(cells)
    if strings and all(n and n == n.strip() for n in set(strings)):
        return Labels(strings, Changes())
    return _names_of(table, cells, bad)


def _names_of(table: Table, cells: Sequence[object], bad: BadRows) -> Labels:
    changes = Changes()
    values: list[str] = []
    for i, cell in enumerate(cells):
        name = _name_or_flaw(cell, changes)
        if isinstance(name, Flaw):
            add_flaw(bad, table, i, name)
            name = ""
        values.append(name)
    return Labels(values, changes)


def _sets_of(table: Table, cells: Sequence[object], bad: BadRows, separator: str | None) -> Labels:
    changes = Changes()
    values: list[LabelSet] = []
    for i, cell in enumerate(cells):
        names = _set_or_flaw(_entries(cell, separator, changes), changes)
        if isinstance(names, Flaw):
            add_flaw(bad, table, i, names)
            names = ()
        values.append(names)
    return Labels(values, changes, listed=True)


def _entries(cell: object, separator: str | None, changes: Changes) -> list[object]:
    if isinstance(cell, list):
        return cell
    if isinstance(cell, str) and separator is not None:
        parts = cell.split(separator)
        named = [part for part in parts if part.strip()]
        changes.blank += len(parts) - len(named) if named else 0
        return [*named]
    changes.bare += separator is None and cell is not None
    return [cell]


def _set_or_flaw(entries: Sequence[object], changes: Changes) -> LabelSet | Flaw:
    names: list[str] = []
    for entry in entries:
        name = _name_or_flaw(entry, changes)
        if isinstance(name, Flaw):
            return name
        names.append(name)
    distinct = as_label_set(names)
    changes.merged += len(names) - len(distinct)
    return distinct


def _name_or_flaw(cell: object, changes: Changes) -> str | Flaw:
    if isinstance(cell, str):
        name = cell.strip()
        changes.trimmed += 0 < len(name) < len(cell)
        return name or _no_label()
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return _no_label()
    if not isinstance(cell, int | float | Decimal | datetime.date):
        came = say("{kind} as label", kind=kind_of(cell))
        return Flaw(came, say("a string or a number"), say("Choose another --label column."))
    changes.converted += 1
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _no_label() -> Flaw:
    return Flaw(say("no label"), say("a label in each row"), say("Add it, or take the row out."))
