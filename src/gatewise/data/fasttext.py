"""`.txt`: fastText's `__label__NAME text` lines, or plain texts where no labels are needed.

A line may begin with several labels; if one does, each row has a list of labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gatewise.data.problems import BadRows
from gatewise.data.table import Source, Table
from gatewise.data.text import Text
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["open_fasttext"]

_MARK = "__label__"
_LABELLED = re.compile(rf"[ \t]*((?:{_MARK}[^ \t]*[ \t]*)+)(.*)", re.DOTALL)


def open_fasttext(text: Text, *, labels_required: bool, size: int) -> Source:
    """Open a `.txt`; lines without a label among lines with one are bad rows.

    Args:
        text: The file.
        labels_required: Refuse a file without any `__label__`; else each of its lines is a text.
        size: Lines a portion.

    Raises:
        InputError: When labels are missing altogether.
    """
    most = _most_labels(text)
    if most:
        return Source(
            lambda bad: _labelled(text, size, bad, several=most > 1),
            text.encoding,
            names_are_ours=True,
        )
    if labels_required:
        came = say("no line begins with {mark}", mark=_MARK)
        remedy = say("Put the label before each text, or give the rows as CSV.")
        raise InputError.at(text.source, None, came, _expected(), remedy)
    told = say("Each line is read as a text without a label.")
    return Source(lambda _: _plain(text, size), text.encoding, (told,), names_are_ours=True)


def _most_labels(text: Text) -> int:
    """The largest number of labels of a line, as far as it matters: 0, 1 or 2 for several."""
    most = 0
    for line in text.lines():
        if _MARK in line and line.lstrip().startswith(_MARK):
            match = _LABELLED.match(line)
            most = max(most, 1 if match is None else min(2, len(_names(match[1]))))
            if most == 2:
                break
    return most


def _plain(text: Text, size: int) -> Iterator[Table]:
    first = 1
    for lines in text.line_lists(size):
        rows = list(range(first, first + len(lines)))
        yield Table({"text": [line.removesuffix("\r") for line in lines]}, rows)
        first += len(lines)


def _labelled(text: Text, size: int, bad: BadRows, *, several: bool) -> Iterator[Table]:
    first = 1
    for lines in text.line_lists(size):
        labels: list[object] = []
        texts: list[object] = []
        rows: list[int] = []
        blank = [row for row, line in enumerate(lines, first) if not line.strip()]
        for row, line in enumerate(lines, first):
            if line.strip() and (pair := _parse(line.removesuffix("\r"), row, bad)) is not None:
                labels.append(pair[0] if several else "".join(pair[0]))
                texts.append(pair[1])
                rows.append(row)
        yield Table({"label": labels, "text": texts}, rows, blank=blank)
        first += len(lines)


def _parse(line: str, row: int, bad: BadRows) -> tuple[list[str], str] | None:
    match = _LABELLED.match(line)
    if match is None:
        came = say("a line without {mark}", mark=_MARK)
        bad.add(row, came, _expected(), say("Label that line or take it out."))
        return None
    marks, text = match.groups()
    return _names(marks), text


def _names(marks: str) -> list[str]:
    return [mark.removeprefix(_MARK) for mark in re.split(r"[ \t]+", marks) if mark]


def _expected() -> str:
    return say("{mark}NAME, a blank, then the text", mark=_MARK)
