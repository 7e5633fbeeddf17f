"""Recurrent layers over padded batches, every direction of a layer in one call.

Packed sequences cost three to six times a padded batch. Read forward, padding comes after all real
steps and cannot reach them; so a backward direction reads rows turned round.

Legend: N rows, T steps, D input width, H hidden units a direction, S those of all directions,
W steps a gate of a QRNN sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional

from gatewise.layers.operations import Lstm, Qrnn
from gatewise.layers.trainable.masks import masked
from gatewise.layers.trainable.scan import scan

__all__ = ["lstm", "qrnn"]

W = TypeVar("W")


def lstm(x: Tensor, lengths: Tensor, directions: Sequence[Lstm[Tensor]]) -> Tensor:
    """Hidden states of every step: (N, T, D) -> (N, T, S)."""
    return _read(x, lengths, directions, _lstm)


def _lstm(x: Tensor, weights: Lstm[Tensor]) -> Tensor:
    zeros = x.new_zeros(1, x.shape[0], weights.recurrent.shape[1])  # (1, N, H)
    flat = [weights.input, weights.recurrent, weights.bias, torch.zeros_like(weights.bias)]
    return torch.lstm(x, (zeros, zeros), flat, True, 1, 0.0, False, False, True)[0]  # (N, T, H)


def qrnn(
    x: Tensor,
    lengths: Tensor,
    directions: Sequence[Qrnn[Tensor]],
    keep: Callable[[Tensor], Tensor],
) -> Tensor:
    """Hidden states of every step: (N, T, D) -> (N, T, S).

    Args:
        x: (N, T, D), zero after each row's length.
        lengths: (N,).
        directions: weight (3H, W, D), bias (3H,) of each.
        keep: From a forget gate (T, N, H) to the share of the cell that stays (zoneout).
    """
    return _read(x, lengths, directions, lambda x, weights: _qrnn(x, weights, keep))


def _qrnn(x: Tensor, weights: Qrnn[Tensor], keep: Callable[[Tensor], Tensor]) -> Tensor:
    width = weights.weight.shape[1]
    padded = functional.pad(x, (0, 0, width - 1, 0))  # (N, T + W - 1, D)
    taps = [padded.narrow(1, tap, x.shape[1]) for tap in range(width)]
    gates = functional.linear(torch.cat(taps, dim=2), weights.weight.flatten(1), weights.bias)
    z, f, o = gates.transpose(0, 1).chunk(3, dim=2)  # (T, N, H) each
    kept = keep(torch.sigmoid(f))
    cells = scan(kept, (1 - kept) * torch.tanh(z))  # (T, N, H)
    return (torch.sigmoid(o) * cells).transpose(0, 1)  # (N, T, H)


def _read(
    x: Tensor, lengths: Tensor, directions: Sequence[W], cell: Callable[[Tensor, W], Tensor]
) -> Tensor:
    """The states that `cell` has of each direction, joined: (N, T, D) -> (N, T, S)."""
    forward, *backward = directions
    states = [cell(x, forward)]  # (N, T, H) each
    for weights in backward:
        states.append(_turned(cell(_turned(x, lengths), weights), lengths))
    return masked(torch.cat(states, dim=2), lengths)


def _turned(x: Tensor, lengths: Tensor) -> Tensor:
    """Each row's real steps in reverse, its padding where it is: (N, T, D)."""
    steps = torch.arange(x.shape[1], device=x.device)  # (T,)
    mirrored = lengths[:, None] - 1 - steps  # (N, T)
    source = torch.where(mirrored >= 0, mirrored, steps)  # (N, T)
    return x.gather(1, source[:, :, None].expand_as(x))  # (N, T, D)
