"""The recurrence c[t] = f[t] c[t-1] + b[t], forward and backward, a few operations a step.

Written as loops of autograd operations it would keep a graph of every step. Its gradient is the
same recurrence run from the end: g[t] = dc[t] + f[t+1] g[t+1]; then db = g and df[t] = g[t] c[t-1].

Legend: T steps, N rows, H units.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

__all__ = ["scan"]


def scan(forget: Tensor, written: Tensor) -> Tensor:
    """Cells of every step.

    Args:
        forget: f, (T, N, H).
        written: b, (T, N, H).

    Returns:
        c, (T, N, H), from a cell of zeros.
    """
    cells: Tensor = _Scan.apply(forget, written)  # type: ignore[no-untyped-call]
    return cells


class _Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, forget: Tensor, written: Tensor) -> Tensor:
        cells = written.clone()  # (T, N, H)
        for t in range(1, len(cells)):
            cells[t].addcmul_(forget[t], cells[t - 1])
        ctx.save_for_backward(forget, cells)
        return cells

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        forget, cells = ctx.saved_tensors
        written = gradient.clone()  # (T, N, H)
        for t in range(len(written) - 2, -1, -1):
            written[t].addcmul_(forget[t + 1], written[t + 1])
        before = torch.cat((torch.zeros_like(cells[:1]), cells[:-1]))  # (T, N, H)
        return written * before, written
