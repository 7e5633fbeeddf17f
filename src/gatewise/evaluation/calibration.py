"""Do the probabilities mean what they say? Temperature, calibration error, reliability bins.

`confidence` is the probability of the predicted class, `correct` whether that class is the true
one; both (N,). Logits are (N, C), targets (N,) positions of the true classes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.evaluation.intervals import Score, wilson
from gatewise.languages import say
from gatewise.layers.reference.activations import log_softmax, softmax

__all__ = [
    "ReliabilityBin",
    "expected_calibration_error",
    "fit_temperature",
    "log_softmax",
    "reliability",
    "softmax",
]

Floats = NDArray[np.float64]

# A temperature outside 1/20 to 20 would say that the logits are all noise, or none at all.
_LIMIT = 20.0
# What the prior weighs. In simulations (true temperatures 0.7 to 6, 5 to 30 rows) 2 was best or
# near it in log loss on new rows; from some hundred rows on it is not felt.
_PRIOR = 2.0
# A bin's accuracy means little below this many rows.
_BIN_ROWS = 20


def fit_temperature(logits: NDArray[np.floating[Any]], targets: NDArray[np.integer[Any]]) -> float:
    """The T for which softmax(logits / T) fits the targets best (Guo et al. 2017, ICML).

    In b = 1/T the log loss is convex, so a safeguarded Newton search finds the one minimum. A prior
    of `b - ln(b)` (a Gamma with its mode at 1) is added to the summed loss: without it a few rows
    that happen to be all right would ask for T = 0. No rows give 1.

    Args:
        logits: (N, C), finite. Rows that chose the model must not be among them.
        targets: (N,) in 0..C-1.

    Returns:
        T between 1/20 and 20; the most probable class of a row is the same for any.

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
    if not len(targets):
        return 1.0
    z = logits.astype(np.float64)
    # Measured from the target's logit, the loss of a row is log(sum(exp(b z))).
    z -= z[np.arange(len(z)), targets][:, None]
    return 1 / _best_inverse(z)


def _best_inverse(z: Floats) -> float:
    """The b of least penalised loss: Newton steps, bisection where one leaves the bracket."""
    low, high, b = 1 / _LIMIT, _LIMIT, 1.0
    for _ in range(100):
        slope, curvature = _derivatives(z, b)
        low, high = (b, high) if slope < 0 else (low, b)
        step = b - slope / curvature
        following = step if low < step < high else math.sqrt(low * high)
        if abs(following - b) <= 1e-9 * b:
            break
        b = following
    return b


def _derivatives(z: Floats, b: float) -> tuple[float, float]:
    p = softmax(b * z)
    mean = np.einsum("nc,nc->n", p, z)
    spread = np.einsum("nc,nc,nc->n", p, z, z) - mean**2
    slope = float(mean.sum()) + _PRIOR * (1 - 1 / b)
    curvature = float(spread.sum()) + _PRIOR / b**2
    return slope, curvature


@dataclass(frozen=True)
class ReliabilityBin:
    """Rows of similar confidence: what the model said on average, and how often it was right."""

    confidence: float
    accuracy: Score
    count: int


def reliability(
    confidence: NDArray[np.floating[Any]],
    correct: NDArray[np.bool_],
    *,
    bins: int = 15,
    by_mass: bool = False,
) -> tuple[ReliabilityBin, ...]:
    """Bins of nearly equal size from the least to the most confident rows.

    Equal confidences are never parted, so the order of rows changes nothing, and a bin aims at no
    fewer than 20 rows, so small data get fewer bins.

    Args:
        confidence: (N,), or the (N x C,) probabilities of labels that may apply together.
        correct: Whether the answer was right, or the label applied.
        bins: Most bins to make.
        by_mass: A bin's size is the sum of its confidences, not its number of rows: where nearly
            all are close to 0, bins of equal rows would say nothing about the others.
    """
    order = np.argsort(confidence, kind="stable")
    sorted_confidence = confidence[order].astype(np.float64)
    sorted_correct = correct[order]
    sizes = np.cumsum(sorted_confidence) if by_mass else np.arange(1, len(order) + 1)
    whole = int(sizes[-1]) if len(order) else 0
    wanted = max(1, min(bins, whole // _BIN_ROWS))
    targets = np.searchsorted(sizes, np.arange(1, wanted) * whole // wanted, side="right")
    cuts = np.unique(np.searchsorted(sorted_confidence, sorted_confidence[targets]))
    edges = np.unique(np.concatenate(([0], cuts, [len(order)])))
    return tuple(
        ReliabilityBin(
            confidence=float(sorted_confidence[start:stop].mean()),
            accuracy=wilson(int(sorted_correct[start:stop].sum()), stop - start),
            count=stop - start,
        )
        for start, stop in pairwise(edges.tolist())
    )


def expected_calibration_error(
    confidence: NDArray[np.floating[Any]],
    correct: NDArray[np.bool_],
    *,
    bins: int = 15,
    by_mass: bool = False,
) -> float:
    """Mean distance between confidence and accuracy (ECE), bias removed.

    The distance in a bin is never negative, so chance alone makes the plain sum positive: some 0.05
    for perfect probabilities on 200 rows. What a normal error of the bin's own size would add is
    subtracted, in the manner of Kumar et al. 2019 (NeurIPS, "Verified uncertainty calibration");
    that takes away about half of the excess.

    Args:
        confidence: As `reliability` takes them, like the others.
        correct: Whether the answer was right, or the label applied.
        bins: Most bins to make.
        by_mass: What a bin's size is.

    Returns:
        A fraction, 0 for perfect calibration.
    """
    table = reliability(confidence, correct, bins=bins, by_mass=by_mass)
    total = sum(row.count for row in table)
    error = sum(row.count * _debiased_gap(row) for row in table) / total if total else 0.0
    return max(0.0, error)


def _debiased_gap(row: ReliabilityBin) -> float:
    """2 gap - E|N(gap, s)|: the gap less what noise of size s adds (mean of a folded normal)."""
    gap = abs(row.confidence - row.accuracy.value)
    # One row at the stated confidence keeps the variance above 0 where all answers are right.
    rate = (row.accuracy.value * row.count + row.confidence) / (row.count + 1)
    s = math.sqrt(rate * (1 - rate) / row.count)
    if s == 0:
        return gap
    ratio = gap / s
    folded = s * math.sqrt(2 / math.pi) * math.exp(-(ratio**2) / 2)
    folded += gap * math.erf(ratio / math.sqrt(2))
    return 2 * gap - folded
