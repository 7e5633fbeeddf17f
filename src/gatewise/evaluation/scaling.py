"""Probabilities of labels that may apply together: one logistic curve for all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.languages import say
from gatewise.layers.reference.activations import sigmoid

__all__ = ["fit_sigmoid", "sigmoid"]

Floats = NDArray[np.float64]

# What the prior weighs. In simulations (true scales 1/3 to 3, 3 to 30 rows, 4 and 20 labels) 2 was
# best in log loss on new rows, as it is for `fit_temperature`.
_PRIOR = 2.0


def fit_sigmoid(
    logits: NDArray[np.floating[Any]], targets: NDArray[np.bool_]
) -> tuple[float, float]:
    """The curve sigmoid(scale * logit + shift) that fits the targets best, one for all labels.

    Platt's scaling (1999), whose summed log loss is convex in the two numbers; Newton's method with
    a line search finds the one minimum (Lin, Lin & Weng 2007, Machine Learning 68:267). In place of
    Platt's softened targets a prior of `scale - ln(scale)` and `shift^2 / 2` draws towards (1, 0):
    without it a few rows that happen to be all right would ask for an endless scale. No rows give
    (1, 0).

    Args:
        logits: (N, C), finite. Rows that trained or chose the model must not be among them.
        targets: (N, C) whether the label applies.

    Returns:
        Scale, above 0, and shift.

    Raises:
        InputError: A logit is not finite.
    """
    if not np.isfinite(logits).all():
        raise InputError(
            say(
                "The model's outputs hold a value that is not finite; expected finite numbers. "
                "Training has diverged: lower training.learning_rate and train again."
            )
        )
    z, y = logits.astype(np.float64).ravel(), targets.ravel()
    at = np.array([1.0, 0.0])
    for _ in range(100):
        slope, curvature = _derivatives(z, y, at)
        step = np.asarray(np.linalg.solve(curvature, slope), dtype=np.float64)
        gain = float(slope @ step)  # twice what the quadratic model still promises
        following = _descend(z, y, at, step, gain)
        if gain < 1e-12 or following is None:  # or rounding hides what is left
            break
        at = following
    return float(at[0]), float(at[1])


def _descend(
    z: Floats, y: NDArray[np.bool_], at: Floats, step: Floats, gain: float
) -> Floats | None:
    """The first of ever smaller steps that keeps the scale positive and lowers the loss enough."""
    before = _loss(z, y, at)
    for halvings in range(60):
        following = at - 0.5**halvings * step
        if following[0] <= 0:
            continue
        if _loss(z, y, following) <= before - 1e-4 * 0.5**halvings * gain:
            return following
    return None


def _loss(z: Floats, y: NDArray[np.bool_], at: Floats) -> float:
    scale, shift = at
    margins = np.where(y, -1.0, 1.0) * (scale * z + shift)
    prior = _PRIOR * (scale - np.log(scale) + shift**2 / 2)
    return float(np.logaddexp(0, margins).sum() + prior)


def _derivatives(z: Floats, y: NDArray[np.bool_], at: Floats) -> tuple[Floats, Floats]:
    scale, shift = at
    p = sigmoid(scale * z + shift)
    over, spread = p - y, p * (1 - p)
    slope = np.array([over @ z + _PRIOR * (1 - 1 / scale), over.sum() + _PRIOR * shift])
    mixed = spread @ z
    curvature = np.array(
        [[spread @ z**2 + _PRIOR / scale**2, mixed], [mixed, spread.sum() + _PRIOR]]
    )
    return slope, curvature
