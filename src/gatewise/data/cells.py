"""One cell of a table: what kind of thing it is, and what is said of one that cannot be used."""

from __future__ import annotations

import re
from typing import NamedTuple

from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.languages import say

__all__ = ["Flaw", "add_flaw", "all_strings", "is_broken", "kind_of"]

_BROKEN = re.compile("[\0\ud800-\udfff]")
_KINDS: dict[type, str] = {
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    bytes: "binary data",
}


class Flaw(NamedTuple):
    """What came, what was expected, and what to do about it."""

    came: str
    expected: str
    remedy: str


def add_flaw(bad: BadRows, table: Table, i: int, flaw: Flaw) -> None:
    """Give row `i` of the table to `bad`."""
    bad.add(table.rows[i], *flaw, file=table.files[i] if table.files is not None else None)


def all_strings(cells: list[object]) -> list[str] | None:
    """The cells themselves where all are strings: the usual case, quickly told."""
    strings = [cell for cell in cells if isinstance(cell, str)]
    return strings if len(strings) == len(cells) else None


def is_broken(cell: object) -> bool:
    """Whether a string, or one in a list, holds NUL or a lone surrogate."""
    if isinstance(cell, str):
        return _BROKEN.search(cell) is not None
    return isinstance(cell, list) and any(map(is_broken, cell))


def kind_of(cell: object) -> str:
    """What a cell is, in words."""
    kind = _KINDS.get(type(cell), type(cell).__name__)
    return say(kind)
