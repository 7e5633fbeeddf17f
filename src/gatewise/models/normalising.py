"""Normalisation after a layer, where `model.normalization` asks for it."""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import BatchNorm, LayerNorm, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights

__all__ = ["normalise", "normalising"]


def normalising(name: str, width: int, config: ModelConfig) -> Parameters:
    """The weights of the normalisation after the layer `name`, `width` channels wide."""
    if config.normalization == "none":
        return {}
    parameters = {
        f"{name}.norm.scale": Parameter((width,), "ones"),
        f"{name}.norm.shift": Parameter((width,), "zeros"),
    }
    if config.normalization == "batch":
        parameters[f"{name}.norm.mean"] = Parameter((width,), "zeros", trained=False)
        parameters[f"{name}.norm.variance"] = Parameter((width,), "ones", trained=False)
    return parameters


def normalise(
    ops: Operations[Any], weights: Weights, name: str, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    """`x` (N, T, D) normalised, or as it is."""
    if config.normalization == "none":
        return x
    scale, shift = weights[f"{name}.norm.scale"], weights[f"{name}.norm.shift"]
    if config.normalization == "layer":
        return ops.layer_norm(x, lengths, LayerNorm(scale, shift))
    seen = weights[f"{name}.norm.mean"], weights[f"{name}.norm.variance"]
    return ops.batch_norm(x, lengths, BatchNorm(scale, shift, *seen))
