"""Rows of different lengths in two flat arrays: the data form between text and layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ragged"]


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
