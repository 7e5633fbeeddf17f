"""A sample of a table of any length, drawn evenly from all of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.data.table import Table

__all__ = ["Sample"]

_MOST = 40_000
"""Rows kept; of more, half are let go."""

_SPREAD = 2_654_435_769
"""2**32 over the golden ratio: its multiples are spread evenly, whatever the rows' period."""


class Sample:
    """Every row of a short table; of a long one 20,000 to 40,000, the first row always."""

    def __init__(self) -> None:
        self.columns: dict[str, list[object]] = {}
        self._drawn = np.empty(0, np.int64)
        self._seen = 0
        self._halvings = 0

    def add(self, table: Table) -> None:
        """Draw from further rows; columns that are new in them were None before."""
        numbers = np.arange(self._seen, self._seen + len(table.rows))
        chosen = np.flatnonzero(self._among(numbers)).tolist()
        for name in table.columns:
            self.columns.setdefault(name, [None] * len(self._drawn))
        for name, held in self.columns.items():
            cells = table.columns.get(name)
            held += [None] * len(chosen) if cells is None else [cells[i] for i in chosen]
        self._drawn = np.append(self._drawn, numbers[chosen])
        self._seen += len(table.rows)
        while len(self._drawn) > _MOST:
            self._halve()

    def _among(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        return numbers * _SPREAD % 2**32 < 2**32 >> self._halvings

    def _halve(self) -> None:
        self._halvings += 1
        kept = np.flatnonzero(self._among(self._drawn)).tolist()
        self._drawn = self._drawn[kept]
        self.columns = {name: [cells[i] for i in kept] for name, cells in self.columns.items()}
