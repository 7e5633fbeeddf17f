"""What contends in a case, and how it is run: forward and backward, on the same values.

A rival is a name and a callable; one of ours more is an entry of `ours()`. Rates are counted on
what the result needs: products of real tokens, and of a convolution under a maximum the gradient
of the steps that won. Padding and whatever else a rival computes is no useful work.

Legend: N texts, T tokens of the longest, D inputs, H hidden units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gatewise import kernels
from gatewise.layers.operations import Convolution, Lstm, Qrnn
from gatewise.layers.trainable import TrainableOperations
from gatewise.training.engine import Engine

__all__ = [
    "TORCH",
    "Forward",
    "Inputs",
    "Ours",
    "Rival",
    "drawn",
    "ours",
    "real_steps",
    "runner",
    "values",
]

TORCH = Engine(torch.device("cpu"))

Forward = Callable[[Tensor, Tensor], Tensor]
"""(x (N, T, D), lengths (N,)) -> output."""


@dataclass(frozen=True)
class Rival:
    """One contender of a case.

    Args:
        name: As in the table.
        dtype: `fp32` or `bf16`: the matrix product its rate is held against.
        run: Does all batches of the case once, forward and backward; returns the output and the
            input's gradient of the last one.
        flops: Operations that the results of a run need; 0 where products do not count.
        engine: Whose threads it runs with.
    """

    name: str
    dtype: str
    run: Callable[[], Any]
    flops: float = 0.0
    engine: Engine = field(default_factory=lambda: TORCH)


@dataclass(frozen=True)
class Ours:
    """A way to execute our layers.

    Args:
        engine: What executes them.
    """

    engine: Engine

    @property
    def operations(self) -> TrainableOperations:
        """The layers, without dropout."""
        return self.engine.operations()

    def rival(self, layer: str, run: Callable[[], Any], flops: float = 0.0) -> Rival:
        """Our `layer` as a rival."""
        by = f"{self.engine.isa or 'torch'} {self.engine.dtype}"
        return Rival(f"gatewise {layer} {by}", self.engine.dtype, run, flops, self.engine)


def ours() -> list[Ours]:
    """Every execution of our layers that this machine has."""
    engines = [TORCH]
    if kernels.isa():
        engines.append(replace(TORCH, isa=kernels.isa()))
    if kernels.has_bfloat16():
        engines.append(replace(TORCH, isa=kernels.isa(), bfloat16=True))
    return [Ours(engine) for engine in engines]


@dataclass(frozen=True)
class Inputs:
    """A batch: values (N, T, D), zero after each length; what comes back to the output."""

    x: Tensor
    lengths: Tensor
    upstream: Tensor

    def to(self, dtype: torch.dtype) -> Inputs:
        """The same values in another type."""
        x = self.x.detach().to(dtype).requires_grad_()
        return Inputs(x, self.lengths, self.upstream.to(dtype))


def real_steps(lengths: Tensor) -> Tensor:
    """Whether a step is real, (N, T, 1)."""
    return (torch.arange(int(lengths.max())) < lengths[:, None])[:, :, None]


def drawn(lengths: NDArray[np.int64], width: int, out: int, *, states: bool) -> Inputs:
    """Random values; the output has a vector for every step (`states`) or one for the text."""
    sizes = torch.from_numpy(lengths)
    real = real_steps(sizes)
    x = torch.randn(*real.shape[:2], width) * real  # (N, T, D)
    upstream = torch.randn(*real.shape[:2], out) * real if states else torch.randn(len(real), out)
    return Inputs(x.requires_grad_(), sizes, upstream)


def runner(
    forward: Forward,
    batches: Sequence[Inputs],
    weights: Iterable[Tensor],
) -> Callable[[], tuple[Tensor, Tensor]]:
    """Forward and backward of all batches, gradients of input and weights."""
    trained = list(weights)

    def run() -> tuple[Tensor, Tensor]:
        for batch in batches:
            out = forward(batch.x, batch.lengths)
            gradients = torch.autograd.grad(out, [batch.x, *trained], batch.upstream)
        return out.detach(), gradients[0]

    return run


def values(weights: Lstm[Tensor] | Qrnn[Tensor] | Convolution[Tensor]) -> list[Tensor]:
    """The weights of a layer, in the order of its fields."""
    return [getattr(weights, name) for name in weights.__dataclass_fields__]
