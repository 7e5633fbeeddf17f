"""What is learnt from: encoded texts, what belongs to them and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.batch import collate
from gatewise.layers.operations import Batch
from gatewise.text import Encoded

__all__ = ["ExampleBatch", "Examples", "Targets", "class_numbers", "is_multilabel"]

Targets: TypeAlias = NDArray[np.int64] | NDArray[np.bool_]
"""int64 (N,): the class number of each row; or bool (N, C): whether a row has each label."""


def is_multilabel(targets: Targets) -> bool:
    """Whether rows have any number of labels instead of one class."""
    return targets.ndim == 2


def class_numbers(targets: Targets) -> NDArray[np.int64]:
    """Targets of rows with one class each, (N,)."""
    return targets.astype(np.int64, copy=False)


@dataclass(frozen=True)
class ExampleBatch:
    """Some of them, side by side.

    Args:
        batch: The texts.
        targets: As in `Examples`.
        weights: As in `Examples`.
    """

    batch: Batch[NDArray[np.int64]]
    targets: Targets
    weights: NDArray[np.float32] | None


@dataclass(frozen=True)
class Examples:
    """Encoded texts with their classes or labels.

    Args:
        texts: N encoded texts.
        targets: int64 (N,), class numbers; or bool (N, C), a column a label.
        weights: float32 (N,), what each row counts beside the others; None: all the same.
    """

    texts: Encoded
    targets: Targets
    weights: NDArray[np.float32] | None = None

    def batch(self, rows: NDArray[np.int64]) -> ExampleBatch:
        """The `rows`, in this order."""
        weights = None if self.weights is None else self.weights[rows]
        return ExampleBatch(collate(self.texts, rows), self.targets[rows], weights)
