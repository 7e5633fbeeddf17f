"""What is decided by all rows of a source before any is used: names and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from gatewise.data.columns import Choice, choose_columns
from gatewise.data.fields import check_names
from gatewise.data.header import First, names_of, tell_ordinals
from gatewise.data.problems import Places, tell_blank, tell_folded
from gatewise.data.sample import Sample
from gatewise.data.table import Source, Table, Wanted
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Part", "Plan", "survey"]


class Part(NamedTuple):
    """A portion as the reader gave it, and why rows of it were dropped, by their numbers."""

    table: Table
    dropped: dict[int, str]


@dataclass(frozen=True)
class Plan:
    """How portions become rows.

    Attributes:
        names: Of the columns, by those that the reader gave them.
        header: The number of the row that is the header; None where there is none.
        choice: The columns that are used.
        kinds: For each column the types of its cells, with an example of each; of integers it is
            the one furthest from 0.
        notes: Sentences on what was decided.
    """

    names: dict[str, str]
    header: int | None
    choice: Choice
    kinds: dict[str, dict[type, object]]
    notes: tuple[str, ...]

    def apply(self, table: Table) -> Table:
        """A portion under the columns' names, without the header."""
        if self.header is not None and table.rows[:1] == [self.header]:
            table = table.cut(1, len(table.rows))
        nothing: list[object] = [None] * len(table.rows)
        named = {name: table.columns.get(old, nothing) for old, name in self.names.items()}
        return replace(table, columns=named)


def survey(parts: Iterable[Part], source: Source, wanted: Wanted, name: str) -> Plan:
    """Read a source through and decide.

    Names and columns are judged by a sample of the rows, which is all of them up to 40,000; how
    often the cells of a first row occur is counted in all.

    Args:
        parts: Every portion.
        source: Where they come from.
        wanted: What the user asked for.
        name: The file, for messages.

    Raises:
        InputError: There are no rows, or no clear columns.
    """
    seen = _Seen(headed=source.headed)
    for part in parts:
        seen.add(part.table)
    sample, kinds = seen.sample.columns, seen.kinds
    names, notes = dict(zip(sample, sample, strict=True)), []
    header = None
    if source.headed:
        if seen.first is None or not sample:
            came, remedy = say("there are no rows"), _give()
            raise InputError.at(name, None, came, say("rows of text"), remedy)
        if found := names_of(seen.first, sample, wanted, name):
            header = seen.first.row
            names = dict(zip(sample, found, strict=True))
            sample = {names[old]: cells[1:] for old, cells in sample.items()}
            kinds = {names[old]: kind for old, kind in kinds.items()}
        else:
            notes.append(tell_ordinals(seen.first.row, list(names)))
    check_names(sample, name)
    if seen.rows - (header is not None) == 0:
        raise InputError.at(
            name, None, say("there are no usable rows"), say("rows of text"), _give()
        )
    choice = choose_columns(sample, wanted, name)
    told = (*source.notes, *tell_folded(seen.folded), *tell_blank(seen.blank), *notes)
    notes_of_choice = () if source.names_are_ours else choice.notes
    return Plan(names, header, choice, kinds, (*told, *notes_of_choice))


class _Seen:
    """What is remembered of all rows."""

    def __init__(self, *, headed: bool) -> None:
        self.headed = headed
        self.rows = 0
        self.first: First | None = None
        self.sample = Sample()
        self.kinds: dict[str, dict[type, object]] = {}
        self.blank = Places()
        self.folded = Places()

    def add(self, table: Table) -> None:
        """Look at a portion."""
        self.rows += len(table.rows)
        self.blank.add(table.blank)
        self.folded.add(table.folded)
        if not table.rows:
            return
        self.sample.add(table)
        for name, cells in table.columns.items():
            _note_kinds(self.kinds.setdefault(name, {}), cells)
        if self.headed:
            self._count_first(table)

    def _count_first(self, table: Table) -> None:
        columns = table.columns.values()
        if self.first is None:
            cells = tuple(str(column[0]) for column in columns)
            self.first = First(table.rows[0], cells, (0,) * len(cells))
        counted = zip(self.first.times, columns, self.first.cells, strict=True)
        times = tuple(before + column.count(cell) for before, column, cell in counted)
        self.first = replace(self.first, times=times)


def _note_kinds(kinds: dict[type, object], cells: list[object]) -> None:
    found = dict(zip(map(type, cells), cells, strict=True))
    if int in found:
        before = kinds.get(int, 0)
        found[int] = max((c for c in (*cells, before) if type(c) is int), key=abs)
    kinds.update(found)


def _give() -> str:
    return say("Give a file with one labelled text a row.")
