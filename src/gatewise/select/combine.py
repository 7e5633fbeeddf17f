"""How much each of several models counts: fitted on rows that none of them learnt from.

Each model's logits are first brought to the temperature that suits it alone: those of a model that
knows little become small, so equal coefficients already let the better one speak louder. Were the
errors of the models independent, a coefficient of 1 each would be the best. They are not, so the
coefficients are fitted to the labels like those of a logistic regression; few rows tell little of
them, so they are drawn towards each other.

Legend: K models, N rows, C classes or labels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation import fit_sigmoid, fit_temperature, log_softmax
from gatewise.layers.reference import sigmoid
from gatewise.training.examples import Targets, class_numbers, is_multilabel

__all__ = ["Combined", "combine"]

_EQUAL = 100.0
"""What the wish for equal coefficients weighs, in rows."""

_TOGETHER = 2.0
"""What the wish for a sum of 1 weighs; without it rows that are all right would have it endless."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Combined:
    """What several models count.

    Args:
        shares: How much of the answer comes from each, (K,): the size of what it adds to the
            logits. Their sum is 1.
        factors: Of the logits of each, (K,); their sum of logits needs no temperature.
        loss: Mean log loss of the sum on the rows it was fitted on; over labels it is added up.
    """

    shares: tuple[float, ...]
    factors: tuple[float, ...]
    loss: float


def combine(logits: Sequence[NDArray[np.float32]], targets: Targets) -> Combined:
    """Fit what each of K models counts.

    Args:
        logits: Of each model, (N, C); N is at least 1.
        targets: As in `Examples`.
    """
    from scipy.optimize import minimize  # scikit-learn brings it

    scales, shifts = zip(*(_temper(own, targets) for own in logits), strict=True)
    tempered = np.stack(
        [own.astype(np.float64) * a + b for own, a, b in zip(logits, scales, shifts, strict=True)]
    )  # (K, N, C)

    def cost(coefficients: Floats) -> tuple[float, Floats]:
        loss, slope = _loss(np.tensordot(coefficients, tempered, axes=1), targets)  # (), (N, C)
        apart, total = coefficients - coefficients.mean(), coefficients.sum()
        loss += _EQUAL / 2 * apart @ apart + _TOGETHER * (total - math.log(total))
        gradient = np.tensordot(tempered, slope, axes=2)  # (K,)
        return loss, gradient + _EQUAL * apart + _TOGETHER * (1 - 1 / total)

    count = len(logits)
    least = 1e-6  # the sum must stay above 0
    found = minimize(
        cost, np.full(count, 1 / count), jac=True, bounds=[(least, None)] * count, method="L-BFGS-B"
    ).x
    found[found <= least] = 0
    sizes = found * tempered.std(axis=-1).mean(axis=1)  # (K,)
    loss, _ = _loss(np.tensordot(found, tempered, axes=1), targets)
    return Combined(
        tuple((sizes / sizes.sum()).tolist()),
        tuple((found * scales).tolist()),
        loss / len(targets),
    )


def _temper(logits: NDArray[np.float32], targets: Targets) -> tuple[float, float]:
    """Scale and shift after which one model's logits fit the targets best."""
    if is_multilabel(targets):
        return fit_sigmoid(logits, targets > 0)
    return 1 / fit_temperature(logits, class_numbers(targets)), 0.0


def _loss(z: Floats, targets: Targets) -> tuple[float, Floats]:
    """Summed log loss of logits (N, C), and its derivative by each of them (N, C)."""
    if is_multilabel(targets):
        signs = np.where(targets, 1.0, -1.0)  # (N, C)
        return float(np.logaddexp(0, -signs * z).sum()), np.asarray(sigmoid(z) - targets)
    logs = log_softmax(z)  # (N, C)
    rows, true = np.arange(len(z)), class_numbers(targets)
    slope: Floats = np.exp(logs)
    slope[rows, true] -= 1
    return -float(logs[rows, true].sum()), slope
