"""Fresh weights, drawn with NumPy so that every device starts from the same values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.models import Parameter, Parameters

__all__ = ["initial_weights"]

_TABLE_DEVIATION = 0.1
"""Small beside what training writes, so that rows seldom seen stay quiet."""


def initial_weights(
    parameters: Parameters, rng: np.random.Generator
) -> dict[str, NDArray[np.float32]]:
    """Draw every weight of `parameters`, in their order.

    Args:
        parameters: Shapes and kinds of initial values.
        rng: Source of randomness.
    """
    return {name: _draw(parameter, rng) for name, parameter in parameters.items()}


def _draw(parameter: Parameter, rng: np.random.Generator) -> NDArray[np.float32]:
    shape = parameter.shape
    if parameter.initial == "normal":
        return rng.normal(0, _TABLE_DEVIATION, shape).astype(np.float32)
    if parameter.initial == "glorot":
        outputs = shape[0] // parameter.blocks
        # A convolution's fan counts its taps on both sides.
        fan_in, fan_out = int(np.prod(shape[1:])), outputs * int(np.prod(shape[1:-1]))
        bound = np.sqrt(6 / (fan_in + fan_out))
        return rng.uniform(-bound, bound, shape).astype(np.float32)
    if parameter.initial == "orthogonal":
        return np.concatenate([_orthogonal(shape[1], rng) for _ in range(shape[0] // shape[1])])
    values = np.full(shape, parameter.initial == "ones", np.float32)
    if parameter.initial == "forget":
        units = shape[0] // parameter.blocks
        values[units : 2 * units] = 1.0
    return values


def _orthogonal(size: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A random rotation (size, size); fixing the signs makes it uniform (Mezzadri 2007)."""
    q, r = np.linalg.qr(rng.normal(size=(size, size)))
    return (q * np.sign(np.diag(r))).astype(np.float32)
