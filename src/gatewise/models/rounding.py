"""Weights of a network in 8 bits a value, with a scale for each row.

A row is what belongs together: a word's vector, the weights of a gate or of a filter. Vectors
(biases, the query of an attention) stay as they are. Kept in memory as float32 that lies on the
levels, so a rounded model computes as fast as any other and takes a quarter of the space on disk.

Legend: R rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.models.linear import quantise

__all__ = ["restore", "round_weights"]

_SCALE = "scale"


def round_weights(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[Any]]:
    """Levels (int8) and scales (R,) in place of every weight of two dimensions or more."""
    stored: dict[str, NDArray[Any]] = {}
    for name, weight in weights.items():
        if weight.ndim < 2:
            stored[name] = weight
            continue
        levels, stored[f"{name}.{_SCALE}"] = quantise(weight.reshape(len(weight), -1).T)
        stored[name] = levels.T.reshape(weight.shape)
    return stored


def restore(stored: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """The weights that `round_weights` stored, as float32; others as they are."""
    return {
        name: _restored(values, stored.get(f"{name}.{_SCALE}"))
        for name, values in stored.items()
        if not name.endswith(f".{_SCALE}") or name.removesuffix(f".{_SCALE}") not in stored
    }


def _restored(levels: NDArray[Any], scale: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if scale is None:
        return levels
    rows = levels.reshape(len(levels), -1) * scale[:, None]  # (R, values of a row)
    return rows.reshape(levels.shape)
