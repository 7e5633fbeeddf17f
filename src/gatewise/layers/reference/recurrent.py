"""Recurrent layers: the LSTM, the QRNN, and a plain RNN beside them.

Hochreiter & Schmidhuber 1997 with the forget gate of Gers 2000; Bradbury 2016.

Legend: N rows, T steps, D input width, H hidden units a direction, S those of all directions,
W steps a gate of a QRNN sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.operations import Lstm, Qrnn
from gatewise.layers.reference.activations import Floats, sigmoid

__all__ = ["lstm", "lstm_step", "qrnn", "rnn"]

W = TypeVar("W")
Lengths = NDArray[np.integer]


def lstm_step(
    projected: Floats, hidden: Floats, cell: Floats, recurrent: Floats
) -> tuple[Floats, Floats]:
    """One step of the cell.

    Args:
        projected: What the token alone says, W x + b, shape (N, 4H).
        hidden: Previous hidden state, (N, H).
        cell: Previous cell state, (N, H).
        recurrent: (4H, H).

    Returns:
        The new hidden and cell state, (N, H) each.
    """
    gates = projected + hidden @ recurrent.T  # (N, 4H)
    i, f, g, o = np.split(gates, 4, axis=1)  # (N, H) each
    cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)  # keep some, write some
    return sigmoid(o) * np.tanh(cell), cell  # show some


def lstm(x: Floats, lengths: Lengths, directions: Sequence[Lstm[Floats]]) -> Floats:
    """Hidden states of every step.

    Args:
        x: (N, T, D), zero after each row's length.
        lengths: (N,).
        directions: input (4H, D), recurrent (4H, H), bias (4H,) of each; the first reads forward,
            the second, if there, each row from its own last token to its first.

    Returns:
        (N, T, S), zero after each row's length.
    """
    return _read(x, lengths, directions, _lstm)


def _lstm(x: Floats, lengths: Lengths, weights: Lstm[Floats]) -> Floats:
    rows, steps, _ = x.shape
    units = weights.recurrent.shape[1]
    projected = x @ weights.input.T + weights.bias  # (N, T, 4H)
    out = np.zeros((rows, steps, units), dtype=x.dtype)
    hidden = np.zeros((rows, units), dtype=x.dtype)
    cell = np.zeros((rows, units), dtype=x.dtype)
    for t in range(steps):
        active = np.flatnonzero(lengths > t)  # a row takes part while it lasts
        hidden[active], cell[active] = lstm_step(
            projected[active, t], hidden[active], cell[active], weights.recurrent
        )
        out[active, t] = hidden[active]
    return out


def qrnn(x: Floats, lengths: Lengths, directions: Sequence[Qrnn[Floats]]) -> Floats:
    """Hidden states of every step; only the sum of old and new is left to go step by step.

    z, f, o = tanh, sigmoid, sigmoid of a convolution over a step and those read before it;
    c[t] = f[t] c[t-1] + (1 - f[t]) z[t]; h[t] = o[t] c[t] ("fo-pooling").

    Args:
        x: (N, T, D), zero after each row's length.
        lengths: (N,).
        directions: weight (3H, W, D), bias (3H,) of each, read as those of `lstm`.

    Returns:
        (N, T, S), zero after each row's length.
    """
    return _read(x, lengths, directions, _qrnn)


def _qrnn(x: Floats, lengths: Lengths, weights: Qrnn[Floats]) -> Floats:
    z, f, o = np.split(_reading_convolution(x, weights), 3, axis=2)  # (N, T, H) each
    z, f, o = np.tanh(z), sigmoid(f), sigmoid(o)
    out: Floats = np.zeros_like(z)  # (N, T, H)
    cell = np.zeros_like(z[:, 0])  # (N, H)
    for t in range(x.shape[1]):
        active = np.flatnonzero(lengths > t)  # a row takes part while it lasts
        keep = f[active, t]
        cell[active] = keep * cell[active] + (1 - keep) * z[active, t]
        out[active, t] = o[active, t] * cell[active]
    return out


def _reading_convolution(x: Floats, weights: Qrnn[Floats]) -> Floats:
    """Each step with the W - 1 steps read before it; zeros stand where a text has not begun."""
    steps, width = x.shape[1], weights.weight.shape[1]
    padded = np.pad(x, ((0, 0), (width - 1, 0), (0, 0)))
    out: Floats = np.broadcast_to(weights.bias, (*x.shape[:2], len(weights.bias)))  # (N, T, 3H)
    for tap in range(width):
        out = out + padded[:, tap : tap + steps] @ weights.weight[:, tap].T  # (N, T, 3H)
    return out


def _read(
    x: Floats,
    lengths: Lengths,
    directions: Sequence[W],
    cell: Callable[[Floats, Lengths, W], Floats],
) -> Floats:
    """The states that `cell` has of each direction, joined: (N, T, D) -> (N, T, S)."""
    forward, *backward = directions
    states = [cell(x, lengths, forward)]  # (N, T, H) each
    for weights in backward:
        states.append(_turned(cell(_turned(x, lengths), lengths, weights), lengths))
    return np.concatenate(states, axis=2)


def _turned(x: Floats, lengths: Lengths) -> Floats:
    """Each row's real steps in reverse, its padding where it is: (N, T, D)."""
    steps = np.arange(x.shape[1])  # (T,)
    mirrored = lengths[:, None] - 1 - steps  # (N, T)
    source = np.where(mirrored >= 0, mirrored, steps)  # (N, T)
    turned: Floats = np.take_along_axis(x, source[:, :, None], axis=1)
    return turned


def rnn(x: Floats, recurrent: Floats) -> Floats:
    """A plain recurrence, h[t] = tanh(x[t] + U h[t-1]), to show what gates are for.

    Args:
        x: Projected inputs, (N, T, H).
        recurrent: U, (H, H).

    Returns:
        (N, T, H).
    """
    hidden = np.zeros_like(x[:, 0])  # (N, H)
    states = []
    for t in range(x.shape[1]):
        hidden = np.tanh(x[:, t] + hidden @ recurrent.T)  # (N, H)
        states.append(hidden)
    return np.stack(states, axis=1)  # (N, T, H)
