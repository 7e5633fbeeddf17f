"""QRNN: gates computed by convolution, so that only a weighted sum is left to go step by step.

Bradbury et al., "Quasi-recurrent neural networks", 2016; zoneout as there.

Legend: N texts, T tokens, D embedding or width of the layer below, H hidden units a direction,
S those of all directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations, Qrnn
from gatewise.models.architecture import Parameter, Parameters, Weights
from gatewise.models.recurrent import Cell, pooled

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
    names: Sequence[str],
    x: Any,
    lengths: Any,
    config: ModelConfig,
) -> Any:
    directions = [Qrnn(weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in names]
    # With no recurrent weights to drop, units keep their cells instead.
    return ops.qrnn(x, lengths, directions, zoneout=config.recurrent_dropout)  # (N, T, S)


_CELL = Cell("qrnn", _cell, _read)

QRNN = pooled(
    _CELL,
    name="qrnn",
    summary="a recurrence whose gates are convolutions (Bradbury 2016)",
    suits=lambda tokens: {"bidirectional": True, "embedding_dropout": 0.4},
)
