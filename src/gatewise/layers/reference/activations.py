"""Element-wise functions, safe for large inputs."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "log_softmax", "sigmoid", "softmax"]

Floats: TypeAlias = NDArray[Any]
"""Values are float32 at run time and may be float64 where a test wants more digits."""


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), written with tanh so that nothing overflows."""
    return 0.5 * np.tanh(0.5 * x) + 0.5


def log_softmax(x: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = x - x.max(axis=-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def softmax(x: Floats) -> Floats:
    """Probabilities over the last axis; each row sums to 1."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
