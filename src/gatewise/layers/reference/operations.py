"""The reference layers under the names that architectures use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatewise.layers.operations import Attention, Batch, Convolution, Dense, Lstm
from gatewise.layers.reference import convolution, pooling, recurrent
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

    def lstm(self, x: Floats, lengths: Floats, weights: Lstm[Floats], *, reverse: bool) -> Floats:
        return recurrent.lstm(x, lengths, weights, reverse=reverse)

    def first(self, x: Floats) -> Floats:
        return pooling.first(x)

    def last(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.last(x, lengths)

    def maximum(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.maximum(x, lengths)

    def mean(self, x: Floats, lengths: Floats) -> Floats:
        return pooling.mean(x, lengths)

    def attend(self, x: Floats, lengths: Floats, weights: Attention[Floats]) -> Floats:
        return pooling.attend(x, lengths, weights)

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
