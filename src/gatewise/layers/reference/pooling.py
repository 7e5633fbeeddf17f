"""From one vector a step to one vector a text. A text without tokens pools to zeros.

Every x is zero after each row's length.

Legend: N rows, T steps, D width, S width of the states of all directions, A attention units.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.operations import Attention
from gatewise.layers.reference.activations import Floats
from gatewise.layers.reference.masks import real_steps

__all__ = ["attend", "ends", "maximum", "mean", "strongest_window"]

Lengths = NDArray[np.integer]


def ends(x: Floats, lengths: Lengths, directions: int) -> Floats:
    """Where each direction ends: (N, T, S) -> (N, S).

    The forward one does at the last real step, never a padded one; the backward one at the first.
    """
    forward = x.shape[2] // directions
    last = x[np.arange(len(x)), np.maximum(lengths, 1) - 1]  # (N, S)
    return np.concatenate((last[:, :forward], x[:, 0, forward:]), axis=1)


def maximum(x: Floats, lengths: Lengths) -> Floats:
    """The largest value of each channel over real steps: (N, T, D) -> (N, D)."""
    real = real_steps(lengths, x.shape[1])[:, :, None]  # (N, T, 1)
    largest = np.where(real, x, -np.inf).max(axis=1, initial=-np.inf)  # (N, D)
    return np.where(lengths[:, None] > 0, largest, 0).astype(x.dtype)


def mean(x: Floats, lengths: Lengths) -> Floats:
    """The average over real steps: (N, T, D) -> (N, D)."""
    total = x.sum(axis=1)  # (N, D)
    average: Floats = total / np.maximum(lengths, 1)[:, None].astype(x.dtype)  # (N, D)
    return average


def attend(x: Floats, lengths: Lengths, weights: Attention[Floats]) -> Floats:
    """Additive attention with one learnt query (Yang 2016): (N, T, D) -> (N, D).

    score[n, t] = query . tanh(P x[n, t] + b), softmax over real steps.
    """
    hidden = np.tanh(x @ weights.projection.T + weights.bias)  # (N, T, A)
    score = hidden @ weights.query  # (N, T)
    real = real_steps(lengths, x.shape[1])
    score = np.where(real, score, -np.inf)
    peak = np.where(lengths > 0, score.max(axis=1, initial=-np.inf), 0)  # (N,)
    share = np.exp(score - peak[:, None])  # (N, T)
    share = share / np.maximum(share.sum(axis=1), np.finfo(x.dtype).tiny)[:, None]  # (N, T)
    mixture: Floats = np.einsum("nt,ntd->nd", share.astype(x.dtype), x)  # (N, D)
    return mixture


def strongest_window(x: Floats, windows: Lengths) -> Floats:
    """The largest value over the rows of each text, which start at `windows` (M,): (M, D)."""
    if len(windows) == len(x):
        return x
    largest: Floats = np.maximum.reduceat(x, windows)  # (M, D)
    return largest
