"""Filters of four widths, relu and the maximum over time: `Conv1d`, and ours.

Legend: N texts, T tokens, D inputs, F filters a width, W tokens a filter sees, K widths.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import torch
from benchmarks.layers.contender import Forward, Inputs, Ours, Rival, drawn, ours, runner, values
from numpy.typing import NDArray
from torch import Tensor, nn

from gatewise.layers.operations import Convolution

__all__ = ["CONV", "CONV_BF16", "convolution"]

CONV, CONV_BF16 = "Conv1d + max", "Conv1d + max bf16"

_WIDTHS, _FILTERS = (1, 2, 3, 4), 128


def convolution(lengths: Sequence[NDArray[np.int64]], inputs: int) -> list[Rival]:
    """The rivals of a case, (N, T, D) -> (N, KF), on batches of the given lengths, (N,) each."""
    batches = [drawn(batch, inputs, _FILTERS * len(_WIDTHS), states=False) for batch in lengths]
    layers = nn.ModuleList(
        nn.Conv1d(inputs, _FILTERS, width, padding=width // 2) for width in _WIDTHS
    )
    low = copy.deepcopy(layers).to(torch.bfloat16)
    low_batches = [batch.to(torch.bfloat16) for batch in batches]
    # Forward every token; backward, twice, the one step of each text and filter that won.
    steps = sum(float(batch.sum()) + 2 * len(batch) for batch in lengths)
    flops = 2 * steps * _FILTERS * inputs * sum(_WIDTHS)
    run = runner(_pooled(layers), batches, layers.parameters())
    low_run = runner(_pooled(low), low_batches, low.parameters())
    return [
        Rival(CONV, "fp32", run, flops),
        Rival(CONV_BF16, "bf16", low_run, flops),
        *(_ours(way, layers, batches, flops) for way in ours()),
    ]


def _pooled(layers: nn.ModuleList) -> Forward:
    def forward(x: Tensor, lengths: Tensor) -> Tensor:
        channels = x.transpose(1, 2)  # (N, D, T)
        return torch.cat([layer(channels).relu().max(dim=2).values for layer in layers], dim=1)

    return forward


def _ours(way: Ours, layers: nn.ModuleList, batches: Sequence[Inputs], flops: float) -> Rival:
    kernels = []
    for layer in layers:
        weight, bias = (parameter.detach().clone() for parameter in layer.parameters())
        weight = weight.transpose(1, 2).contiguous()  # (F, W, D)
        kernels.append(Convolution(weight.requires_grad_(), bias.requires_grad_()))

    def forward(x: Tensor, lengths: Tensor) -> Tensor:
        return way.operations.strongest(x, lengths, kernels)  # (N, KF)

    weights = [weight for kernel in kernels for weight in values(kernel)]
    return way.rival("strongest", runner(forward, batches, weights), flops)
