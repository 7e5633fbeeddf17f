"""What training makes small, and by what an epoch is judged: one class a row, or any labels.

Legend: N rows, C classes or labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from gatewise.config import TrainingConfig
from gatewise.evaluation import fit_temperature, log_softmax
from gatewise.training.examples import Targets, is_multilabel
from gatewise.training.importance import positive_weights

__all__ = ["Loss", "Measure", "MultiClass", "MultiLabel", "loss_for"]

Logits = NDArray[np.float32]
RowWeights = NDArray[np.float32] | None


@dataclass(frozen=True)
class Measure:
    """How an epoch does on the rows that choose.

    Args:
        loss: Mean loss a row.
        costs: float64 (N,): the mistakes of each row times its weight, by which epochs are
            compared.
        accuracy: Share of the rows that is right; None for several labels.
        micro_f1: Of all decisions, at the threshold that suits them best; None for one class.
    """

    loss: float
    costs: NDArray[np.float64]
    accuracy: float | None = None
    micro_f1: float | None = None


class Loss(Protocol):
    """One kind of task. Row weights have a mean of 1 over all rows, not over each batch."""

    def __call__(self, logits: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
        """Sum of a batch's losses times their weights, divided by N.

        Divided by N and not by the weights' sum, a batch of light rows moves the model less.

        Args:
            logits: (N, C).
            targets: As in `Examples`.
            weights: (N,), or None for 1 each.
        """
        ...

    def measure(self, logits: Logits, targets: Targets, weights: RowWeights) -> Measure:
        """Judge finite `logits` (N, C)."""
        ...


@dataclass(frozen=True)
class MultiClass:
    """Cross-entropy of the softmax; epochs are judged by their errors.

    Args:
        smoothing: Share of the truth that is spread over all classes (Szegedy 2016).
    """

    smoothing: float

    def __call__(self, logits: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
        """See `Loss`."""
        if weights is None:
            return functional.cross_entropy(logits, targets, label_smoothing=self.smoothing)
        losses = functional.cross_entropy(
            logits, targets, label_smoothing=self.smoothing, reduction="none"
        )
        return (losses * weights).mean()

    def measure(self, logits: Logits, targets: Targets, weights: RowWeights) -> Measure:
        """The loss is at the best temperature, since calibration comes later."""
        classes = targets.astype(np.int64, copy=False)  # (N,)
        temperature = fit_temperature(logits, classes)
        scaled = log_softmax(logits.astype(np.float64) / temperature)  # (N, C)
        losses = -scaled[np.arange(len(classes)), classes]  # (N,)
        wrong = _weighed(logits.argmax(axis=1) != classes, weights)
        return Measure(
            loss=float(_weighed(losses, weights).mean()),
            costs=wrong,
            accuracy=float(1 - wrong.mean()),
        )


@dataclass(frozen=True)
class MultiLabel:
    """Binary cross-entropy of every label, summed over labels, so that each learns as if alone.

    Epochs are judged by the decisions that are wrong at one threshold for all labels, the one of
    the best micro-F1.

    Args:
        positive: float32 (C,): what having a label counts beside lacking it; None for 1 each.
    """

    positive: NDArray[np.float32] | None = None

    def __call__(self, logits: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
        """See `Loss`."""
        positive = None if self.positive is None else torch.from_numpy(self.positive)
        losses = functional.binary_cross_entropy_with_logits(
            logits,
            targets.to(logits.dtype),
            pos_weight=None if positive is None else positive.to(logits.device),
            reduction="none",
        ).sum(dim=1)  # (N,)
        return (losses if weights is None else losses * weights).mean()

    def measure(self, logits: Logits, targets: Targets, weights: RowWeights) -> Measure:
        """The loss is summed over labels."""
        losses = np.logaddexp(0, np.where(targets, -logits, logits)).sum(axis=1)  # (N,)
        threshold, f1 = _best_threshold(logits, targets.astype(np.bool_), weights)
        wrong = ((logits >= threshold) != targets).sum(axis=1)  # (N,)
        return Measure(
            loss=float(_weighed(losses, weights).mean()),
            costs=_weighed(wrong, weights),
            micro_f1=f1,
        )


def loss_for(targets: Targets, config: TrainingConfig) -> Loss:
    """The loss that suits training `targets`."""
    if is_multilabel(targets):
        return MultiLabel(positive_weights(targets, config.class_weight))
    return MultiClass(config.label_smoothing)


def _weighed(values: NDArray[np.generic], weights: RowWeights) -> NDArray[np.float64]:
    """(N,) times (N,)."""
    given = values.astype(np.float64)
    return given if weights is None else given * weights


def _best_threshold(
    logits: Logits, targets: NDArray[np.bool_], weights: RowWeights
) -> tuple[float, float]:
    """The logit from which a label is given for the best micro-F1, and that F1 (0 to 1)."""
    flat = logits.ravel()
    order = np.argsort(-flat, kind="stable")  # (N C,)
    counts = np.ones(len(logits)) if weights is None else weights.astype(np.float64)
    each = np.repeat(counts, logits.shape[1])[order]
    found = np.cumsum(each * targets.ravel()[order])
    positives = found[-1] if len(found) else 0.0
    f1 = 2 * found / np.maximum(np.cumsum(each) + positives, 1e-12)
    sorted_logits = flat[order]
    f1[:-1][sorted_logits[1:] == sorted_logits[:-1]] = -1.0  # equal logits are never parted
    best = int(f1.argmax())
    return float(sorted_logits[best]), float(f1[best])
