"""What an architecture is: the weights it needs and how it turns tokens into one vector a text."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from gatewise.config import ModelConfig
from gatewise.layers.operations import Operations

__all__ = ["Architecture", "Encode", "Parameter", "Parameters", "Suits", "Weights"]

Weights: TypeAlias = Mapping[str, Any]
"""Arrays or tensors by name; the execution decides which."""

Initial = Literal["normal", "glorot", "orthogonal", "zeros", "ones", "forget"]


@dataclass(frozen=True)
class Parameter:
    """One weight.

    Args:
        shape: Its shape; the first axis is the output side.
        initial: How it starts. `normal`: deviation 0.1; `glorot`: uniform (Glorot 2010);
            `orthogonal`: each square block on its own (Saxe 2014); `forget`: zeros, but ones for
            the second block, the forget gate (Gers 2000), so that a fresh cell remembers.
        blocks: Weights of so many gates lie one after the other, each a weight of its own.
        trained: It has a gradient; else training only writes down what it saw.
    """

    shape: tuple[int, ...]
    initial: Initial
    blocks: int = 1
    trained: bool = True

    @property
    def size(self) -> int:
        """Number of values."""
        return math.prod(self.shape)


Parameters: TypeAlias = dict[str, Parameter]
Encode: TypeAlias = Callable[[Operations[Any], Weights, Any, Any, ModelConfig], Any]
Suits: TypeAlias = Callable[[float], Mapping[str, Any]]


def _nothing(tokens: float) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Architecture:
    """An encoder of embedded tokens.

    Args:
        name: As in `--model`.
        summary: One line for help and cards.
        parameters: The weights for a configuration; they see vectors of `config.embedding`.
        width: Length of the vector that `encode` gives a text.
        encode: (operations, weights, x (N, T, D), lengths (N,), config) -> (N, width).
        suits: Mean number of tokens a text -> the model options that suit it, for those that the
            user left open.
    """

    name: str
    summary: str
    parameters: Callable[[ModelConfig], Parameters]
    width: Callable[[ModelConfig], int]
    encode: Encode
    suits: Suits = field(default=_nothing)
