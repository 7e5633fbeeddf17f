"""Texts as numbers of their units: every unit's string is kept once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.text.ragged import Ragged

__all__ = ["EVERYTHING", "Kept", "Numbered", "number_units"]


@dataclass(frozen=True)
class Kept:
    """What is read of a text that has more than `head + tail` units.

    Args:
        head: Units from its start.
        tail: Units up to its end.
    """

    head: int
    tail: int = 0

    def of(self, units: Sequence[str]) -> Sequence[str]:
        """What is read of a text with these units."""
        if len(units) <= self.head + self.tail:
            return units
        return [*units[: self.head], *units[len(units) - self.tail :]]


EVERYTHING = Kept(1 << 40)


@dataclass(frozen=True)
class Numbered:
    """N texts by the numbers of their units.

    Args:
        units: Distinct units, in the order in which they first appear.
        rows: For each text the numbers of the units that are read of it.
        lengths: int64, shape (N,): units of each text, read or not.
    """

    units: list[str]
    rows: Ragged
    lengths: NDArray[np.int64]


def number_units(documents: Iterable[Sequence[str]], kept: Kept = EVERYTHING) -> Numbered:
    """Number the units of `documents`."""
    numbers: dict[str, int] = {}
    rows, lengths = [], []
    for units in documents:
        rows.append([numbers.setdefault(unit, len(numbers)) for unit in kept.of(units)])
        lengths.append(len(units))
    return Numbered(list(numbers), Ragged.of(rows), np.array(lengths, np.int64))
