"""LSTM-CNN: an LSTM puts every token into its context, and filters find the telling places.

The family of Lai et al., "Recurrent convolutional neural networks for text classification", 2015
(states joined with the token, then max over time), and of Zhou et al., "Text classification
improved by integrating bidirectional LSTM with two-dimensional max pooling", 2016 (convolution
over the states).

Legend: N texts, T tokens, D embedding, S width of the states of all directions, F filters a width,
K widths.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations
from gatewise.models.architecture import Architecture, Parameters, Weights
from gatewise.models.convolving import convolved_width, convolving, strongest, suited
from gatewise.models.lstm import CELL
from gatewise.models.recurrent import read_layers, stack, states_width

__all__ = ["LSTM_CNN"]


def _parameters(config: ModelConfig) -> Parameters:
    return {
        **stack(CELL, config.embedding, config),
        **convolving(config.embedding + states_width(config), config),
    }


def _encode(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    states = read_layers(ops, CELL, weights, x, lengths, config)  # (N, T, S)
    contexts = ops.join([x, states])  # (N, T, D + S)
    contexts = ops.locked_dropout(contexts, config.embedding_dropout or 0.0)
    return strongest(ops, weights, contexts, lengths, config)  # (N, K F)


LSTM_CNN = Architecture(
    name="lstm-cnn",
    summary="convolutions over the states of an LSTM, max over time (Lai 2015)",
    parameters=_parameters,
    width=convolved_width,
    encode=_encode,
    suits=lambda tokens: {**suited(tokens), "bidirectional": True, "embedding_dropout": 0.3},
)
