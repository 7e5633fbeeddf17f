"""Which steps of a padded batch are real."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.reference.activations import Floats

__all__ = ["masked", "real_steps"]


def real_steps(lengths: NDArray[np.integer], steps: int) -> NDArray[np.bool_]:
    """True where a step belongs to its row, shape (N, T)."""
    return np.arange(steps) < lengths[:, None]


def masked(x: Floats, lengths: NDArray[np.integer]) -> Floats:
    """`x` (N, T, D) with zeros after each row's length."""
    return np.where(real_steps(lengths, x.shape[1])[:, :, None], x, np.zeros((), x.dtype))
