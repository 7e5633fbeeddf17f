"""CSV and TSV, from text to a grid of strings; no value is ever turned into a number.

RFC 4180 quoting for CSV. A TSV is read as it stands, unless all its fields that open with a quote
are properly closed: plain TSV corpora are full of stray quotes. A million rows take 0.7 s, with
quotes 1 s. polars takes half of that, but fills short rows up in silence and refuses valid files
with a quote inside a field, so that each of its answers would need a second look.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gatewise.data.header import Grid
from gatewise.data.problems import BadRows, counted, name_rows, tell_blank
from gatewise.languages import say

__all__ = ["read_delimited"]

_LARGEST_FIELD = 2**31 - 1  # the csv module's own limit is 131,072 characters
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


def read_delimited(text: str, *, is_tsv: bool, bad: BadRows) -> Grid:
    """Read a whole CSV or TSV text.

    Args:
        text: The decoded file.
        is_tsv: Tab-separated, with the rule for stray quotes.
        bad: Takes ragged rows and broken quoting.
    """
    if not text.strip():
        return Grid([], [])
    lines = _lines(text)
    separator = "\t" if is_tsv else _separator(lines)
    notes = []
    if separator == ";":
        notes.append(say("Fields are separated by semicolons."))
    elif separator == "\t" and not is_tsv:
        notes.append(say("Fields are separated by tabs."))
    if '"' not in text:
        return _literal(lines, separator, bad, notes)
    if not is_tsv:
        return _quoted(lines, separator, bad, notes)
    opening = _opening_with_quote(lines)
    if opening and _is_quoted_tsv(lines, opening):
        count = counted(len(opening), "field")
        notes.append(say("Double quotes enclose {fields} and were taken off.", fields=count))
        return _quoted(lines, separator, bad, notes)
    if opening:
        notes.append(say("Double quotes are read as they stand: not every opened one is closed."))
    return _literal(lines, separator, bad, notes)


def _lines(text: str) -> list[str]:
    """Lines by LF, with a CR kept before it; by CR where there is no LF (old Macintosh files)."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _first(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _separator(lines: Sequence[str]) -> str:
    """A comma, or the semicolon or tab that some spreadsheets write under the name of CSV."""
    head = _first(lines)
    if "," not in head:
        for separator in (mark for mark in ("\t", ";") if mark in head):
            widths = _widths(lines, separator, strict=False)
            if 2 * widths.count(widths[0] if widths else 0) > len(widths):
                return separator
    return ","


def _literal(lines: list[str], separator: str, bad: BadRows, notes: list[str]) -> Grid:
    if any(line.endswith("\r") for line in lines[:1000]):
        lines = [line.removesuffix("\r") for line in lines]
    inner = _first(lines).count(separator)
    rows = list(range(1, len(lines) + 1))
    odd = [row for row, line in enumerate(lines, 1) if line.count(separator) != inner]
    blank = [row for row in odd if not lines[row - 1].strip()]
    for row in odd:
        if lines[row - 1].strip():
            _add_ragged(bad, row, lines[row - 1].count(separator) + 1, inner + 1, separator)
    if odd:
        dropped = set(odd)
        rows = [row for row in rows if row not in dropped]
        lines = [lines[row - 1] for row in rows]
    flat = separator.join(lines).split(separator)
    columns = [flat[position :: inner + 1] for position in range(inner + 1)] if rows else []
    return Grid(columns, rows, (*notes, *tell_blank(blank)))


def _quoted(lines: list[str], separator: str, bad: BadRows, notes: list[str]) -> Grid:
    width = 0
    kept: list[list[str]] = []
    rows: list[int] = []
    blank: list[int] = []
    folded: list[int] = []
    with _long_fields():
        for row, height, record in _records(lines, separator, bad):
            if not record and width != 1:
                blank.append(row)
                continue
            width = width or len(record)
            if len(record or [""]) != width:
                _add_ragged(bad, row, len(record), width, separator)
                continue
            kept.append(record or [""])
            rows.append(row)
            if height > 1:
                folded.append(row)
    if folded:
        notes.append(
            say(
                "{rows} with line breaks inside quotes ({places}): rows are numbered by the line "
                "they begin on.",
                rows=counted(len(folded), "row"),
                places=name_rows(folded),
            )
        )
    columns = [list(column) for column in zip(*kept, strict=True)]
    return Grid(columns, rows, (*notes, *tell_blank(blank)))


def _records(
    lines: Sequence[str], separator: str, bad: BadRows
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first line, number of lines, fields). A broken record costs the line it begins on."""
    start = 0
    while start < len(lines):
        rest = (lines[i] + "\n" for i in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=separator, strict=True)
        done = 0
        try:
            for record in reader:
                yield start + done + 1, reader.line_num - done, record
                done = reader.line_num
            return
        except csv.Error as error:
            came, expected = _explain(error)
            remedy = say('Write a quote inside a quoted field twice ("").')
            bad.add(start + done + 1, came, expected, remedy, cause=error)
            start += done + 1


def _explain(error: csv.Error) -> tuple[str, str]:
    message = str(error)
    for part, (came, expected) in _REASONS.items():
        if part in message:
            return say(came), say(expected)
    return say("broken CSV ({reason})", reason=message), say("well-formed CSV")


def _opening_with_quote(lines: Sequence[str]) -> list[str]:
    return [
        field
        for line in lines
        if '"' in line
        for field in line.removesuffix("\r").split("\t")
        if field.startswith('"')
    ]


def _is_quoted_tsv(lines: Sequence[str], opening: Sequence[str]) -> bool:
    """Whether quotes enclose fields: each closes in its field, or only so are the rows even."""
    counts = {line.count("\t") for line in lines if line.strip()}
    if len(counts) > 1 and len(set(_widths(lines, "\t", strict=True))) == 1:
        return True
    return all(_is_closed(field) for field in opening)


def _widths(lines: Sequence[str], separator: str, *, strict: bool) -> list[int]:
    """The number of fields of each record, or nothing where the quoting is broken."""
    try:
        with _long_fields():
            rest = (line + "\n" for line in lines)
            records = csv.reader(rest, delimiter=separator, strict=strict)
            return [len(record) for record in records if record]
    except csv.Error:
        return []


def _is_closed(field: str) -> bool:
    return len(field) > 1 and field.endswith('"') and '"' not in field[1:-1].replace('""', "")


def _add_ragged(bad: BadRows, row: int, width: int, expected: int, separator: str) -> None:
    advice = _RAGGED_ADVICE[separator]
    fields = say("{fields}, as in the first row", fields=counted(expected, "field"))
    bad.add(row, counted(width, "field"), fields, say(advice))


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(_LARGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
