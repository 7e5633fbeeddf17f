"""`Operations` by the native kernels, with gradients; what has no kernel is torch's own."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from gatewise.layers.accelerated.lstm import lstm
from gatewise.layers.operations import Lstm
from gatewise.layers.trainable import TrainableOperations

__all__ = ["AcceleratedOperations"]


class AcceleratedOperations(TrainableOperations):
    """Layers on the processor.

    Args:
        generator: Source of the dropout masks; None leaves every dropout out (evaluation).
        bfloat16: Multiply bf16 numbers; weights, sums and cells stay float32.
    """

    def __init__(self, generator: torch.Generator | None = None, *, bfloat16: bool = False) -> None:
        super().__init__(generator)
        self.bfloat16 = bfloat16

    def lstm(self, x: Tensor, lengths: Tensor, directions: Sequence[Lstm[Tensor]]) -> Tensor:
        return lstm(x, lengths, directions, self.bfloat16)
