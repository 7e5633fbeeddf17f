"""Convolution over time (Kim 2014), every step a centre, zeros beyond both ends of a text.

Legend: N rows, T steps, D input width, F filters, W steps a filter sees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.operations import Convolution
from gatewise.layers.reference.activations import Floats
from gatewise.layers.reference.masks import masked

__all__ = ["convolve"]


def convolve(x: Floats, lengths: NDArray[np.integer], weights: Convolution[Floats]) -> Floats:
    """out[n, t] = b + sum over k of x[n, t + k - (W - 1) // 2] W_k'.

    Args:
        x: (N, T, D), zero after each row's length.
        lengths: (N,).
        weights: weight (F, W, D), bias (F,).

    Returns:
        (N, T, F), zero after each row's length.
    """
    _, steps, _ = x.shape
    width = weights.weight.shape[1]
    before = (width - 1) // 2
    padded = np.pad(x, ((0, 0), (before, width - 1 - before), (0, 0)))
    out = np.broadcast_to(weights.bias, (*x.shape[:2], len(weights.bias)))  # (N, T, F)
    for k in range(width):
        out = out + padded[:, k : k + steps] @ weights.weight[:, k].T  # (N, T, F)
    return masked(out, lengths)
