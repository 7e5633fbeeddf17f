"""Filters of several widths over a sequence, as `model.filters` and `model.widths` say.

Legend: N texts, T tokens, D input width, F filters a width, K widths.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Convolution, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights
from gatewise.models.normalising import normalise, normalising

__all__ = ["convolved_width", "convolving", "responses", "strongest", "suited"]

_FILTERS, _WIDTHS = 128, (1, 2, 3, 4)

_SHORT = 40
"""Tokens; in longer texts a filter finds its words anyway, and costs more."""


def suited(tokens: float) -> Mapping[str, Any]:
    """Filters that suit texts of so many tokens."""
    if tokens > _SHORT:
        return {"filters": 64, "widths": (1, 2, 3)}
    return {"filters": _FILTERS, "widths": _WIDTHS}


def convolving(inputs: int, config: ModelConfig) -> Parameters:
    """The weights of all widths, which see vectors of `inputs` values."""
    filters = config.filters or _FILTERS
    parameters: Parameters = {}
    for width in config.widths or _WIDTHS:
        name = f"convolution.{width}"
        parameters[f"{name}.weight"] = Parameter((filters, width, inputs), "glorot")
        parameters[f"{name}.bias"] = Parameter((filters,), "zeros")
        parameters |= normalising(name, filters, config)
    return parameters


def convolved_width(config: ModelConfig) -> int:
    """Number of filters of all widths, K F."""
    return (config.filters or _FILTERS) * len(config.widths or _WIDTHS)


def responses(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    """max(0, response) of each filter at each step: (N, T, D) -> (N, T, K F)."""
    parts = []
    for name, kernel in _kernels(weights, config).items():
        response = ops.convolve(x, lengths, kernel)  # (N, T, F)
        parts.append(ops.relu(normalise(ops, weights, name, response, lengths, config)))
    return ops.join(parts)


def strongest(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    """The largest response of each filter: (N, T, D) -> (N, K F)."""
    if config.normalization == "none":  # in one go, since nothing comes between
        return ops.strongest(x, lengths, list(_kernels(weights, config).values()))
    return ops.maximum(responses(ops, weights, x, lengths, config), lengths)


def _kernels(weights: Weights, config: ModelConfig) -> dict[str, Convolution[Any]]:
    names = [f"convolution.{width}" for width in config.widths or _WIDTHS]
    return {name: Convolution(weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in names}
