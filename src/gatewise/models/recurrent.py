"""Layers of recurrent cells over each other, in one or both reading directions.

What a cell is made of stands with its model; here is how cells are stacked.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction,
S those of all directions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations
from gatewise.models.architecture import Architecture, Parameters, Suits, Weights
from gatewise.models.normalising import normalise, normalising
from gatewise.models.pooling import pool, pooled_width, pooling

__all__ = ["Cell", "pooled", "read_layers", "stack", "states_width"]


@dataclass(frozen=True)
class Cell:
    """What a layer is made of.

    Args:
        name: First part of the names of its weights.
        parameters: (name of a direction, width of the input, config) -> its weights.
        read: (operations, weights, names of the directions, x (N, T, D), lengths, config) ->
            their states joined, (N, T, S).
    """

    name: str
    parameters: Callable[[str, int, ModelConfig], Parameters]
    read: Callable[[Operations[Any], Weights, Sequence[str], Any, Any, ModelConfig], Any]


def stack(cell: Cell, inputs: int, config: ModelConfig) -> Parameters:
    """The weights of all layers, the first of which sees vectors of `inputs` values."""
    parameters: Parameters = {}
    for layer in range(config.layers):
        name = f"{cell.name}.{layer}"
        for direction in _directions(name, config):
            parameters |= cell.parameters(direction, inputs, config)
        inputs = states_width(config)
        parameters |= normalising(name, inputs, config)
    return parameters


def states_width(config: ModelConfig) -> int:
    """Width of the states of all directions together."""
    return config.hidden * (2 if config.bidirectional else 1)


def read_layers(
    ops: Operations[Any], cell: Cell, weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    """States of the top layer, the forward ones first: (N, T, D) -> (N, T, S)."""
    for layer in range(config.layers):
        if layer > 0:
            x = ops.locked_dropout(x, config.embedding_dropout or 0.0)
        name = f"{cell.name}.{layer}"
        x = cell.read(ops, weights, _directions(name, config), x, lengths, config)  # (N, T, S)
        x = normalise(ops, weights, name, x, lengths, config)
    return x


def pooled(cell: Cell, *, name: str, summary: str, suits: Suits) -> Architecture:
    """An architecture whose layers are of `cell`, the states of the top one pooled."""

    def parameters(config: ModelConfig) -> Parameters:
        return {**stack(cell, config.embedding, config), **pooling(states_width(config), config)}

    def encode(
        ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
    ) -> Any:
        states = read_layers(ops, cell, weights, x, lengths, config)  # (N, T, S)
        return pool(ops, weights, states, lengths, config)

    def width(config: ModelConfig) -> int:
        return pooled_width(states_width(config), config)

    return Architecture(name, summary, parameters, width, encode, suits)


def _directions(layer: str, config: ModelConfig) -> list[str]:
    """What the weights of each direction of a layer are called."""
    return [f"{layer}.forward", *([f"{layer}.backward"] if config.bidirectional else [])]
