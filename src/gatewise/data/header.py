"""Is the first row names or data? Told by known names, or by a label that occurs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatewise.data.columns import fold_name, is_known_name, looks_like_labels
from gatewise.data.table import Wanted, ordinal
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["First", "names_of", "tell_ordinals"]

_LONGEST_NAME = 40  # characters, and below it words: longer first cells are texts
_MOST_WORDS = 6


@dataclass(frozen=True)
class First:
    """The first row of a table whose columns may have names.

    Attributes:
        row: Its number in the source.
        cells: Its cells.
        times: How often each cell stands in its column.
    """

    row: int
    cells: tuple[str, ...]
    times: tuple[int, ...]


def names_of(
    first: First, sample: Mapping[str, Sequence[object]], wanted: Wanted, source: str
) -> tuple[str, ...] | None:
    """The names that the first row gives to the columns; None where it is data.

    Args:
        first: The first row.
        sample: Cells by our names of the columns, the first row among them.
        wanted: What the user asked for.
        source: The file, for messages.

    Raises:
        InputError: When two columns have the same name.
    """
    if not _is_header(first, list(sample.values()), wanted):
        return None
    names = tuple(cell.strip() or ordinal(i) for i, cell in enumerate(first.cells))
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError.at(
            source,
            first.row,
            say("two columns are called {name!r}", name=twice[0]),
            say("a name of its own for each column"),
            say("Rename one of them in the header."),
        )
    return names


def tell_ordinals(row: int, names: Sequence[str]) -> str:
    """Tell that there is no header, and how the columns are called."""
    if len(names) == 1:
        return say(
            "No header: row {row} is data, so 1 column is called {name}.", row=row, name=names[0]
        )
    return say(
        "No header: row {row} is data, so {n} columns are called {names}.",
        row=row,
        n=len(names),
        names=say(", ").join(names),
    )


def _is_header(first: First, columns: Sequence[Sequence[object]], wanted: Wanted) -> bool:
    folded = {fold_name(cell) for cell in first.cells}
    # A number that was asked for is a position, and may well be a label in the first row.
    if any(fold_name(name) in folded for name in wanted.names if not name.isdecimal()):
        return True
    # A class may be called "review" or "topic": a name does not come again and again below itself.
    counted = zip(first.cells, first.times, strict=True)
    if any(is_known_name(cell) and times <= 2 for cell, times in counted):
        return True
    if len(first.cells) == 1 or any(map(_is_long, first.cells)):
        return False
    pairs = zip(first.times, columns, strict=True)
    return not any(times > 1 and looks_like_labels(column) for times, column in pairs)


def _is_long(cell: str) -> bool:
    return len(cell) > _LONGEST_NAME or len(cell.split()) > _MOST_WORDS
