"""Rows of different lengths in two flat arrays: the data form between text and layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native

__all__ = ["Ragged", "count_rows"]

_ROWS_AT_ONCE = 256
"""Some megabytes of pairs, even of long texts."""


@dataclass(frozen=True)
class Ragged:
    """N rows of token ids: `values` end to end, row i at `offsets[i]:offsets[i + 1]`.

    Args:
        values: int32, shape (tokens,).
        offsets: int64, shape (N + 1,), starting at 0.
    """

    values: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Join `rows`."""
        lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        flat = (token for row in rows for token in row)
        return cls(np.fromiter(flat, dtype=np.int32, count=int(offsets[-1])), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each row, shape (N,)."""
        return np.diff(self.offsets)

    def row_numbers(self) -> NDArray[np.int64]:
        """The row of each value, shape (tokens,)."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, rows: NDArray[np.int64]) -> Ragged:
        """Return the given rows, in the given order."""
        lengths = self.lengths[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        # Position p of output row i lies at offsets[rows[i]] + (p - output offset of i).
        shift = np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        return Ragged(self.values[np.arange(offsets[-1]) + shift], offsets)

    def pad(self, fill: int) -> NDArray[np.int32]:
        """Return the rows side by side, shape (N, longest), short ones filled with `fill`."""
        lengths = self.lengths
        width = int(lengths.max(initial=0))
        padded = np.full((len(self), width), fill, dtype=np.int32)  # (N, T)
        padded[np.arange(width) < lengths[:, None]] = self.values
        return padded


def count_rows(rows: Ragged, size: int, parts: Ragged | None = None) -> NDArray[np.int64]:
    """In how many rows each number stands; one that stands in a row twice counts once.

    Args:
        rows: Numbers; below `size`, or with `parts` below their count.
        size: How many numbers, or parts, there are.
        parts: What each number stands for; then its parts are counted instead.

    Returns:
        Shape (size,).
    """
    if native is not None:
        listed = (None, None) if parts is None else (parts.values, parts.offsets)
        counted: NDArray[np.int64] = native.count_rows(rows.values, rows.offsets, *listed, size)
        return counted
    counts = np.zeros(size, np.int64)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows.take(np.arange(start, min(len(rows), start + _ROWS_AT_ONCE)))
        row, number = _once(some.row_numbers(), some.values, size if parts is None else len(parts))
        if parts is not None:
            found = parts.take(number)
            row, number = _once(np.repeat(row, found.lengths), found.values, size)
        counts += np.bincount(number, minlength=size)
    return counts


def _once(
    row: NDArray[np.int64], number: NDArray[np.integer[Any]], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct pairs of a row and a number below `size`."""
    return np.divmod(np.unique(row * size + number), max(size, 1))
