"""The embedding kernel. Legend: N rows, T steps, D width, V rows of the table, U distinct ones."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Batch

__all__ = ["forward", "row_gradients"]

Floats: TypeAlias = NDArray[np.float32]


def forward(table: Floats, batch: Batch[Any]) -> Floats:
    """The mean of each token's rows, (N, T, D), zero after each row's length.

    Args:
        table: (V, D); its rows may lie apart in a wider array.
        batch: What to embed, in int64.
    """
    out = np.empty((*batch.tokens.shape, table.shape[1]), np.float32)
    native.embed_forward(table, batch.tokens, batch.lengths, batch.pieces, batch.starts, out)
    return out


def row_gradients(batch: Batch[Any], gradient: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The rows of the table that made up a batch (U,), ascending, and their gradients (U, D).

    Args:
        batch: What was embedded.
        gradient: Of the embedded tokens, (N, T, D).
    """
    rows, places = native.distinct(batch.pieces, int(batch.pieces.max(initial=-1)) + 1)
    gradients = np.empty((len(rows), gradient.shape[2]), np.float32)
    native.embed_backward(gradient, batch.tokens, batch.lengths, places, batch.starts, gradients)
    return rows, gradients
