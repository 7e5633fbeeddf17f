"""From states of every token to one vector a text, as `model.pooling` says.

Legend: N texts, T tokens, S width of the states of all directions together, A attention units.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Attention, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights

__all__ = ["pool", "pooled_width", "pooling"]


def pooling(states: int, config: ModelConfig) -> Parameters:
    """The weights that pooling needs."""
    if "attention" not in config.pooling:
        return {}
    return {
        "attention.projection": Parameter((config.hidden, states), "glorot"),
        "attention.bias": Parameter((config.hidden,), "zeros"),
        "attention.query": Parameter((config.hidden,), "normal"),
    }


def pooled_width(states: int, config: ModelConfig) -> int:
    """Length of the vector of a text."""
    return states * len(config.pooling)


def pool(ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig) -> Any:
    """One vector a text.

    Args:
        ops: The execution.
        weights: Those of `pooling`.
        x: States of all directions, (N, T, S), the forward ones first.
        lengths: (N,).
        config: Which poolings; their results are joined.

    Returns:
        (N, S times the number of poolings).
    """
    directions = 2 if config.bidirectional else 1
    return ops.join([_pool(ops, weights, x, lengths, directions, kind) for kind in config.pooling])


def _pool(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, directions: int, kind: str
) -> Any:
    if kind == "max":
        return ops.maximum(x, lengths)  # (N, S)
    if kind == "mean":
        return ops.mean(x, lengths)  # (N, S)
    if kind == "attention":
        query = Attention(
            weights["attention.projection"], weights["attention.bias"], weights["attention.query"]
        )
        return ops.attend(x, lengths, query)  # (N, S)
    return ops.ends(x, lengths, directions)  # (N, S)
