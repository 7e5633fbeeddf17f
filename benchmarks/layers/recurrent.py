"""A bidirectional recurrent layer, (N, T, D) -> (N, T, 2H): `nn.LSTM` three ways, and ours.

Legend: N texts, T tokens of the longest, D inputs, H hidden units, W tokens a gate sees.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence

import numpy as np
import torch
from benchmarks.layers.contender import (
    Forward,
    Inputs,
    Ours,
    Rival,
    drawn,
    ours,
    runner,
    values,
)
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from gatewise.layers.operations import Lstm, Qrnn

__all__ = ["PACKED", "PADDED", "PADDED_BF16", "recurrent"]

PADDED, PACKED, PADDED_BF16 = "nn.LSTM padded", "nn.LSTM packed", "nn.LSTM padded bf16"
"""Only the packed one reads ragged texts right in both directions."""


def recurrent(lengths: Sequence[NDArray[np.int64]], inputs: int, hidden: int) -> list[Rival]:
    """The rivals of a case, on batches of the given lengths, (N,) each."""
    batches = [drawn(batch, inputs, 2 * hidden, states=True) for batch in lengths]
    layer = nn.LSTM(inputs, hidden, batch_first=True, bidirectional=True)
    low = copy.deepcopy(layer).to(torch.bfloat16)
    low_batches = [batch.to(torch.bfloat16) for batch in batches]
    # Forward, the input's gradient, the weights' gradient; two directions of four gates.
    flops = 3 * _tokens(batches) * 2 * 2 * 4 * hidden * (inputs + hidden)
    weights, low_weights = list(layer.parameters()), list(low.parameters())
    return [
        Rival(PADDED, "fp32", runner(_padded(layer), batches, weights), flops),
        Rival(PACKED, "fp32", runner(_packed(layer), batches, weights), flops),
        Rival(PADDED_BF16, "bf16", runner(_padded(low), low_batches, low_weights), flops),
        *(rival for way in ours() for rival in _ours(way, layer, batches, flops)),
    ]


def _tokens(batches: Sequence[Inputs]) -> float:
    return float(sum(int(batch.lengths.sum()) for batch in batches))


def _padded(layer: nn.LSTM) -> Forward:
    def forward(x: Tensor, lengths: Tensor) -> Tensor:
        out: Tensor = layer(x)[0]
        return out

    return forward


def _packed(layer: nn.LSTM) -> Forward:
    def forward(x: Tensor, lengths: Tensor) -> Tensor:
        sequence = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out: Tensor = pad_packed_sequence(layer(sequence)[0], batch_first=True)[0]
        return out

    return forward


def _ours(way: Ours, layer: nn.LSTM, batches: Sequence[Inputs], flops: float) -> list[Rival]:
    """Our LSTM with the weights of `layer`, and our QRNN at windows 1 and 2."""
    cells = [_cell(layer, suffix) for suffix in ("", "_reverse")]

    def lstm(x: Tensor, lengths: Tensor) -> Tensor:
        return way.operations.lstm(x, lengths, cells)  # (N, T, 2H)

    weights = [weight for cell in cells for weight in values(cell)]
    qrnns = [_qrnn(way, layer, batches, window) for window in (1, 2)]
    return [way.rival("LSTM", runner(lstm, batches, weights), flops), *qrnns]


def _cell(layer: nn.LSTM, suffix: str) -> Lstm[Tensor]:
    """The weights of one direction, torch's two biases as one."""
    given = {name: weight.detach().clone() for name, weight in layer.named_parameters()}
    bias = given[f"bias_ih_l0{suffix}"] + given[f"bias_hh_l0{suffix}"]
    cell = Lstm(given[f"weight_ih_l0{suffix}"], given[f"weight_hh_l0{suffix}"], bias)
    for weight in values(cell):
        weight.requires_grad_()
    return cell


def _qrnn(way: Ours, layer: nn.LSTM, batches: Sequence[Inputs], window: int) -> Rival:
    inputs, hidden = layer.input_size, layer.hidden_size

    def fresh(*shape: int) -> Tensor:
        return (torch.randn(shape) / math.sqrt(window * inputs)).requires_grad_()

    cells = [Qrnn(fresh(3 * hidden, window, inputs), fresh(3 * hidden)) for _ in range(2)]

    def forward(x: Tensor, lengths: Tensor) -> Tensor:
        return way.operations.qrnn(x, lengths, cells, zoneout=0.0)  # (N, T, 2H)

    flops = 3 * _tokens(batches) * 2 * 2 * 3 * hidden * window * inputs
    weights = [weight for cell in cells for weight in values(cell)]
    return way.rival(f"QRNN {window}", runner(forward, batches, weights), flops)
