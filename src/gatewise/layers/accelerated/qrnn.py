"""The QRNN kernel as a function that torch can differentiate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gatewise.layers.accelerated.memory import array
from gatewise.layers.native import qrnn as kernel
from gatewise.layers.operations import Qrnn

__all__ = ["qrnn"]


def qrnn(
    x: Tensor,
    lengths: Tensor,
    directions: Sequence[Qrnn[Tensor]],
    masks: Sequence[Tensor],
    bfloat16: bool,
) -> Tensor:
    """Hidden states (N, T, D) -> (N, T, S) of one or two directions.

    Args:
        x: (N, T, D).
        lengths: (N,).
        directions: weight (3H, W, D), bias (3H,) of each.
        masks: (T, N, H) of each in the order of reading, zero where a unit keeps its cell; or none.
        bfloat16: Multiply bf16 numbers.
    """
    flat = [part for w in directions for part in (w.weight, w.bias)]
    arrays = [array(mask) for mask in masks]
    states: Tensor = _Qrnn.apply(bfloat16, arrays, lengths, x, *flat)  # type: ignore[no-untyped-call]
    return states


class _Qrnn(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, bfloat16: bool, masks: list[Any], lengths: Tensor, x: Tensor, *flat: Tensor
    ) -> Tensor:
        kept = kernel.forward_to_learn(
            array(x), array(lengths), _directions(flat), masks, bfloat16=bfloat16
        )
        ctx.kept, ctx.masks, ctx.bfloat16 = kept, masks, bfloat16
        ctx.save_for_backward(lengths, x, *flat)
        return torch.from_numpy(kept.out)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        lengths, x, *flat = ctx.saved_tensors
        dx, parts = kernel.backward(
            array(x),
            array(lengths),
            _directions(flat),
            ctx.masks,
            ctx.kept,
            array(gradient),
            bfloat16=ctx.bfloat16,
        )
        arrays = [dx, *(a for w in parts for a in (w.weight, w.bias))]
        return None, None, None, *map(torch.from_numpy, arrays)


def _directions(flat: Sequence[Tensor]) -> list[Qrnn[Any]]:
    arrays = [array(part) for part in flat]
    return [Qrnn(*arrays[i : i + 2]) for i in range(0, len(arrays), 2)]
