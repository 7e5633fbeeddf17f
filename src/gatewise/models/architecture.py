"""What an architecture is: the weights it needs and how it turns tokens into one vector a text."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations

__all__ = ["Architecture", "Encode", "Parameter", "Parameters", "Weights"]

Weights: TypeAlias = Mapping[str, Any]
"""Arrays or tensors by name; the execution decides which."""

Initial = Literal["normal", "glorot", "gates", "orthogonal", "zeros", "forget"]


@dataclass(frozen=True)
class Parameter:
    """One weight.

    Args:
        shape: Its shape; the first axis is the output side.
        initial: How it starts. `normal`: deviation 0.1; `glorot`: uniform (Glorot 2010);
            `gates`: the same for each of four blocks on its own; `orthogonal`: each square block
            on its own (Saxe 2014); `forget`: zeros, but ones for
            the forget gate (Gers 2000), so that a fresh cell remembers.
    """

    shape: tuple[int, ...]
    initial: Initial

    @property
    def size(self) -> int:
        """Number of values."""
        return math.prod(self.shape)


Parameters: TypeAlias = dict[str, Parameter]
Encode: TypeAlias = Callable[[Operations[Any], Weights, Any, Any, ModelConfig], Any]


@dataclass(frozen=True)
class Architecture:
    """An encoder of embedded tokens.

    Args:
        name: As in `--model`.
        summary: One line for help and cards.
        parameters: The weights for a configuration; they see vectors of `config.embedding`.
        width: Length of the vector that `encode` gives a text.
        embedding_dropout: The rate that suits it.
        encode: (operations, weights, x (N, T, D), lengths (N,), config) -> (N, width).
    """

    name: str
    summary: str
    parameters: Callable[[ModelConfig], Parameters]
    width: Callable[[ModelConfig], int]
    embedding_dropout: float
    encode: Encode
