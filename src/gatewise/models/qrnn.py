"""QRNN: gates computed by convolution, so that only a weighted sum is left to go step by step.

Bradbury et al., "Quasi-recurrent neural networks", 2016; zoneout as there.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations, Qrnn
from gatewise.models.architecture import Architecture, Parameter, Parameters, Weights
from gatewise.models.pooling import pool, pooled_width, pooling
from gatewise.models.recurrent import Cell, read_both_ways, stack, states_width

__all__ = ["QRNN"]


def _cell(name: str, inputs: int, config: ModelConfig) -> Parameters:
    hidden = config.hidden
    shape = (3 * hidden, config.qrnn_width, inputs)
    return {
        f"{name}.weight": Parameter(shape, "glorot", blocks=3),
        f"{name}.bias": Parameter((3 * hidden,), "forget", blocks=3),
    }


def _read(
    ops: Operations[Any],
    weights: Weights,
    name: str,
    x: Any,
    lengths: Any,
    reverse: bool,
    config: ModelConfig,
) -> Any:
    cell = Qrnn(weights[f"{name}.weight"], weights[f"{name}.bias"])
    # With no recurrent weights to drop, units keep their cells instead.
    rate = config.recurrent_dropout
    return ops.qrnn(x, lengths, cell, reverse=reverse, zoneout=rate)  # (N, T, H)


_CELL = Cell("qrnn", _cell, _read)


def _parameters(config: ModelConfig) -> Parameters:
    return {**stack(_CELL, config.embedding, config), **pooling(states_width(config), config)}


def _encode(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    states = read_both_ways(ops, _CELL, weights, x, lengths, config)  # (N, T, H) each
    return pool(ops, weights, states, lengths, config)


QRNN = Architecture(
    name="qrnn",
    summary="a recurrence whose gates are convolutions (Bradbury 2016)",
    parameters=_parameters,
    width=lambda config: pooled_width(states_width(config), config),
    encode=_encode,
    suits=lambda tokens: {"bidirectional": True, "embedding_dropout": 0.4},
)
