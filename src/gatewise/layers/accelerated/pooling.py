"""The pooling kernels as functions that torch can differentiate."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from gatewise.layers.accelerated.memory import array
from gatewise.layers.native import pooling as kernel
from gatewise.layers.operations import Attention

__all__ = ["attend", "maximum", "mean"]


def maximum(x: Tensor, lengths: Tensor) -> Tensor:
    """The largest value over real steps: (N, T, D) -> (N, D)."""
    largest: Tensor = _Maximum.apply(lengths, x)  # type: ignore[no-untyped-call]
    return largest


def mean(x: Tensor, lengths: Tensor) -> Tensor:
    """The mean over real steps: (N, T, D) -> (N, D)."""
    average: Tensor = _Mean.apply(lengths, x)  # type: ignore[no-untyped-call]
    return average


def attend(x: Tensor, lengths: Tensor, weights: Attention[Tensor], bfloat16: bool) -> Tensor:
    """The mixture of steps that a learnt query asks for: (N, T, D) -> (N, D)."""
    flat = weights.projection, weights.bias, weights.query
    mixture: Tensor = _Attend.apply(bfloat16, lengths, x, *flat)  # type: ignore[no-untyped-call]
    return mixture


class _Maximum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, lengths: Tensor, x: Tensor) -> Tensor:
        out, ctx.where = kernel.maximum_to_learn(array(x), array(lengths))
        ctx.lengths, ctx.steps = lengths, x.shape[1]
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        dx = kernel.maximum_back(array(ctx.lengths), ctx.where, array(gradient), ctx.steps)
        return None, torch.from_numpy(dx)


class _Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, lengths: Tensor, x: Tensor) -> Tensor:
        ctx.lengths, ctx.steps = lengths, x.shape[1]
        return torch.from_numpy(kernel.mean(array(x), array(lengths)))

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        dx = kernel.mean_back(array(ctx.lengths), array(gradient), ctx.steps)
        return None, torch.from_numpy(dx)


class _Attend(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, bfloat16: bool, lengths: Tensor, x: Tensor, *flat: Tensor) -> Tensor:
        kept = kernel.attend_to_learn(
            array(x), array(lengths), Attention(*map(array, flat)), bfloat16=bfloat16
        )
        ctx.kept, ctx.bfloat16 = kept, bfloat16
        ctx.save_for_backward(lengths, x, *flat)
        return torch.from_numpy(kept.out)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        lengths, x, *flat = ctx.saved_tensors
        dx, parts = kernel.attend_back(
            array(x),
            array(lengths),
            Attention(*map(array, flat)),
            ctx.kept,
            array(gradient),
            bfloat16=ctx.bfloat16,
        )
        arrays = [dx, parts.projection, parts.bias, parts.query]
        return None, None, *map(torch.from_numpy, arrays)
