"""Which rows stand against a class where there are thousands of classes.

Solving every class against all rows costs classes x rows. Here a class has against it the rows
that are most like its mean (as in Slice: Jain et al. 2019), and of all others a random sample
that weighs as much as they do, so that the whole of what is made small stays the same on average.

Legend: N rows, F features, G classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["opponents"]

_EACH = 2000
"""So many near rows and so many others; with half of them `trec50` lost a point."""


def opponents(
    matrix: Any, having: NDArray[np.bool_], rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Choose rows for each of G classes.

    Args:
        matrix: Sparse rows, (N, F).
        having: Which rows are of each class, (N, G).
        rng: Draws the sample.

    Yields:
        Row numbers, those of the class first, and what each row counts.
    """
    members = having.astype(np.float32)
    means = (matrix.T @ members) / np.maximum(members.sum(axis=0), 1)  # (F, G)
    likeness = np.where(having, np.float32(np.inf), (matrix @ means).astype(np.float32))  # (N, G)
    for like in likeness.T:
        near = int(np.isinf(like).sum()) + _EACH
        if len(like) <= near + _EACH:
            yield np.arange(len(like)), np.ones(len(like), np.float32)
            continue
        order = np.argpartition(-like, near - 1)
        sample = rng.choice(order[near:], _EACH, replace=False)
        counts = np.ones(near + _EACH, np.float32)
        counts[near:] = (len(like) - near) / _EACH
        yield np.concatenate((order[:near], sample)), counts
