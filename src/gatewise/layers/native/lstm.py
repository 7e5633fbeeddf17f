"""The LSTM kernel.

Legend: N rows, T steps, D input width, H hidden units a direction, L directions, K tokens of all
rows, H' = H in whole vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Lstm

__all__ = ["Kept", "backward", "forward", "forward_to_learn", "read_words"]

Floats: TypeAlias = NDArray[np.float32]
Directions: TypeAlias = Sequence[Lstm[Any]]


@dataclass(frozen=True)
class Kept:
    """What the way back needs of the way forward.

    Args:
        out: Hidden states, (N, T, L H).
        gates: Activated gates of every token, (L, K, 4 H'); `backward` overwrites them.
        cells: Cell states, (L, K, H').
    """

    out: Floats
    gates: Floats
    cells: Floats


def forward(
    x: Floats, lengths: NDArray[np.int64], directions: Directions, *, bfloat16: bool = False
) -> Floats:
    """Hidden states of every step, (N, T, D) -> (N, T, L H), zero after each row's length."""
    out = _states(x.shape, directions)
    native.lstm_forward(x, lengths, *_weights(directions), out, None, None, bfloat16)
    return out


def read_words(words: Any, shape: tuple[int, ...], directions: Directions) -> Floats:
    """The same, (N, T, L H), of a `WordBatch` of the kernels.

    Args:
        words: The batch.
        shape: Of its vectors, (N, T, D).
        directions: Weights that no longer change.
    """
    out = _states(shape, directions)
    native.lstm_words(words, *_weights(directions), out, False)
    return out


def forward_to_learn(
    x: Floats, lengths: NDArray[np.int64], directions: Directions, *, bfloat16: bool = False
) -> Kept:
    """As `forward`, with what `backward` needs."""
    units = native.padded(directions[0].recurrent.shape[1])
    tokens = int(lengths.sum())
    kept = Kept(
        out=_states(x.shape, directions),
        gates=np.empty((len(directions), tokens, 4 * units), np.float32),
        cells=np.empty((len(directions), tokens, units), np.float32),
    )
    native.lstm_forward(
        x, lengths, *_weights(directions), kept.out, kept.gates, kept.cells, bfloat16
    )
    return kept


def backward(
    x: Floats,
    lengths: NDArray[np.int64],
    directions: Directions,
    kept: Kept,
    gradient: Floats,
    *,
    bfloat16: bool = False,
) -> tuple[Floats, list[Lstm[Floats]]]:
    """Gradients of x (N, T, D) and of the weights, from that of the states (N, T, L H)."""
    dx = np.empty_like(x)
    parts = [
        Lstm(np.empty_like(w.input), np.empty_like(w.recurrent), np.empty_like(w.bias))
        for w in directions
    ]
    native.lstm_backward(
        *(x, lengths, *_weights(directions), kept.out, kept.gates, kept.cells, bfloat16),
        *(gradient, dx, *_weights(parts)),
    )
    return dx, parts


def _states(shape: tuple[int, ...], directions: Directions) -> Floats:
    width = len(directions) * directions[0].recurrent.shape[1]
    return np.empty((*shape[:2], width), np.float32)


def _weights(directions: Directions) -> tuple[list[Any], list[Any], list[Any]]:
    return (
        [w.input for w in directions],
        [w.recurrent for w in directions],
        [w.bias for w in directions],
    )
