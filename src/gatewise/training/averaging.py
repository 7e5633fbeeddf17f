"""Exponential running average of the dense weights (Polyak 1992); the average is what is saved."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["DenseAverage", "decay_at"]


def decay_at(step: int, decay: float) -> float:
    """Decay at a step, counted from 1: young averages forget faster, so that fresh weights go."""
    return min(decay, step / (step + 10)) if decay else 0.0


class DenseAverage:
    """Running averages of `weights`, which keep being trained in place."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        self._weights = weights
        self._averages = {name: weight.detach().clone() for name, weight in weights.items()}

    @torch.no_grad()
    def step(self, decay: float) -> None:
        """Move every average towards its weight."""
        weights = [self._weights[name] for name in self._averages]
        torch._foreach_lerp_(list(self._averages.values()), weights, 1 - decay)

    def averages(self) -> dict[str, Tensor]:
        """Copies of the averages."""
        return {name: average.clone() for name, average in self._averages.items()}
