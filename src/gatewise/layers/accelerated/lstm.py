"""The LSTM kernel as a function that torch can differentiate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gatewise.layers.accelerated.memory import array
from gatewise.layers.native import lstm as kernel
from gatewise.layers.operations import Lstm

__all__ = ["lstm"]


def lstm(x: Tensor, lengths: Tensor, directions: Sequence[Lstm[Tensor]], bfloat16: bool) -> Tensor:
    """Hidden states (N, T, D) -> (N, T, S) of one or two directions."""
    flat = [part for w in directions for part in (w.input, w.recurrent, w.bias)]
    states: Tensor = _Lstm.apply(bfloat16, lengths, x, *flat)  # type: ignore[no-untyped-call]
    return states


class _Lstm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, bfloat16: bool, lengths: Tensor, x: Tensor, *flat: Tensor) -> Tensor:
        steps, weights = array(x), _directions(flat)
        if not any(ctx.needs_input_grad):
            return torch.from_numpy(
                kernel.forward(steps, array(lengths), weights, bfloat16=bfloat16)
            )
        kept = kernel.forward_to_learn(steps, array(lengths), weights, bfloat16=bfloat16)
        ctx.kept, ctx.bfloat16 = kept, bfloat16
        ctx.save_for_backward(lengths, x, *flat)
        return torch.from_numpy(kept.out)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        lengths, x, *flat = ctx.saved_tensors
        dx, parts = kernel.backward(
            array(x),
            array(lengths),
            _directions(flat),
            ctx.kept,
            array(gradient),
            bfloat16=ctx.bfloat16,
        )
        # The gates were overwritten: a second way back would be wrong.
        ctx.kept = None
        arrays = [dx, *(a for w in parts for a in (w.input, w.recurrent, w.bias))]
        return None, None, *map(torch.from_numpy, arrays)


def _directions(flat: Sequence[Tensor]) -> list[Lstm[Any]]:
    arrays = [array(part) for part in flat]
    return [Lstm(*arrays[i : i + 3]) for i in range(0, len(arrays), 3)]
