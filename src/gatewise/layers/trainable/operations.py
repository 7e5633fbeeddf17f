"""`Operations` in torch. The shapes and the meaning are those of `gatewise.layers.reference`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from gatewise.layers.operations import (
    Attention,
    Batch,
    BatchNorm,
    Convolution,
    Dense,
    LayerNorm,
    Lstm,
    Qrnn,
)
from gatewise.layers.reference.normalisation import EPSILON
from gatewise.layers.trainable import recurrent
from gatewise.layers.trainable.masks import masked, real_steps

__all__ = ["TrainableOperations"]

_MOMENTUM = 0.1
"""Weight of a batch in the running mean and variance."""


class TrainableOperations:
    """Layers with gradients.

    Args:
        generator: Source of the dropout masks; None leaves every dropout out (evaluation).
    """

    def __init__(self, generator: torch.Generator | None = None) -> None:
        self.generator = generator

    def embed(self, table: Tensor, batch: Batch[Tensor]) -> Tensor:
        pieces = batch.pieces
        if not table.is_contiguous():  # torch would copy all of it
            table, pieces = table[pieces], torch.arange(len(pieces), device=pieces.device)
        words = functional.embedding_bag(pieces, table, batch.starts, mode="mean")  # (U, D)
        return masked(functional.embedding(batch.tokens, words), batch.lengths)  # (N, T, D)

    def row_gradients(self, batch: Batch[Tensor], gradient: Tensor) -> tuple[Tensor, Tensor]:
        """Distinct table rows of `batch` (U,), ascending, and their gradients (U, D).

        Args:
            batch: What `embed` read.
            gradient: Of what it gave, (N, T, D).
        """
        # Only the batch's rows take part: the gradient is (U, D), never (V, D).
        rows, pieces = torch.unique(batch.pieces, return_inverse=True)  # (U,), (P,)
        vectors = gradient.new_zeros(len(rows), gradient.shape[2], requires_grad=True)  # (U, D)
        with torch.enable_grad():
            x = self.embed(vectors, replace(batch, pieces=pieces))
        return rows, torch.autograd.grad(x, vectors, gradient)[0]

    def strongest(
        self, x: Tensor, lengths: Tensor, kernels: Sequence[Convolution[Tensor]]
    ) -> Tensor:
        channels = x.transpose(1, 2).contiguous()  # (N, D, T)
        padding = ~real_steps(lengths, x.shape[1])[:, None]  # (N, 1, T)
        parts = []
        for kernel in kernels:
            response = _convolve(channels, kernel).relu()  # (N, F, T)
            parts.append(response.masked_fill(padding, 0.0).max(dim=2).values)  # (N, F)
        return torch.cat(parts, dim=1)  # (N, sum of F)

    def convolve(self, x: Tensor, lengths: Tensor, kernel: Convolution[Tensor]) -> Tensor:
        response = _convolve(x.transpose(1, 2).contiguous(), kernel)  # (N, F, T)
        return masked(response.transpose(1, 2), lengths)  # (N, T, F)

    def relu(self, x: Tensor) -> Tensor:
        return x.relu()

    def lstm(self, x: Tensor, lengths: Tensor, directions: Sequence[Lstm[Tensor]]) -> Tensor:
        return recurrent.lstm(x, lengths, directions)

    def qrnn(
        self, x: Tensor, lengths: Tensor, directions: Sequence[Qrnn[Tensor]], *, zoneout: float
    ) -> Tensor:
        def keep(forget: Tensor) -> Tensor:
            if self.generator is None or zoneout == 0:
                return forget
            return 1 - (1 - forget) * self._mask(forget.shape, zoneout, forget)

        return recurrent.qrnn(x, lengths, directions, keep)

    def batch_norm(self, x: Tensor, lengths: Tensor, weights: BatchNorm[Tensor]) -> Tensor:
        mean, variance = weights.mean, weights.variance  # (D,)
        steps = int(lengths.sum())
        if self.generator is not None and steps > 1:
            mean = x.sum(dim=(0, 1)) / steps  # padding is zero
            centred = masked(x - mean, lengths)  # (N, T, D)
            variance = centred.square().sum(dim=(0, 1)) / steps
            weights.mean.lerp_(mean.detach(), _MOMENTUM)
            weights.variance.lerp_(variance.detach() * (steps / (steps - 1)), _MOMENTUM)
        scale = weights.scale * torch.rsqrt(variance + EPSILON)  # (D,)
        return masked((x - mean) * scale + weights.shift, lengths)

    def layer_norm(self, x: Tensor, lengths: Tensor, weights: LayerNorm[Tensor]) -> Tensor:
        normal = functional.layer_norm(x, x.shape[2:], weights.scale, weights.shift, EPSILON)
        return masked(normal, lengths)

    def ends(self, x: Tensor, lengths: Tensor, directions: int) -> Tensor:
        forward, *backward = x.chunk(directions, dim=2)  # (N, T, H) each
        last = (lengths.clamp(min=1) - 1)[:, None, None].expand(-1, 1, forward.shape[2])
        parts = [forward.gather(1, last)[:, 0], *(states[:, 0] for states in backward)]
        return torch.cat(parts, dim=1)  # (N, S)

    def maximum(self, x: Tensor, lengths: Tensor) -> Tensor:
        hidden = ~real_steps(lengths, x.shape[1])[:, :, None]  # (N, T, 1)
        largest = x.masked_fill(hidden, -torch.inf).amax(dim=1)  # (N, D)
        return largest.masked_fill((lengths == 0)[:, None], 0.0)

    def mean(self, x: Tensor, lengths: Tensor) -> Tensor:
        return x.sum(dim=1) / lengths.clamp(min=1)[:, None]  # (N, D)

    def attend(self, x: Tensor, lengths: Tensor, weights: Attention[Tensor]) -> Tensor:
        hidden = torch.tanh(functional.linear(x, weights.projection, weights.bias))  # (N, T, A)
        score = hidden @ weights.query  # (N, T)
        # A finite floor keeps the softmax of a text without tokens free of NaN.
        floor = torch.finfo(score.dtype).min
        score = score.masked_fill(~real_steps(lengths, x.shape[1]), floor)
        share = torch.softmax(score, dim=1)  # (N, T)
        return torch.einsum("nt,ntd->nd", share, x)  # (N, D)

    def strongest_window(self, x: Tensor, windows: Tensor) -> Tensor:
        if len(windows) == len(x):
            return x
        ends = windows.new_tensor([len(x)])
        sizes = torch.diff(windows, append=ends)  # (M,)
        return torch.segment_reduce(x, "max", lengths=sizes, axis=0)  # (M, D)

    def dense(self, x: Tensor, weights: Dense[Tensor]) -> Tensor:
        return functional.linear(x, weights.weight, weights.bias)

    def join(self, parts: list[Tensor]) -> Tensor:
        return torch.cat(parts, dim=-1)

    def dropout(self, x: Tensor, rate: float) -> Tensor:
        if self.generator is None or rate == 0:
            return x
        return x * self._mask(x.shape, rate, x, 1 / (1 - rate))

    def locked_dropout(self, x: Tensor, rate: float) -> Tensor:
        if self.generator is None or rate == 0:
            return x
        return x * self._mask((len(x), 1, x.shape[2]), rate, x, 1 / (1 - rate))  # (N, T, D)

    def drop_words(self, x: Tensor, rate: float) -> Tensor:
        if self.generator is None or rate == 0:
            return x
        return x * self._mask((*x.shape[:2], 1), rate, x)  # (N, T, D)

    def _mask(
        self, shape: tuple[int, ...], rate: float, like: Tensor, value: float = 1.0
    ) -> Tensor:
        """`value` with probability 1 - rate, else 0, drawn where the generator lives."""
        if self.generator is None:
            return like.new_full(shape, value)
        kept = torch.empty(shape, dtype=like.dtype, device=self.generator.device)
        kept.bernoulli_(1 - rate, generator=self.generator)
        return kept.mul_(value).to(like.device)


def _convolve(channels: Tensor, kernel: Convolution[Tensor]) -> Tensor:
    """Responses whose middle tap is on a step of the row: (N, D, T) -> (N, F, T)."""
    weight = kernel.weight.transpose(1, 2)  # (F, D, W)
    surplus = weight.shape[2] - 1
    wide = functional.conv1d(channels, weight, kernel.bias, padding=surplus)  # (N, F, T + W - 1)
    return wide.narrow(2, surplus - surplus // 2, channels.shape[2])
