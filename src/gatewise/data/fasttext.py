"""`.txt`: fastText's `__label__NAME text` lines, or plain texts where no labels are needed.

A line may begin with several labels; if one does, each row has a list of labels.
"""

from __future__ import annotations

import re

from gatewise.data.problems import BadRows, tell_blank
from gatewise.data.table import Table
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["read_fasttext"]

_MARK = "__label__"
_LABELLED = re.compile(rf"[ \t]*((?:{_MARK}[^ \t]*[ \t]*)+)(.*)", re.DOTALL)


def read_fasttext(text: str, *, labels_required: bool, bad: BadRows) -> Table:
    """Read a `.txt`.

    Args:
        text: The decoded file.
        labels_required: Refuse a file without any `__label__`; else each of its lines is a text.
        bad: Takes lines without a label among lines with one.

    Raises:
        InputError: When labels are missing altogether.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if not lines[-1]:
        lines.pop()
    if not any(line.lstrip().startswith(_MARK) for line in lines):
        if labels_required:
            came = say("no line begins with {mark}", mark=_MARK)
            remedy = say("Put the label before each text, or give the rows as CSV.")
            raise InputError.at(bad.source, None, came, _expected(), remedy)
        told = say("Each line is read as a text without a label.")
        return Table(
            {"text": [*lines]}, list(range(1, len(lines) + 1)), (told,), names_are_ours=True
        )
    labels: list[list[str]] = []
    texts: list[object] = []
    rows: list[int] = []
    blank = [row for row, line in enumerate(lines, 1) if not line.strip()]
    for row, line in enumerate(lines, 1):
        if line.strip() and (pair := _parse(line, row, bad)) is not None:
            labels.append(pair[0])
            texts.append(pair[1])
            rows.append(row)
    several = any(len(names) > 1 for names in labels)
    cells: list[object] = [*labels] if several else [name for names in labels for name in names]
    return Table(
        {"label": cells, "text": texts}, rows, tuple(tell_blank(blank)), names_are_ours=True
    )


def _parse(line: str, row: int, bad: BadRows) -> tuple[list[str], str] | None:
    match = _LABELLED.match(line)
    if match is None:
        came = say("a line without {mark}", mark=_MARK)
        bad.add(row, came, _expected(), say("Label that line or take it out."))
        return None
    marks, text = match.groups()
    return [mark.removeprefix(_MARK) for mark in re.split(r"[ \t]+", marks) if mark], text


def _expected() -> str:
    return say("{mark}NAME, a blank, then the text", mark=_MARK)
