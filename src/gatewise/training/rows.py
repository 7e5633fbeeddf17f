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
        table: (V, D), updated in place.
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
        self.table = table
        self.weight_decay = weight_decay
        self.betas = betas
        self.eps = eps
        self.steps = 0
        self._first = torch.zeros_like(table)
        self._second = torch.zeros_like(table)
        self._seen = torch.zeros(len(table), dtype=torch.int64, device=table.device)
        self._average = table.clone()
        # Sum of the log decays of the average so far, and its value when a row was last averaged.
        self._log_decay = 0.0
        self._log_decay_at = torch.zeros(len(table), dtype=torch.float64, device=table.device)

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
        average = self._settled(rows)  # (U, D)
        elapsed = (self.steps - self._seen[rows])[:, None].to(gradient.dtype)  # (U, 1)
        beta1, beta2 = self.betas
        first = self._first[rows] * beta1**elapsed + (1 - beta1) * gradient  # (U, D)
        second = self._second[rows] * beta2**elapsed + (1 - beta2) * gradient.square()  # (U, D)
        self._first[rows], self._second[rows], self._seen[rows] = first, second, self.steps
        scale = (second / (1 - beta2**self.steps)).sqrt_().add_(self.eps)  # (U, D)
        update = first / (1 - beta1**self.steps) / scale  # (U, D)
        values = self.table[rows] * (1 - rate * self.weight_decay) - rate * update  # (U, D)
        self.table[rows] = values
        self._log_decay += math.log(max(averaging, _NO_AVERAGING))
        self._log_decay_at[rows] = self._log_decay
        self._average[rows] = torch.lerp(values, average, averaging)

    @torch.no_grad()
    def average(self) -> Tensor:
        """The running average of the whole table as it stands now, (V, D)."""
        return self._settled(torch.arange(len(self.table), device=self.table.device))

    def _settled(self, rows: Tensor) -> Tensor:
        """Averages of `rows`, moved towards the weights for the steps in which they rested."""
        drift = (self._log_decay - self._log_decay_at[rows]).exp()[:, None]  # (U, 1)
        return torch.lerp(self.table[rows], self._average[rows], drift.to(self.table.dtype))
