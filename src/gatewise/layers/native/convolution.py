"""The convolution kernels. Legend: N rows, T steps, D input width, F filters of a kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Convolution

__all__ = [
    "convolve",
    "convolve_back",
    "strongest",
    "strongest_back",
    "strongest_of_words",
    "strongest_to_learn",
]

Floats: TypeAlias = NDArray[np.float32]
Lengths: TypeAlias = NDArray[np.int64]
Kernels: TypeAlias = Sequence[Convolution[Any]]


def convolve(
    x: Floats, lengths: Lengths, weights: Convolution[Any], *, bfloat16: bool = False
) -> Floats:
    """Responses at every step, (N, T, D) -> (N, T, F), zero after each row's length."""
    out = np.empty((*x.shape[:2], len(weights.bias)), np.float32)
    native.convolve_forward(x, lengths, weights.weight, weights.bias, out, bfloat16)
    return out


def convolve_back(
    x: Floats, lengths: Lengths, weights: Convolution[Any], gradient: Floats, *, bfloat16: bool
) -> tuple[Floats, Convolution[Floats]]:
    """Gradients of x (N, T, D) and of the weights, from that of the responses (N, T, F)."""
    dx = np.empty_like(x)
    parts = Convolution(np.empty_like(weights.weight), np.empty_like(weights.bias))
    native.convolve_backward(
        *(x, lengths, weights.weight, weights.bias, bfloat16),
        *(gradient, dx, parts.weight, parts.bias),
    )
    return dx, parts


def strongest(x: Floats, lengths: Lengths, kernels: Kernels) -> Floats:
    """Largest response of each filter, (N, T, D) -> (N, sum of F); 0 if there is none above."""
    out = np.empty((len(x), _filters(kernels)), np.float32)
    native.strongest_forward(x, lengths, *_weights(kernels), out, None, False)
    return out


def strongest_of_words(words: Any, rows: int, kernels: Kernels) -> Floats:
    """As `strongest`, (N, sum of F), of a `WordBatch` of the kernels with N = `rows`."""
    out = np.empty((rows, _filters(kernels)), np.float32)
    native.strongest_words(words, *_weights(kernels), out, False)
    return out


def strongest_to_learn(
    x: Floats, lengths: Lengths, kernels: Kernels, *, bfloat16: bool
) -> tuple[Floats, NDArray[np.int32]]:
    """As `strongest`, with the step where each of them is; -1 if none is above zero."""
    out = np.empty((len(x), _filters(kernels)), np.float32)
    where = np.empty(out.shape, np.int32)
    native.strongest_forward(x, lengths, *_weights(kernels), out, where, bfloat16)
    return out, where


def strongest_back(
    x: Floats, lengths: Lengths, kernels: Kernels, where: NDArray[np.int32], gradient: Floats
) -> tuple[Floats, list[Convolution[Floats]]]:
    """Gradients of x (N, T, D) and of the weights, from that of the responses."""
    dx = np.empty_like(x)
    parts = [Convolution(np.empty_like(k.weight), np.empty_like(k.bias)) for k in kernels]
    native.strongest_backward(x, lengths, *_weights(kernels), where, gradient, dx, *_weights(parts))
    return dx, parts


def _filters(kernels: Kernels) -> int:
    return sum(len(kernel.bias) for kernel in kernels)


def _weights(kernels: Kernels) -> tuple[list[Any], list[Any]]:
    return [k.weight for k in kernels], [k.bias for k in kernels]
