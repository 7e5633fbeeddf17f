"""BiLSTM: states of both reading directions, pooled into one vector a text.

Graves & Schmidhuber, "Framewise phoneme classification with bidirectional LSTM", 2005;
dropout on the recurrent weights after Merity, 2018.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Attention, Lstm, Operations
from gatewise.models.architecture import Architecture, Parameter, Parameters, Weights

__all__ = ["BILSTM"]


def _directions(config: ModelConfig) -> tuple[str, ...]:
    return ("forward", "backward") if config.bidirectional else ("forward",)


def _parameters(config: ModelConfig) -> Parameters:
    hidden, states = config.hidden, config.hidden * len(_directions(config))
    parameters: Parameters = {}
    for layer in range(config.layers):
        inputs = config.embedding if layer == 0 else states
        for direction in _directions(config):
            name = f"lstm.{layer}.{direction}"
            parameters[f"{name}.input"] = Parameter((4 * hidden, inputs), "gates")
            parameters[f"{name}.recurrent"] = Parameter((4 * hidden, hidden), "orthogonal")
            parameters[f"{name}.bias"] = Parameter((4 * hidden,), "forget")
    if "attention" in config.pooling:
        parameters["attention.projection"] = Parameter((hidden, states), "glorot")
        parameters["attention.bias"] = Parameter((hidden,), "zeros")
        parameters["attention.query"] = Parameter((hidden,), "normal")
    return parameters


def _width(config: ModelConfig) -> int:
    return config.hidden * len(_directions(config)) * len(config.pooling)


def _encode(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    for layer in range(config.layers):
        if layer > 0:
            x = ops.locked_dropout(x, config.embedding_dropout or 0.0)
        states = [
            _read(ops, weights, x, lengths, layer, direction, config)
            for direction in _directions(config)
        ]  # (N, T, H) each
        x = ops.join(states)  # (N, T, 2H)
    return ops.join([_pool(ops, weights, states, x, lengths, kind) for kind in config.pooling])


def _read(
    ops: Operations[Any],
    weights: Weights,
    x: Any,
    lengths: Any,
    layer: int,
    direction: str,
    config: ModelConfig,
) -> Any:
    name = f"lstm.{layer}.{direction}"
    cell = Lstm(
        input=weights[f"{name}.input"],
        recurrent=ops.dropout(weights[f"{name}.recurrent"], config.recurrent_dropout),
        bias=weights[f"{name}.bias"],
    )
    return ops.lstm(x, lengths, cell, reverse=direction == "backward")  # (N, T, H)


def _pool(
    ops: Operations[Any], weights: Weights, states: list[Any], x: Any, lengths: Any, kind: str
) -> Any:
    """One vector a text from the top layer; `states` are its directions, `x` both joined."""
    if kind == "max":
        return ops.maximum(x, lengths)  # (N, 2H)
    if kind == "mean":
        return ops.mean(x, lengths)  # (N, 2H)
    if kind == "attention":
        query = Attention(
            weights["attention.projection"], weights["attention.bias"], weights["attention.query"]
        )
        return ops.attend(x, lengths, query)  # (N, 2H)
    # Each direction ends elsewhere: the backward one has read everything at the first token.
    ends = [ops.last(states[0], lengths), *(ops.first(state) for state in states[1:])]
    return ops.join(ends)  # (N, 2H)


BILSTM = Architecture(
    name="bilstm",
    summary="an LSTM in both directions, its states pooled (Graves 2005)",
    parameters=_parameters,
    width=_width,
    embedding_dropout=0.4,
    encode=_encode,
)
