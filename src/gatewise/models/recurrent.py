"""Layers of recurrent cells over each other, in one or both reading directions.

What a cell is made of stands with its model; here is how cells are stacked.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations
from gatewise.models.architecture import Architecture, Parameters, Suits, Weights
from gatewise.models.normalising import normalise, normalising
from gatewise.models.pooling import pool, pooled_width, pooling

__all__ = ["Cell", "pooled", "read_both_ways", "stack", "states_width"]


@dataclass(frozen=True)
class Cell:
    """One direction of one layer.

    Args:
        name: First part of the names of its weights.
        parameters: (name, width of the input, config) -> its weights.
        read: (operations, weights, name, x (N, T, D), lengths, reverse, config) -> (N, T, H).
    """

    name: str
    parameters: Callable[[str, int, ModelConfig], Parameters]
    read: Callable[[Operations[Any], Weights, str, Any, Any, bool, ModelConfig], Any]


def stack(cell: Cell, inputs: int, config: ModelConfig) -> Parameters:
    """The weights of all layers, the first of which sees vectors of `inputs` values."""
    parameters: Parameters = {}
    for layer in range(config.layers):
        for direction in _directions(config):
            name = f"{cell.name}.{layer}.{direction}"
            width = inputs if layer == 0 else states_width(config)
            parameters |= cell.parameters(name, width, config)
            parameters |= normalising(name, config.hidden, config)
    return parameters


def states_width(config: ModelConfig) -> int:
    """Width of the states of all directions together."""
    return config.hidden * len(_directions(config))


def read_both_ways(
    ops: Operations[Any], cell: Cell, weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> list[Any]:
    """States (N, T, H) of each direction of the top layer, the forward one first."""
    states = [x]
    for layer in range(config.layers):
        below = ops.join(states)  # (N, T, D)
        if layer > 0:
            below = ops.locked_dropout(below, config.embedding_dropout or 0.0)
        states = []
        for direction in _directions(config):
            name, reverse = f"{cell.name}.{layer}.{direction}", direction == "backward"
            state = cell.read(ops, weights, name, below, lengths, reverse, config)  # (N, T, H)
            states.append(normalise(ops, weights, name, state, lengths, config))
    return states


def pooled(cell: Cell, *, name: str, summary: str, suits: Suits) -> Architecture:
    """An architecture whose layers are of `cell`, the states of the top one pooled."""

    def parameters(config: ModelConfig) -> Parameters:
        return {**stack(cell, config.embedding, config), **pooling(states_width(config), config)}

    def encode(
        ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
    ) -> Any:
        states = read_both_ways(ops, cell, weights, x, lengths, config)  # (N, T, H) each
        return pool(ops, weights, states, lengths, config)

    def width(config: ModelConfig) -> int:
        return pooled_width(states_width(config), config)

    return Architecture(name, summary, parameters, width, encode, suits)


def _directions(config: ModelConfig) -> tuple[str, ...]:
    return ("forward", "backward") if config.bidirectional else ("forward",)
