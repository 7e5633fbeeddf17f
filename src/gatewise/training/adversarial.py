"""Adversarial training: the embeddings that the model takes worst, near those of the text.

Miyato, Dai & Goodfellow, "Adversarial training methods for semi-supervised text classification",
2017. There embeddings are normalised, so that the model cannot outgrow the perturbation; here the
perturbation grows with them.

Legend: N rows, T tokens, D embedding.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["worst_case"]

_TINY = 1e-12
"""Keeps the direction of a gradient of zeros free of NaN."""


def worst_case(x: Tensor, loss: Tensor, lengths: Tensor, size: float) -> Tensor:
    """`x` with each row moved along the slope of the loss; gradients flow through `x` alone.

    Args:
        x: Embedded tokens, (N, T, D), zero after each row's length.
        loss: A loss computed from `x`; its graph is kept.
        lengths: (N,).
        size: Length of the move of a whole row, as a share of the root mean square length of the
            row's tokens.

    Returns:
        (N, T, D), zero after each row's length.
    """
    (slope,) = torch.autograd.grad(loss, x, retain_graph=True)  # (N, T, D)
    with torch.no_grad():
        tokens = x.square().sum(dim=(1, 2)) / lengths.clamp(min=1)  # (N,) mean squared length
        slopes = slope.square().sum(dim=(1, 2)).sqrt() + _TINY  # (N,)
        move = slope * (size * tokens.sqrt() / slopes)[:, None, None]  # (N, T, D)
    return x + move
