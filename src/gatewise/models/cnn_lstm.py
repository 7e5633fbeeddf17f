"""CNN-LSTM: a convolution turns tokens into phrases, and an LSTM reads the phrases.

Zhou et al., "A C-LSTM neural network for text classification", 2015. There a text shrinks by the
width of the filters; here every token stays the middle of a phrase, so that no text is too short.

Legend: N texts, T tokens, F filters, S width of the states of all directions.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations
from gatewise.models.architecture import Architecture, Parameters, Weights
from gatewise.models.convolving import convolved_width, convolving, responses
from gatewise.models.lstm import CELL
from gatewise.models.pooling import pool, pooled_width, pooling
from gatewise.models.recurrent import read_layers, stack, states_width

__all__ = ["CNN_LSTM"]


def _parameters(config: ModelConfig) -> Parameters:
    return {
        **convolving(config.embedding, config),
        **stack(CELL, convolved_width(config), config),
        **pooling(states_width(config), config),
    }


def _encode(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    phrases = responses(ops, weights, x, lengths, config)  # (N, T, F)
    phrases = ops.locked_dropout(phrases, config.embedding_dropout or 0.0)
    states = read_layers(ops, CELL, weights, phrases, lengths, config)  # (N, T, S)
    return pool(ops, weights, states, lengths, config)


CNN_LSTM = Architecture(
    name="cnn-lstm",
    summary="an LSTM over the phrases that a convolution finds (Zhou 2015)",
    parameters=_parameters,
    width=lambda config: pooled_width(states_width(config), config),
    encode=_encode,
    suits=lambda tokens: {
        "filters": 128,
        "widths": (3,),
        "bidirectional": True,
        "embedding_dropout": 0.3,
    },
)
