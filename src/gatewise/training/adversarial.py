"""Adversarial training: the embeddings that the model takes worst, near those of the text.

Miyato, Dai & Goodfellow, "Adversarial training methods for semi-supervised text classification",
2017. There embeddings are normalised, so that the model cannot outgrow the perturbation; here the
perturbation grows with them.

Legend: N rows, T tokens, D embedding.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["worst_move"]

_TINY = 1e-12
"""Keeps the direction of a gradient of zeros free of NaN."""


@torch.no_grad()
def worst_move(x: Tensor, lengths: Tensor, size: float) -> Tensor:
    """The move of each row along the slope of its loss.

    Args:
        x: Embedded tokens with their gradient, (N, T, D), zero after each row's length.
        lengths: (N,).
        size: Length of the move of a whole row, as a share of the root mean square length of the
            row's tokens.

    Returns:
        (N, T, D), zero after each row's length.
    """
    slope = torch.zeros_like(x) if x.grad is None else x.grad  # (N, T, D)
    tokens = x.square().sum(dim=(1, 2)) / lengths.clamp(min=1)  # (N,) mean squared length
    slopes = slope.square().sum(dim=(1, 2)).sqrt() + _TINY  # (N,)
    return slope * (size * tokens.sqrt() / slopes)[:, None, None]
