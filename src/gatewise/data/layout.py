"""How a CSV or TSV is written: what separates fields, and whether quotes enclose them.

RFC 4180 quoting for CSV. A TSV is read as it stands, unless all its fields that open with a quote
are properly closed: plain TSV corpora are full of stray quotes.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from gatewise.data.problems import counted
from gatewise.data.text import Text
from gatewise.languages import say

__all__ = ["Layout", "layout_of", "long_fields"]

_LARGEST_FIELD = 2**31 - 1  # the csv module's own limit is 131,072 characters
_LINES_JUDGED = 1000


@dataclass(frozen=True)
class Layout:
    """How a CSV or TSV is written.

    Attributes:
        separator: What stands between fields.
        quoted: Quotes enclose fields; else they are read as they stand.
        inner: Separators in the first line that is not blank.
        returns: Lines end in CR and LF.
        empty: There is no line but blank ones.
        notes: Sentences on what was decided.
    """

    separator: str
    quoted: bool
    inner: int
    returns: bool
    empty: bool
    notes: tuple[str, ...] = ()


def layout_of(text: Text, *, is_tsv: bool) -> Layout:
    """Decide how a text is written, by all of it.

    Args:
        text: The file.
        is_tsv: Tab-separated, with the rule for stray quotes.
    """
    head = next((line for line in _lines(text) if line.strip()), "")
    separator = "\t" if is_tsv else _separator(text, head)
    notes = []
    if separator == ";":
        notes.append(say("Fields are separated by semicolons."))
    elif separator == "\t" and not is_tsv:
        notes.append(say("Fields are separated by tabs."))
    quoted = text.quotes
    if quoted and is_tsv:
        quoted, told = _tsv_quotes(text)
        notes += told
    returns = any(line.endswith("\r") for line in islice(_lines(text), _LINES_JUDGED))
    return Layout(separator, quoted, head.count(separator), returns, not head, tuple(notes))


def _lines(text: Text) -> Iterator[str]:
    return text.lines(text.newline)


def _separator(text: Text, head: str) -> str:
    """A comma, or the semicolon or tab that some spreadsheets write under the name of CSV."""
    if "," not in head:
        for separator in (mark for mark in ("\t", ";") if mark in head):
            widths = _widths(text, separator, strict=False)
            if 2 * widths[next(iter(widths), 0)] > widths.total():
                return separator
    return ","


def _tsv_quotes(text: Text) -> tuple[bool, list[str]]:
    """Whether quotes enclose fields: each closes in its field, or only so are the rows even."""
    opening, closed = 0, True
    tabs: set[int] = set()
    for line in _lines(text):
        if line.strip():
            tabs.add(line.count("\t"))
        if '"' in line:
            fields = [f for f in line.removesuffix("\r").split("\t") if f.startswith('"')]
            opening += len(fields)
            closed = closed and all(map(_is_closed, fields))
    if not opening:
        return False, []
    if closed or (len(tabs) > 1 and len(_widths(text, "\t", strict=True)) == 1):
        count = counted(opening, "field")
        return True, [say("Double quotes enclose {fields} and were taken off.", fields=count)]
    return False, [say("Double quotes are read as they stand: not every opened one is closed.")]


def _widths(text: Text, separator: str, *, strict: bool) -> Counter[int]:
    """How many records have how many fields, the first's first; none where quoting is broken."""
    try:
        with long_fields():
            rest = (line + "\n" for line in _lines(text))
            records = csv.reader(rest, delimiter=separator, strict=strict)
            return Counter(len(record) for record in records if record)
    except csv.Error:
        return Counter()


def _is_closed(field: str) -> bool:
    return len(field) > 1 and field.endswith('"') and '"' not in field[1:-1].replace('""', "")


@contextmanager
def long_fields() -> Iterator[None]:
    """Let the csv module read fields of any length."""
    before = csv.field_size_limit(_LARGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
