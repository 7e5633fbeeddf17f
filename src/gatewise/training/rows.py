"""AdamW for an embedding table, paid for by the rows of a batch instead of the whole table.

A dense step over a 30,000 x 300 table costs as much as the LSTM itself. Here the moments, the
decay and the running average of a row are brought up to date when the row is next seen: between
two visits its gradient is zero, so the moments only shrink by beta^steps, which is exact. What
differs from dense AdamW is that a row does not move while it is not seen.

Legend: V rows of the table, U distinct rows of a batch, D width.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

__all__ = ["RowAdamW"]

_NO_AVERAGING = 1e-30
"""Stands for a decay of 0, whose logarithm does not exist."""


class RowAdamW:
    """Optimiser and running average of one table.

    Args:
        table: (V, D); copied.
        weight_decay: Decoupled decay, applied to touched rows only.
        betas: Decay rates of the moments (Kingma & Ba 2015).
        eps: Added to the root of the second moment.
    """

    def __init__(
        self,
        table: Tensor,
        *,
        weight_decay: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.weight_decay = weight_decay
        self.betas = betas
        self.eps = eps
        self.steps = 0
        # What belongs to a row lies together, so that a step gathers and scatters once.
        rest = torch.zeros_like(table)
        self._state = torch.stack((table, rest, rest, table), dim=1)  # (V, 4, D)
        self._seen = torch.zeros(len(table), dtype=torch.int64, device=table.device)
        # Sum of the log decays of the average so far, and its value when a row was last averaged.
        self._log_decay = 0.0
        self._log_decay_at = torch.zeros(len(table), dtype=torch.float64, device=table.device)

    @property
    def table(self) -> Tensor:
        """The table as it stands, (V, D); a view."""
        return self._state[:, 0]

    @torch.no_grad()
    def step(self, rows: Tensor, gradient: Tensor, *, rate: float, averaging: float) -> None:
        """Update `rows`.

        Args:
            rows: Distinct row numbers, (U,).
            gradient: Their gradients, (U, D).
            rate: Learning rate of this step.
            averaging: Decay of the running average at this step; 0 copies the weights.
        """
        self.steps += 1
        state = self._state.index_select(0, rows)  # (U, 4, D)
        values, first, second, average = state.unbind(dim=1)  # (U, D) each
        self._settle(average, values, rows)
        elapsed = (self.steps - self._seen[rows])[:, None].to(gradient.dtype)  # (U, 1)
        beta1, beta2 = self.betas
        first.mul_(beta1**elapsed).add_(gradient, alpha=1 - beta1)
        second.mul_(beta2**elapsed).addcmul_(gradient, gradient, value=1 - beta2)
        scale = (second / (1 - beta2**self.steps)).sqrt_().add_(self.eps)  # (U, D)
        values.mul_(1 - rate * self.weight_decay)
        values.addcdiv_(first, scale, value=-rate / (1 - beta1**self.steps))
        average.lerp_(values, 1 - averaging)
        self._state.index_copy_(0, rows, state)
        self._seen[rows] = self.steps
        self._log_decay += math.log(max(averaging, _NO_AVERAGING))
        self._log_decay_at[rows] = self._log_decay

    @torch.no_grad()
    def average(self) -> Tensor:
        """The running average of the whole table as it stands now, (V, D)."""
        average = self._state[:, 3].clone()
        every = torch.arange(len(average), device=average.device)
        self._settle(average, self.table, every)
        return average

    def _settle(self, average: Tensor, values: Tensor, rows: Tensor) -> None:
        """Move averages of `rows` towards their values for the steps in which they rested."""
        moved = 1 - (self._log_decay - self._log_decay_at[rows]).exp()[:, None]  # (U, 1)
        average.lerp_(values, moved.to(values.dtype))
