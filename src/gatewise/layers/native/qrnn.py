"""The QRNN kernel.

Legend: N rows, T steps, D input width, H hidden units, S tokens of all rows, L directions
(forward, then backward), H' = H in whole vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Qrnn

__all__ = ["Kept", "backward", "forward", "forward_to_learn"]

Floats: TypeAlias = NDArray[np.float32]
Lengths: TypeAlias = NDArray[np.int64]
Directions: TypeAlias = Sequence[Qrnn[Any]]
Masks: TypeAlias = Sequence[Floats]
"""(T, N, H) of each direction in reading order, zero where a unit keeps its cell; or none."""


@dataclass(frozen=True)
class Kept:
    """What the way back needs of the way forward.

    Args:
        out: Hidden states, (N, T, L H).
        gates: Activated gates of every token, (L, S, 3 H').
        cells: Cell states, (L, S, H').
    """

    out: Floats
    gates: Floats
    cells: Floats


def forward(x: Floats, lengths: Lengths, directions: Directions) -> Floats:
    """Hidden states of every step, (N, T, D) -> (N, T, L H), zero after each row's length."""
    out = _states(x, directions)
    native.qrnn_forward(x, lengths, *_weights(directions), [], out, None, None, False)
    return out


def forward_to_learn(
    x: Floats, lengths: Lengths, directions: Directions, masks: Masks, *, bfloat16: bool
) -> Kept:
    """As `forward`, with what `backward` needs."""
    units = native.padded(len(directions[0].bias) // 3)
    tokens = int(lengths.sum())
    kept = Kept(
        out=_states(x, directions),
        gates=np.empty((len(directions), tokens, 3 * units), np.float32),
        cells=np.empty((len(directions), tokens, units), np.float32),
    )
    native.qrnn_forward(
        *(x, lengths, *_weights(directions), masks, kept.out, kept.gates, kept.cells, bfloat16)
    )
    return kept


def backward(
    x: Floats,
    lengths: Lengths,
    directions: Directions,
    masks: Masks,
    kept: Kept,
    gradient: Floats,
    *,
    bfloat16: bool,
) -> tuple[Floats, list[Qrnn[Floats]]]:
    """Gradients of x (N, T, D) and of the weights, from that of the states (N, T, L H)."""
    dx = np.empty_like(x)
    parts = [Qrnn(np.empty_like(w.weight), np.empty_like(w.bias)) for w in directions]
    native.qrnn_backward(
        *(x, lengths, *_weights(directions), masks, kept.gates, kept.cells, bfloat16),
        *(gradient, dx, *_weights(parts)),
    )
    return dx, parts


def _states(x: Floats, directions: Directions) -> Floats:
    width = len(directions) * (len(directions[0].bias) // 3)
    return np.empty((*x.shape[:2], width), np.float32)


def _weights(directions: Directions) -> tuple[list[Any], list[Any]]:
    return [w.weight for w in directions], [w.bias for w in directions]
