"""`Operations` by the native kernels, on float32 NumPy arrays; the rest is the reference's.

Every sum runs in a fixed order for each row, so that an answer is the same to the bit whatever
else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence

from gatewise.layers.native import embed, lstm
from gatewise.layers.operations import Batch, Lstm
from gatewise.layers.reference import ReferenceOperations
from gatewise.layers.reference.activations import Floats

__all__ = ["NativeOperations"]


class NativeOperations(ReferenceOperations):
    """Layers without gradients."""

    def embed(self, table: Floats, batch: Batch[Floats]) -> Floats:
        return embed.forward(table, batch)

    def lstm(self, x: Floats, lengths: Floats, directions: Sequence[Lstm[Floats]]) -> Floats:
        return lstm.forward(x, lengths, directions)
