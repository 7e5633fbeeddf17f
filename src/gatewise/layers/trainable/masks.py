"""Which steps of a padded batch are real.

Legend: N rows, T steps, D width.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["masked", "real_steps"]


def real_steps(lengths: Tensor, steps: int) -> Tensor:
    """True where a step belongs to its row, shape (N, T)."""
    return torch.arange(steps, device=lengths.device) < lengths[:, None]


def masked(x: Tensor, lengths: Tensor) -> Tensor:
    """`x` (N, T, D) with zeros after each row's length."""
    return x.masked_fill(~real_steps(lengths, x.shape[1])[:, :, None], 0.0)
