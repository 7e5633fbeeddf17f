"""What each row counts: weights given a row, and weights given a class. N texts, C classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.estimator.targets import Targets
from gatewise.languages import say

__all__ = ["read_weights", "weights_of_classes"]


def read_weights(sample_weight: Any, rows: int) -> NDArray[np.float64]:
    """The weight of each row, (N,).

    Args:
        sample_weight: N numbers that are not below 0, nor all 0; None for 1 each.
        rows: N.

    Raises:
        InputError: It is something else.
    """
    if sample_weight is None:
        return np.ones(rows)
    try:
        weights = np.array(sample_weight, np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            say("sample_weight does not hold numbers; expected one a text. Correct it.")
        ) from error
    if weights.shape != (rows,):
        raise InputError(
            say(
                "sample_weight has the shape {shape} and X {rows} texts; expected a weight a text. "
                "Take both from the same rows.",
                shape=weights.shape,
                rows=rows,
            )
        )
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        raise InputError(
            say(
                "sample_weight[{row}] is {weight}; expected a number that is not below 0. "
                "Correct it.",
                row=int(wrong[0]),
                weight=float(weights[wrong[0]]),
            )
        )
    if rows and not weights.any():
        raise InputError(
            say("sample_weight is zero for every text; expected some above 0. Leave it out.")
        )
    return weights


def weights_of_classes(class_weight: Mapping[Any, float], targets: Targets) -> NDArray[np.float64]:
    """What each row counts by its class, (N,): for several labels a row the product of theirs.

    Args:
        class_weight: Weight of each label, of an indicator of each column; 1 where left out.
        targets: The labels of N rows.

    Raises:
        InputError: A weight cannot be, or the weight of a label that no row has is given while
            one of a label that is there is left out, as after a slip of the pen.
    """
    for label, weight in class_weight.items():
        if not (isinstance(weight, int | float | np.number) and 0 <= weight < np.inf):
            raise InputError(
                say(
                    "class_weight of {label!r} is {weight!r}; expected a number that is not below "
                    "0. Correct it.",
                    label=label,
                    weight=weight,
                )
            )
    classes = targets.classes.tolist()
    strange = [label for label in class_weight if label not in classes]
    missing = [label for label in classes if label not in class_weight]
    if strange and missing:
        raise InputError(
            say(
                "class_weight names {label!r}, which no row has, and leaves out {missing!r}; "
                "expected the labels of y. Correct the name.",
                label=strange[0],
                missing=missing[0],
            )
        )
    each = np.asarray([class_weight.get(label, 1.0) for label in classes], np.float64)  # (C,)
    return np.asarray([each[row].prod() for row in targets.values], np.float64)
