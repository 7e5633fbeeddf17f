"""TextCNN: filters of several widths, the strongest response of each over the text.

Kim, "Convolutional Neural Networks for Sentence Classification", 2014.

Legend: N texts, T tokens, D embedding, F filters a width, K widths.
"""

from __future__ import annotations

from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Convolution, Operations
from gatewise.models.architecture import Architecture, Parameter, Parameters, Weights

__all__ = ["TEXTCNN"]


_FILTERS = 128
_WIDTHS = (1, 2, 3, 4)
"""For short texts, as in Kim's paper; what is decided from the data stands in the config."""


def _parameters(config: ModelConfig) -> Parameters:
    filters = config.filters or _FILTERS
    parameters: Parameters = {}
    for width in config.widths or _WIDTHS:
        shape = (filters, width, config.embedding)
        parameters[f"convolution.{width}.weight"] = Parameter(shape, "glorot")
        parameters[f"convolution.{width}.bias"] = Parameter((filters,), "zeros")
    return parameters


def _width(config: ModelConfig) -> int:
    return (config.filters or _FILTERS) * len(config.widths or _WIDTHS)


def _encode(
    ops: Operations[Any], weights: Weights, x: Any, lengths: Any, config: ModelConfig
) -> Any:
    kernels = [
        Convolution(weights[f"convolution.{width}.weight"], weights[f"convolution.{width}.bias"])
        for width in config.widths or _WIDTHS
    ]
    return ops.strongest(x, lengths, kernels)  # (N, K F)


TEXTCNN = Architecture(
    name="textcnn",
    summary="convolutions of several widths, max over time (Kim 2014)",
    parameters=_parameters,
    width=_width,
    embedding_dropout=0.2,
    encode=_encode,
)
