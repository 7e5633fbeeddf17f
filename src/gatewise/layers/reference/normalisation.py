"""Normalisation of sequences; padding counts for nothing.

Legend: N rows, T steps, D width.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.operations import BatchNorm, LayerNorm
from gatewise.layers.reference.activations import Floats
from gatewise.layers.reference.masks import masked

__all__ = ["EPSILON", "batch_norm", "layer_norm"]

EPSILON = 1e-5
"""Added to a variance, so that a constant channel does not divide by zero."""


def batch_norm(x: Floats, lengths: NDArray[np.integer], weights: BatchNorm[Floats]) -> Floats:
    """Each channel by the mean and variance that training saw (Ioffe & Szegedy 2015).

    Args:
        x: (N, T, D).
        lengths: (N,).
        weights: (D,) each.

    Returns:
        (N, T, D), zero after each row's length.
    """
    scale = weights.scale / np.sqrt(weights.variance + x.dtype.type(EPSILON))  # (D,)
    return masked((x - weights.mean) * scale + weights.shift, lengths)


def layer_norm(x: Floats, lengths: NDArray[np.integer], weights: LayerNorm[Floats]) -> Floats:
    """Each step by its own mean and variance over channels (Ba, Kiros & Hinton 2016).

    Args:
        x: (N, T, D).
        lengths: (N,).
        weights: (D,) each.

    Returns:
        (N, T, D), zero after each row's length.
    """
    mean = x.mean(axis=2, keepdims=True)  # (N, T, 1)
    variance = x.var(axis=2, keepdims=True)  # (N, T, 1)
    normal = (x - mean) / np.sqrt(variance + x.dtype.type(EPSILON))
    return masked(normal * weights.scale + weights.shift, lengths)
