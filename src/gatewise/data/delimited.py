"""CSV and TSV, from text to tables of strings; no value is ever turned into a number.

A million rows take 0.7 s, with quotes 1 s. polars takes half of that, but fills short rows up in
silence and refuses valid files with a quote inside a field, so that each of its answers would need
a second look. A row is held whole, and a quote that is never closed opens one that lasts to the
end of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from gatewise.data.layout import Layout, long_fields
from gatewise.data.problems import BadRows, counted
from gatewise.data.table import Table, ordinal
from gatewise.data.text import Text
from gatewise.languages import say

__all__ = ["read_delimited"]

_RAGGED_ADVICE = {
    ",": "Check for a missing comma, or for one inside a text: such a text needs double quotes "
    "around it.",
    ";": "Check for a missing semicolon, or for one inside a text: such a text needs double quotes "
    "around it.",
    "\t": "Check for a missing tab, or for one inside a text.",
}
_REASONS = {
    "unexpected end of data": ("a double quote that is never closed", "a closing quote"),
    "expected after": ("text right after a closing quote", "a separator or the end of the row"),
    "new-line character": ("a carriage return outside quotes", "rows that end in LF or CRLF"),
}


def read_delimited(text: Text, layout: Layout, *, size: int, bad: BadRows) -> Iterator[Table]:
    """Read a CSV or TSV; its columns are called `column_1`, `column_2` and so on.

    Args:
        text: The file.
        layout: How it is written.
        size: Rows a portion.
        bad: Takes ragged rows and broken quoting.
    """
    if layout.empty:
        return iter(())
    return (_quoted if layout.quoted else _literal)(text, layout, size, bad)


def _literal(text: Text, layout: Layout, size: int, bad: BadRows) -> Iterator[Table]:
    separator, inner = layout.separator, layout.inner
    first = 1
    for lines in text.line_lists(size, text.newline):
        following = first + len(lines)
        if layout.returns:
            lines = [line.removesuffix("\r") for line in lines]
        rows = list(range(first, following))
        odd = [row for row, line in zip(rows, lines, strict=True) if line.count(separator) != inner]
        blank = [row for row in odd if not lines[row - first].strip()]
        for row in sorted({*odd}.difference(blank)):
            width = lines[row - first].count(separator) + 1
            _add_ragged(bad, row, width, inner + 1, separator)
        if odd:
            dropped = set(odd)
            rows = [row for row in rows if row not in dropped]
            lines = [lines[row - first] for row in rows]
        flat = separator.join(lines).split(separator) if lines else []
        columns: dict[str, list[object]] = {
            ordinal(position): [*flat[position :: inner + 1]] for position in range(inner + 1)
        }
        yield Table(columns, rows, blank=blank)
        first = following


def _quoted(text: Text, layout: Layout, size: int, bad: BadRows) -> Iterator[Table]:
    records = _records(text, layout.separator, bad)
    width = 0
    # The limit of fields is the whole program's, so it is not left changed while others run.
    with long_fields():
        batch = list(islice(records, size))
    while batch:
        lead = 0
        if not width:  # blank lines above the first row are never rows
            lead = next((i for i, record in enumerate(batch) if record.fields), len(batch))
            width = len(batch[lead].fields) if lead < len(batch) else 0
        rows = [r for r in batch[lead:] if r.fields or width == 1]
        blank = [r.line for i, r in enumerate(batch) if not r.fields and (i < lead or width != 1)]
        for record in rows:
            if len(record.fields or [""]) != width:
                _add_ragged(bad, record.line, len(record.fields), width, layout.separator)
        yield _table([r for r in rows if len(r.fields or [""]) == width], blank)
        with long_fields():
            batch = list(islice(records, size))


def _table(records: list[_Record], blank: list[int]) -> Table:
    cells = zip(*(record.fields or [""] for record in records), strict=True)
    columns: dict[str, list[object]] = {ordinal(i): [*column] for i, column in enumerate(cells)}
    folded = [record.line for record in records if record.height > 1]
    return Table(columns, [record.line for record in records], blank=blank, folded=folded)


class _Record(NamedTuple):
    """A record: the line it begins on, how many lines it has, and its fields."""

    line: int
    height: int
    fields: list[str]


def _records(text: Text, separator: str, bad: BadRows) -> Iterator[_Record]:
    """Yield the records. A broken one costs the line it begins on."""
    lines: Iterator[str] = (line + "\n" for line in text.lines(text.newline))
    first = 1
    begun: deque[str] = deque()  # the lines of the record that is being read
    while True:
        reader = csv.reader(_noted(lines, begun), delimiter=separator, strict=True)
        done = 0
        try:
            for record in reader:
                yield _Record(first + done, reader.line_num - done, record)
                done = reader.line_num
                begun.clear()
            return
        except csv.Error as error:
            came, expected = _explain(error)
            remedy = say('Write a quote inside a quoted field twice ("").')
            bad.add(first + done, came, expected, remedy, cause=error)
            if not bad.skip:
                return
            begun.popleft()
            lines = chain([*begun], lines)
            begun.clear()
            first += done + 1


def _noted(lines: Iterator[str], begun: deque[str]) -> Iterator[str]:
    for line in lines:
        begun.append(line)
        yield line


def _explain(error: csv.Error) -> tuple[str, str]:
    message = str(error)
    for part, (came, expected) in _REASONS.items():
        if part in message:
            return say(came), say(expected)
    return say("broken CSV ({reason})", reason=message), say("well-formed CSV")


def _add_ragged(bad: BadRows, row: int, width: int, expected: int, separator: str) -> None:
    advice = _RAGGED_ADVICE[separator]
    fields = say("{fields}, as in the first row", fields=counted(expected, "field"))
    bad.add(row, counted(width, "field"), fields, say(advice))
