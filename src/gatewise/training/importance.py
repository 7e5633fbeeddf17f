"""What a row counts: the weights the user gives, and class weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.languages import say
from gatewise.training.examples import Targets, is_multilabel

__all__ = ["positive_weights", "row_weights"]

_MOST = 10.0
"""A label of one row in ten thousand would weigh a hundredfold, and its one row decide all."""


def row_weights(
    targets: Targets,
    classes: int,
    class_weight: str,
    weights: NDArray[np.floating] | None = None,
) -> NDArray[np.float32] | None:
    """What each of N rows counts, with a mean of 1: only the ratios of weights matter.

    Balanced class weights are those of scikit-learn (King & Zeng 2001): a row of class c counts
    W / (C W_c), where W is the sum of all weights and W_c that of the rows of c. Rows of several
    labels are not weighed so; see `positive_weights`.

    Args:
        targets: (N,) class numbers, or (N, C) labels.
        classes: C.
        class_weight: `none` or `balanced`.
        weights: (N,), finite, none below 0; None for 1 each.

    Returns:
        float32 (N,), or None where all rows count the same.

    Raises:
        InputError: A weight cannot be, or all are 0.
    """
    given = np.ones(len(targets)) if weights is None else _checked(weights)
    if class_weight == "balanced" and not is_multilabel(targets):
        sums = np.bincount(targets, given, minlength=classes)  # (C,)
        given = given / np.where(sums > 0, sums, 1.0)[targets]
    if not len(given) or np.ptp(given) <= 1e-9 * given.max():
        return None
    mean_one: NDArray[np.float32] = (given / given.mean()).astype(np.float32)
    return mean_one


def positive_weights(targets: Targets, class_weight: str) -> NDArray[np.float32] | None:
    """What a row that has a label counts beside one that lacks it, for each of C labels.

    The full ratio of rows without to rows with a label would make the model expect a rare label
    everywhere; its root, between 1/10 and 10, is halfway to that.

    Args:
        targets: (N, C) labels; class numbers have no such weights.
        class_weight: `none` or `balanced`.

    Returns:
        float32 (C,), or None where all count the same.
    """
    if class_weight == "none" or not is_multilabel(targets):
        return None
    having = np.maximum(targets.sum(axis=0), 1)  # (C,)
    lacking = np.maximum((~targets).sum(axis=0), 1)  # (C,)
    ratio: NDArray[np.float32] = np.sqrt(lacking / having).clip(1 / _MOST, _MOST).astype(np.float32)
    return ratio


def _checked(weights: NDArray[np.floating]) -> NDArray[np.float64]:
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        raise InputError(
            say(
                "The weight of row {row} is {weight}; expected a number that is not below 0. "
                "Correct it.",
                row=int(wrong[0]) + 1,
                weight=float(weights[wrong[0]]),
            )
        )
    if len(weights) and not weights.any():
        raise InputError(
            say("The weights of all rows are 0; expected some above 0. Give none, or others.")
        )
    return weights.astype(np.float64)
