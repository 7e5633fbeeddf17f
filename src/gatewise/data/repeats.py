"""What occurs more than once: repeated rows, and texts that carry several labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import Label
from gatewise.data.same_text import group_by_text

__all__ = ["Repeats", "repeats"]


@dataclass(frozen=True, eq=False)
class Repeats:
    """Repetition among N rows, by folded text.

    Attributes:
        first: Rising indices of the rows whose text was not there before.
        repeated_rows: How many rows repeat an earlier text: N minus the size of `first`.
        conflicts: For each text that carries several labels, the indices of its rows.
    """

    first: NDArray[np.int64]
    repeated_rows: int
    conflicts: tuple[tuple[int, ...], ...]


def repeats(texts: Sequence[str], labels: Sequence[Label]) -> Repeats:
    """Find repeated texts and those with several labels.

    Args:
        texts: N texts; compared by `same_text.fold_case_and_space`.
        labels: N labels; label sets conflict when they differ.
    """
    group = group_by_text(texts)
    _, first = np.unique(group, return_index=True)  # group numbers rise with first occurrence
    rows_of: dict[int, list[int]] = {}
    of_repeated = np.bincount(group)[group] > 1 if len(group) else group
    for index in np.flatnonzero(of_repeated).tolist():
        rows_of.setdefault(int(group[index]), []).append(index)
    conflicts = (
        tuple(rows) for rows in rows_of.values() if len({labels[index] for index in rows}) > 1
    )
    return Repeats(first.astype(np.int64), len(group) - len(first), tuple(conflicts))
