"""The convolution kernels as functions that torch can differentiate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gatewise.layers.accelerated.memory import array
from gatewise.layers.native import convolution as kernel
from gatewise.layers.operations import Convolution

__all__ = ["convolve", "strongest"]


def convolve(x: Tensor, lengths: Tensor, weights: Convolution[Tensor], bfloat16: bool) -> Tensor:
    """Responses at every step: (N, T, D) -> (N, T, F)."""
    flat = weights.weight, weights.bias
    responses: Tensor = _Convolve.apply(bfloat16, lengths, x, *flat)  # type: ignore[no-untyped-call]
    return responses


def strongest(
    x: Tensor, lengths: Tensor, kernels: Sequence[Convolution[Tensor]], bfloat16: bool
) -> Tensor:
    """Largest response of each filter: (N, T, D) -> (N, sum of F)."""
    flat = [part for k in kernels for part in (k.weight, k.bias)]
    responses: Tensor = _Strongest.apply(bfloat16, lengths, x, *flat)  # type: ignore[no-untyped-call]
    return responses


class _Convolve(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, bfloat16: bool, lengths: Tensor, x: Tensor, *flat: Tensor) -> Tensor:
        ctx.bfloat16 = bfloat16
        ctx.save_for_backward(lengths, x, *flat)
        weights = Convolution(*map(array, flat))
        return torch.from_numpy(
            kernel.convolve(array(x), array(lengths), weights, bfloat16=bfloat16)
        )

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        lengths, x, *flat = ctx.saved_tensors
        dx, parts = kernel.convolve_back(
            array(x),
            array(lengths),
            Convolution(*map(array, flat)),
            array(gradient),
            bfloat16=ctx.bfloat16,
        )
        return None, None, *map(torch.from_numpy, (dx, parts.weight, parts.bias))


class _Strongest(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, bfloat16: bool, lengths: Tensor, x: Tensor, *flat: Tensor) -> Tensor:
        out, ctx.where = kernel.strongest_to_learn(
            array(x), array(lengths), _kernels(flat), bfloat16=bfloat16
        )
        ctx.save_for_backward(lengths, x, *flat)
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        lengths, x, *flat = ctx.saved_tensors
        dx, parts = kernel.strongest_back(
            array(x), array(lengths), _kernels(flat), ctx.where, array(gradient)
        )
        arrays = [dx, *(a for k in parts for a in (k.weight, k.bias))]
        return None, None, *map(torch.from_numpy, arrays)


def _kernels(flat: Sequence[Tensor]) -> list[Convolution[Any]]:
    arrays = [array(part) for part in flat]
    return [Convolution(*arrays[i : i + 2]) for i in range(0, len(arrays), 2)]
