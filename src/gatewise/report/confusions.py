"""Which classes are taken for each other most often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.confusion import Confusion

__all__ = ["ConfusedPair", "confused_pairs", "most_confused"]


@dataclass(frozen=True)
class ConfusedPair:
    """`count` rows of `true` were taken for `predicted`; `share` of all rows of `true`."""

    true: str
    predicted: str
    count: int
    share: float


def confused_pairs(confusion: Confusion, limit: int) -> list[ConfusedPair]:
    """The pairs with the most rows, at most `limit`; equals in the order of the labels."""
    rows, columns = np.nonzero(confusion.counts)
    wrong = rows != columns
    rows, columns = rows[wrong], columns[wrong]
    counts = confusion.counts[rows, columns]
    top = np.argsort(-counts, kind="stable")[:limit]
    return [
        ConfusedPair(
            confusion.labels[row],
            confusion.labels[column],
            int(count),
            float(count / confusion.actual[row]),
        )
        for row, column, count in zip(rows[top], columns[top], counts[top], strict=True)
    ]


def most_confused(confusion: Confusion, limit: int) -> NDArray[np.intp]:
    """Positions, rising, of the `limit` labels that the most errors touch, or of all labels."""
    errors = confusion.actual + confusion.predicted - 2 * confusion.hits
    return np.sort(np.argsort(-errors, kind="stable")[:limit])
