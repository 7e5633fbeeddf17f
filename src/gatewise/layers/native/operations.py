"""`Operations` by the native kernels, on float32 NumPy arrays; the rest is the reference's.

Every sum runs in a fixed order for each row, so that an answer is the same to the bit whatever
else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatewise.kernels import native
from gatewise.layers.native import convolution, embed, lstm, pooling, qrnn
from gatewise.layers.operations import Attention, Batch, Convolution, Dense, Lstm, Qrnn
from gatewise.layers.reference import ReferenceOperations
from gatewise.layers.reference.activations import Floats

__all__ = ["NativeOperations"]


class NativeOperations(ReferenceOperations):
    """Layers without gradients."""

    def embed(self, table: Floats, batch: Batch[Floats]) -> Floats:
        return embed.forward(table, batch)

    def strongest(
        self, x: Floats, lengths: Floats, kernels: Sequence[Convolution[Floats]]
    ) -> Floats:
        return convolution.strongest(x, lengths, kernels)

    def convolve(self, x: Floats, lengths: Floats, kernel: Convolution[Floats]) -> Floats:
        return convolution.convolve(x, lengths, kernel)

    def lstm(self, x: Floats, lengths: Floats, directions: Sequence[Lstm[Floats]]) -> Floats:
        return lstm.forward(x, lengths, directions)

    def qrnn(
        self, x: Floats, lengths: Floats, directions: Sequence[Qrnn[Floats]], *, zoneout: float
    ) -> Floats:
        return qrnn.forward(x, lengths, directions)

    def maximum(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.maximum(x, lengths)

    def mean(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.mean(x, lengths)

    def attend(self, x: Floats, lengths: Floats, weights: Attention[Floats]) -> Floats:
        return pooling.attend(x, lengths, weights)

    def dense(self, x: Floats, weights: Dense[Floats]) -> Floats:
        out = np.empty((len(x), len(weights.bias)), np.float32)
        native.dense_forward(x, weights.weight, weights.bias, out)
        return out
