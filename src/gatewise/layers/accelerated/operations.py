"""`Operations` by the native kernels, with gradients; what has no kernel is torch's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gatewise.kernels import native
from gatewise.layers.accelerated import convolution, pooling
from gatewise.layers.accelerated.lstm import lstm
from gatewise.layers.accelerated.memory import array
from gatewise.layers.accelerated.qrnn import qrnn
from gatewise.layers.native import embed
from gatewise.layers.operations import Attention, Batch, Convolution, Lstm, Qrnn
from gatewise.layers.trainable import TrainableOperations

__all__ = ["AcceleratedOperations"]

_SEEDS = 2**62


class AcceleratedOperations(TrainableOperations):
    """Layers on the processor.

    Args:
        generator: Source of the dropout masks; None leaves every dropout out (evaluation).
        bfloat16: Multiply bf16 numbers; weights, sums and cells stay float32.
    """

    def __init__(self, generator: torch.Generator | None = None, *, bfloat16: bool = False) -> None:
        super().__init__(generator)
        self.bfloat16 = bfloat16

    def embed(self, table: Tensor, batch: Batch[Tensor]) -> Tensor:
        if table.requires_grad:
            return super().embed(table, batch)
        return torch.from_numpy(embed.forward(table.numpy(), _arrays(batch)))

    def row_gradients(self, batch: Batch[Tensor], gradient: Tensor) -> tuple[Tensor, Tensor]:
        rows, gradients = embed.row_gradients(_arrays(batch), array(gradient))
        return torch.from_numpy(rows), torch.from_numpy(gradients)

    def strongest(
        self, x: Tensor, lengths: Tensor, kernels: Sequence[Convolution[Tensor]]
    ) -> Tensor:
        return convolution.strongest(x, lengths, kernels, self.bfloat16)

    def convolve(self, x: Tensor, lengths: Tensor, kernel: Convolution[Tensor]) -> Tensor:
        return convolution.convolve(x, lengths, kernel, self.bfloat16)

    def lstm(self, x: Tensor, lengths: Tensor, directions: Sequence[Lstm[Tensor]]) -> Tensor:
        return lstm(x, lengths, directions, self.bfloat16)

    def _mask(
        self, shape: tuple[int, ...], rate: float, like: Tensor, value: float = 1.0
    ) -> Tensor:
        if self.generator is None:
            return like.new_full(shape, value)
        seed = torch.randint(_SEEDS, (), generator=self.generator)
        mask = np.empty(math.prod(shape), np.float32)
        native.draw_mask(mask, 1 - rate, value, int(seed))
        return torch.from_numpy(mask.reshape(shape))

    def qrnn(
        self, x: Tensor, lengths: Tensor, directions: Sequence[Qrnn[Tensor]], *, zoneout: float
    ) -> Tensor:
        masks: list[Tensor] = []
        if self.generator is not None and zoneout:
            shape = x.shape[1], x.shape[0], len(directions[0].bias) // 3  # (T, N, H)
            masks = [self._mask(shape, zoneout, x) for _ in directions]
        return qrnn(x, lengths, directions, masks, self.bfloat16)

    def maximum(self, x: Tensor, lengths: Tensor) -> Tensor:
        return pooling.maximum(x, lengths)

    def mean(self, x: Tensor, lengths: Tensor) -> Tensor:
        return pooling.mean(x, lengths)

    def attend(self, x: Tensor, lengths: Tensor, weights: Attention[Tensor]) -> Tensor:
        return pooling.attend(x, lengths, weights, self.bfloat16)


def _arrays(batch: Batch[Tensor]) -> Batch[Any]:
    return Batch(**{name: array(tensor) for name, tensor in vars(batch).items()})
