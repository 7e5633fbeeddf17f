"""From cells to the weights of rows."""

from __future__ import annotations

import math
from decimal import Decimal

from gatewise.data.cells import Flaw, add_flaw, kind_of
from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.languages import say

__all__ = ["weights_of"]

_LONGEST = 30  # characters of a wrong weight that are shown


def weights_of(table: Table, column: str, bad: BadRows) -> list[float]:
    """A weight a row, a finite number of at least 0; 0 where `bad` took the row.

    Args:
        table: The rows.
        column: The weight column; strings that are numbers count as these.
        bad: Takes rows whose weight is missing or none.
    """
    values: list[float] = []
    for i, cell in enumerate(table.columns[column]):
        weight = _weight(cell)
        if weight is None:
            expected = say("a number of at least 0 as weight")
            remedy = say("Correct it, or name another column with --weight.")
            add_flaw(bad, table, i, Flaw(_told(cell), expected, remedy))
        values.append(weight or 0.0)
    return values


def _weight(cell: object) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | str):
        return None
    try:
        weight = float(cell)
    except (ValueError, OverflowError):
        return None
    return weight if math.isfinite(weight) and weight >= 0 else None


def _told(cell: object) -> str:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return say("no weight")
    if isinstance(cell, int | float | Decimal | str) and not isinstance(cell, bool):
        shown = str(cell)[:_LONGEST]
        return say("the weight {weight}", weight=repr(shown) if isinstance(cell, str) else shown)
    return say("{kind} as weight", kind=kind_of(cell))
