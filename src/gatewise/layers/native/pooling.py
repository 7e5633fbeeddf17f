"""The pooling kernels.

Legend: N rows, T steps, D width, S tokens of all rows, A attention units, A' = A in whole vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Attention

__all__ = [
    "Attended",
    "attend",
    "attend_back",
    "attend_to_learn",
    "maximum",
    "maximum_back",
    "maximum_to_learn",
    "mean",
    "mean_back",
]

Floats: TypeAlias = NDArray[np.float32]
Lengths: TypeAlias = NDArray[np.int64]
Steps: TypeAlias = NDArray[np.int32]


def maximum(x: Floats, lengths: Lengths) -> Floats:
    """The largest value over real steps: (N, T, D) -> (N, D)."""
    out = _pooled(x)
    native.maximum_forward(x, lengths, out, None)
    return out


def maximum_to_learn(x: Floats, lengths: Lengths) -> tuple[Floats, Steps]:
    """As `maximum`, with the step where each of them is."""
    out = _pooled(x)
    where = np.empty(out.shape, np.int32)
    native.maximum_forward(x, lengths, out, where)
    return out, where


def maximum_back(lengths: Lengths, where: Steps, gradient: Floats, steps: int) -> Floats:
    """Gradient (N, T, D) of what `maximum` was given, from that of its answer."""
    dx = np.empty((len(lengths), steps, where.shape[1]), np.float32)
    native.maximum_backward(lengths, where, gradient, dx)
    return dx


def mean(x: Floats, lengths: Lengths) -> Floats:
    """The mean over real steps: (N, T, D) -> (N, D)."""
    out = _pooled(x)
    native.mean_forward(x, lengths, out)
    return out


def mean_back(lengths: Lengths, gradient: Floats, steps: int) -> Floats:
    """Gradient (N, T, D) of what `mean` was given, from that of its answer."""
    dx = np.empty((len(lengths), steps, gradient.shape[1]), np.float32)
    native.mean_backward(lengths, gradient, dx)
    return dx


@dataclass(frozen=True)
class Attended:
    """What the way back needs of the way forward.

    Args:
        out: Mixtures, (N, D).
        shares: Of each token in its row's mixture, (S,).
        hidden: What was projected, after its tanh, (S, A').
    """

    out: Floats
    shares: Floats
    hidden: Floats


def attend(x: Floats, lengths: Lengths, weights: Attention[Any], *, store: Any = None) -> Floats:
    """The mixture of steps that a learnt query asks for: (N, T, D) -> (N, D).

    Args:
        x: States.
        lengths: (N,).
        weights: Projection, bias and query.
        store: Of a model whose weights no longer change; keeps them as the kernel reads them.
    """
    out = _pooled(x)
    native.attend_forward(x, lengths, *_weights(weights), out, None, None, False, store)
    return out


def attend_to_learn(
    x: Floats, lengths: Lengths, weights: Attention[Any], *, bfloat16: bool
) -> Attended:
    """As `attend`, with what `attend_back` needs."""
    tokens, units = int(lengths.sum()), native.padded(len(weights.bias))
    kept = Attended(_pooled(x), np.empty(tokens, np.float32), np.empty((tokens, units), np.float32))
    native.attend_forward(
        x, lengths, *_weights(weights), kept.out, kept.shares, kept.hidden, bfloat16
    )
    return kept


def attend_back(
    x: Floats,
    lengths: Lengths,
    weights: Attention[Any],
    kept: Attended,
    gradient: Floats,
    *,
    bfloat16: bool,
) -> tuple[Floats, Attention[Floats]]:
    """Gradients of x (N, T, D) and of the weights, from that of the mixtures (N, D)."""
    dx = np.empty_like(x)
    parts = Attention(*(np.empty_like(part) for part in _weights(weights)))
    native.attend_backward(
        *(x, lengths, *_weights(weights), kept.shares, kept.hidden, bfloat16),
        *(gradient, dx, *_weights(parts)),
    )
    return dx, parts


def _pooled(x: Floats) -> Floats:
    return np.empty((x.shape[0], x.shape[2]), np.float32)


def _weights(weights: Attention[Any]) -> tuple[Any, Any, Any]:
    return weights.projection, weights.bias, weights.query
