"""Findings on how a file could be read."""

from __future__ import annotations

import codecs

from gatewise.data.problems import counted, name_rows
from gatewise.doctor.finding import Finding
from gatewise.doctor.subject import Subject
from gatewise.languages import say

__all__ = ["old_encoding", "skipped_rows"]

_UNICODE = ("utf-8", "utf-8-sig", "ascii")


def skipped_rows(subject: Subject) -> Finding | None:
    """Rows that could not be used and were dropped, as was asked for."""
    dataset = subject.dataset
    rows = dataset.skipped_rows
    if not rows:
        return None
    count = counted(len(rows), "bad row")
    message = say("{rows} left out ({places}).", rows=count, places=name_rows(rows))
    remedy = say("Repair them; without --skip-bad-rows the first one is told with its reason.")
    return Finding("skipped_rows", "warning", dataset.source, message, rows, remedy)


def old_encoding(subject: Subject) -> Finding | None:
    """Bytes that other programs may take for another encoding."""
    encoding = codecs.lookup(subject.dataset.encoding).name
    if encoding in _UNICODE:
        return None
    return subject.finding(
        "encoding",
        "info",
        message=say(
            "The bytes are {encoding}, not UTF-8, and are read as such.", encoding=encoding.upper()
        ),
        remedy=say("Other programs may garble it; gatewise check FILE --fix OUT writes UTF-8."),
    )
