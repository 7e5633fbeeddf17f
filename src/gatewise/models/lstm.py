"""LSTM: the states of one reading direction, pooled into one vector a text.

Hochreiter & Schmidhuber, "Long short-term memory", 1997; dropout on the recurrent weights after
Merity, 2018.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction,
S those of all directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Lstm, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights
from gatewise.models.recurrent import Cell, pooled

__all__ = ["CELL", "LSTM"]


def _cell(name: str, inputs: int, config: ModelConfig) -> Parameters:
    hidden = config.hidden
    return {
        f"{name}.input": Parameter((4 * hidden, inputs), "glorot", blocks=4),
        f"{name}.recurrent": Parameter((4 * hidden, hidden), "orthogonal"),
        f"{name}.bias": Parameter((4 * hidden,), "forget", blocks=4),
    }


def _read(
    ops: Operations[Any],
    weights: Weights,
    names: Sequence[str],
    x: Any,
    lengths: Any,
    config: ModelConfig,
) -> Any:
    directions = [
        Lstm(
            input=weights[f"{name}.input"],
            recurrent=ops.dropout(weights[f"{name}.recurrent"], config.recurrent_dropout),
            bias=weights[f"{name}.bias"],
        )
        for name in names
    ]
    return ops.lstm(x, lengths, directions)  # (N, T, S)


CELL = Cell("lstm", _cell, _read)

LSTM = pooled(
    CELL,
    name="lstm",
    summary="an LSTM, its states pooled (Hochreiter & Schmidhuber 1997)",
    suits=lambda tokens: {"bidirectional": False, "embedding_dropout": 0.4},
)
