"""The optimisers by name: one for the dense weights, and its form for rows of a table."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from gatewise.config import TrainingConfig
from gatewise.training.rates import Rates
from gatewise.training.rows import RowAdam, RowRule, RowSGD

__all__ = ["dense_optimizer", "row_rule"]


def dense_optimizer(
    weights: Iterable[Tensor], config: TrainingConfig, rates: Rates
) -> torch.optim.Optimizer:
    """Torch's own optimiser `config.optimizer` for `weights`."""
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            weights,
            lr=rates.dense,
            momentum=config.momentum,
            weight_decay=rates.weight_decay,
            fused=True,
        )
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind(weights, lr=rates.dense, weight_decay=rates.weight_decay, fused=True)


def row_rule(config: TrainingConfig, rates: Rates) -> RowRule:
    """How the same optimiser moves the rows of a table."""
    if config.optimizer == "sgd":
        return RowSGD(rates.weight_decay, config.momentum)
    return RowAdam(rates.weight_decay, decoupled=config.optimizer == "adamw")
