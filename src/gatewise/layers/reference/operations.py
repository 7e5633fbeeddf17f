"""The reference layers under the names that architectures use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatewise.layers.operations import (
    Attention,
    Batch,
    BatchNorm,
    Convolution,
    Dense,
    LayerNorm,
    Lstm,
    Qrnn,
)
from gatewise.layers.reference import convolution, normalisation, pooling, recurrent
from gatewise.layers.reference.activations import Floats
from gatewise.layers.reference.masks import masked

__all__ = ["ReferenceOperations"]


class ReferenceOperations:
    """`Operations` in NumPy. Shapes stand in `gatewise.layers.operations`."""

    def embed(self, table: Floats, batch: Batch[Floats]) -> Floats:
        counts = np.diff(batch.starts, append=len(batch.pieces))  # (U,)
        sums = np.add.reduceat(table[batch.pieces], batch.starts)  # (U, D)
        words = sums / counts[:, None].astype(table.dtype)  # (U, D)
        return masked(words[batch.tokens], batch.lengths)  # (N, T, D)

    def strongest(
        self, x: Floats, lengths: Floats, kernels: Sequence[Convolution[Floats]]
    ) -> Floats:
        responses = (np.maximum(convolution.convolve(x, lengths, k), 0) for k in kernels)
        return np.concatenate([pooling.maximum(r, lengths) for r in responses], axis=1)

    def convolve(self, x: Floats, lengths: Floats, kernel: Convolution[Floats]) -> Floats:
        return convolution.convolve(x, lengths, kernel)

    def relu(self, x: Floats) -> Floats:
        positive: Floats = np.maximum(x, 0)
        return positive

    def lstm(self, x: Floats, lengths: Floats, directions: Sequence[Lstm[Floats]]) -> Floats:
        return recurrent.lstm(x, lengths, directions)

    def qrnn(
        self, x: Floats, lengths: Floats, directions: Sequence[Qrnn[Floats]], *, zoneout: float
    ) -> Floats:
        return recurrent.qrnn(x, lengths, directions)

    def batch_norm(self, x: Floats, lengths: Floats, weights: BatchNorm[Floats]) -> Floats:
        return normalisation.batch_norm(x, lengths, weights)

    def layer_norm(self, x: Floats, lengths: Floats, weights: LayerNorm[Floats]) -> Floats:
        return normalisation.layer_norm(x, lengths, weights)

    def ends(self, x: Floats, lengths: Floats, directions: int) -> Floats:
        return pooling.ends(x, lengths, directions)

    def maximum(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.maximum(x, lengths)

    def mean(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.mean(x, lengths)

    def attend(self, x: Floats, lengths: Floats, weights: Attention[Floats]) -> Floats:
        return pooling.attend(x, lengths, weights)

    def strongest_window(self, x: Floats, windows: Floats) -> Floats:
        return pooling.strongest_window(x, windows)

    def dense(self, x: Floats, weights: Dense[Floats]) -> Floats:
        return x @ weights.weight.T + weights.bias

    def join(self, parts: list[Floats]) -> Floats:
        return np.concatenate(parts, axis=-1)

    def dropout(self, x: Floats, rate: float) -> Floats:
        return x

    def locked_dropout(self, x: Floats, rate: float) -> Floats:
        return x

    def drop_words(self, x: Floats, rate: float) -> Floats:
        return x
