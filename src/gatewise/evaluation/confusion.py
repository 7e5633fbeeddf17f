"""Which label was taken for which: the counts that every score of hard decisions is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Confusion", "confusion"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Confusion:
    """Counts of (true, predicted) pairs; K labels.

    `labels` holds every label that occurs as a truth or as a prediction, sorted (scikit-learn's
    order), so a label that the model never saw has a row of its own and counts as errors.
    """

    labels: tuple[str, ...]
    counts: Counts  # (K, K): row = true, column = predicted

    @property
    def hits(self) -> Counts:
        """(K,) rows of each label that were predicted as it."""
        return self.counts.diagonal()

    @property
    def actual(self) -> Counts:
        """(K,) rows that carry each label: its support."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def predicted(self) -> Counts:
        """(K,) rows that were given each label."""
        return np.asarray(self.counts.sum(axis=0))

    @property
    def total(self) -> int:
        """Rows counted."""
        return int(self.counts.sum())

    def to_json(self) -> dict[str, object]:
        """Labels and counts as nested lists, a row a true label."""
        return {"labels": list(self.labels), "counts": self.counts.tolist()}


def confusion(true: Sequence[str], predicted: Sequence[str]) -> Confusion:
    """Count the pairs of two equally long sequences of labels."""
    labels = tuple(sorted({*true, *predicted}))
    position = {label: index for index, label in enumerate(labels)}
    size = len(labels)
    pairs = [position[t] * size + position[p] for t, p in zip(true, predicted, strict=True)]
    counts = np.bincount(np.asarray(pairs, dtype=np.int64), minlength=size * size)
    return Confusion(labels, counts.reshape(size, size).astype(np.int64))
