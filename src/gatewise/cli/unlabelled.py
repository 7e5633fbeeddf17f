"""Texts without labels, read a portion at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gatewise.cli.console import tell
from gatewise.data.portions import Portions, portions
from gatewise.languages import say

__all__ = ["Unlabelled", "read_unlabelled"]

_ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class Unlabelled:
    """The texts of a file, from the beginning each time one iterates.

    Args:
        rows: The file.
    """

    rows: Portions

    def __iter__(self) -> Iterator[Sequence[str]]:
        for portion in self.rows:
            yield portion.texts


def read_unlabelled(
    source: str, *, text: Sequence[str], encoding: str | None, skip_bad_rows: bool
) -> Unlabelled:
    """Read a file through, and tell how; labels are of no use.

    Raises:
        InputError: It cannot be read.
    """
    rows = portions(
        source,
        rows=_ROWS_AT_ONCE,
        text=text,
        encoding=encoding,
        skip_bad_rows=skip_bad_rows,
        labels="unused",
    )
    tell([say("{source}: {note}", source=source, note=note) for note in rows.notes])
    return Unlabelled(rows)
