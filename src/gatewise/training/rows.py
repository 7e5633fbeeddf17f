"""An embedding table trained by the rows of a batch instead of the whole table.

A dense step over a 30,000 x 300 table costs as much as the LSTM itself. Here whatever an optimiser
remembers of a row, and the row's running average, is brought up to date when the row is next seen:
between two visits its gradient is zero, so the moments only shrink by a power of their decay,
which is exact. What differs from the dense optimisers is that a row does not move while it is not
seen: neither by what is left of its moments (with SGD a row seen once thus moves by its gradient,
not by 1 / (1 - momentum) times it) nor by weight decay.

Legend: V rows of the table, U distinct rows of a batch, D width, M moments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from numpy.typing import NDArray
from torch import Tensor

from gatewise import kernels

__all__ = ["RowAdam", "RowRule", "RowSGD", "RowTable"]

_NO_AVERAGING = 1e-30
"""Stands for a decay of 0, whose logarithm does not exist."""


class RowRule(Protocol):
    """How an optimiser moves rows. All tensors are (U, D) and changed in place."""

    moments: int
    """What it remembers of a row, M arrays."""

    kernel: str
    """Name of the native kernel that moves rows so, given the fields of the rule."""

    def move(
        self,
        values: Tensor,
        gradient: Tensor,
        moments: tuple[Tensor, ...],
        *,
        elapsed: Tensor,
        step: int,
        rate: float,
    ) -> None:
        """Move `values`.

        Args:
            values: Of the rows.
            gradient: Of the loss by them.
            moments: As this rule left them when each row was last seen; zeros before.
            elapsed: Steps since then, this one counted, (U, 1); at a row's first visit `step`.
            step: Number of this step, from 1.
            rate: Learning rate.
        """
        ...


@dataclass(frozen=True)
class RowAdam:
    """Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019) for rows.

    Args:
        weight_decay: Of touched rows only.
        decoupled: AdamW; otherwise the decay is part of the gradient.
        betas: Decay rates of the moments.
        eps: Added to the root of the second moment.
    """

    weight_decay: float
    decoupled: bool = True
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    moments = 2
    kernel = "adam_step"

    def move(
        self,
        values: Tensor,
        gradient: Tensor,
        moments: tuple[Tensor, ...],
        *,
        elapsed: Tensor,
        step: int,
        rate: float,
    ) -> None:
        """See `RowRule`."""
        first, second = moments
        beta1, beta2 = self.betas
        if not self.decoupled:
            gradient = gradient.add(values, alpha=self.weight_decay)
        first.mul_(beta1**elapsed).add_(gradient, alpha=1 - beta1)
        second.mul_(beta2**elapsed).addcmul_(gradient, gradient, value=1 - beta2)
        scale = (second / (1 - beta2**step)).sqrt_().add_(self.eps)  # (U, D)
        if self.decoupled:
            values.mul_(1 - rate * self.weight_decay)
        values.addcdiv_(first, scale, value=-rate / (1 - beta1**step))


@dataclass(frozen=True)
class RowSGD:
    """Gradient descent with momentum (Polyak 1964), as in torch: v = m v + g, then w -= rate v.

    Args:
        weight_decay: Part of the gradient, of touched rows only.
        momentum: m.
    """

    weight_decay: float
    momentum: float = 0.9
    moments = 1
    kernel = "sgd_step"

    def move(
        self,
        values: Tensor,
        gradient: Tensor,
        moments: tuple[Tensor, ...],
        *,
        elapsed: Tensor,
        step: int,
        rate: float,
    ) -> None:
        """See `RowRule`."""
        (velocity,) = moments
        gradient = gradient.add(values, alpha=self.weight_decay)
        velocity.mul_(self.momentum**elapsed).add_(gradient)
        values.add_(velocity, alpha=-rate)


class RowTable:
    """A table with its optimiser and its running average.

    Args:
        table: (V, D); copied.
        rule: How rows move.
    """

    def __init__(self, table: Tensor, rule: RowRule) -> None:
        self.rule = rule
        self.steps = 0
        rest = [torch.zeros_like(table)] * rule.moments
        # What belongs to a row lies together, so that a step gathers and scatters once.
        self._state = torch.stack((table, table, *rest), dim=1)  # (V, 2 + M, D)
        self._seen = torch.zeros(len(table), dtype=torch.int64, device=table.device)
        # Sum of the log decays of the average so far, and its value when a row was last averaged.
        self._log_decay = 0.0
        self._log_decay_at = torch.zeros(len(table), dtype=torch.float64, device=table.device)
        able = table.device.type == "cpu" and table.dtype == torch.float32
        self._native = kernels.native if able else None

    @property
    def table(self) -> Tensor:
        """The table as it stands, (V, D); a view."""
        return self._state[:, 0]

    @torch.no_grad()
    def step(self, rows: Tensor, gradient: Tensor, *, rate: float, averaging: float) -> None:
        """Update `rows`.

        Args:
            rows: Distinct row numbers, ascending, (U,).
            gradient: Their gradients, (U, D).
            rate: Learning rate of this step.
            averaging: Decay of the running average at this step; 0 copies the weights.
        """
        self.steps += 1
        log_decay = self._log_decay + math.log(max(averaging, _NO_AVERAGING))
        if self._native is None:
            self._step(rows, gradient, rate=rate, averaging=averaging)
            self._log_decay_at[rows] = log_decay
        else:
            getattr(self._native, self.rule.kernel)(
                *(*self._arrays(), rows.numpy(), gradient.contiguous().numpy()),
                step=self.steps,
                averaging=averaging,
                log_decay=(self._log_decay, log_decay),
                rate=rate,
                **vars(self.rule),
            )
        self._log_decay = log_decay

    @torch.no_grad()
    def average(self) -> Tensor:
        """The running average of the whole table as it stands now, (V, D)."""
        if self._native is not None:
            out = torch.empty_like(self.table, memory_format=torch.contiguous_format)
            self._native.row_average(*self._arrays(), self._log_decay, out.numpy())
            return out
        average = self._state[:, 1].clone()
        every = torch.arange(len(average), device=average.device)
        self._settle(average, self.table, every)
        return average

    def _arrays(self) -> tuple[NDArray[Any], ...]:
        """The memory that the native kernels work on."""
        return self._state.numpy(), self._seen.numpy(), self._log_decay_at.numpy()

    def _step(self, rows: Tensor, gradient: Tensor, *, rate: float, averaging: float) -> None:
        """What the native kernels do, by torch."""
        state = self._state.index_select(0, rows)  # (U, 2 + M, D)
        values, average, *moments = state.unbind(dim=1)  # (U, D) each
        self._settle(average, values, rows)
        elapsed = (self.steps - self._seen[rows])[:, None].to(gradient.dtype)  # (U, 1)
        self.rule.move(
            values, gradient, tuple(moments), elapsed=elapsed, step=self.steps, rate=rate
        )
        average.lerp_(values, 1 - averaging)
        self._state.index_copy_(0, rows, state)
        self._seen[rows] = self.steps

    def _settle(self, average: Tensor, values: Tensor, rows: Tensor) -> None:
        """Move averages of `rows` towards their values for the steps in which they rested."""
        moved = 1 - (self._log_decay - self._log_decay_at[rows]).exp()[:, None]  # (U, 1)
        average.lerp_(values, moved.to(values.dtype))
