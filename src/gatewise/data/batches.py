"""Batches of like length under a token budget, in random order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["bucketed", "in_order"]

_JITTER = 0.15
"""Lengths are blurred by up to this share before sorting, so that batches differ each epoch."""


def bucketed(
    lengths: NDArray[np.int64], *, tokens: int, size: int, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Divide rows into batches of similar length, in random order.

    Args:
        lengths: Tokens a row, shape (N,).
        tokens: Most tokens a batch, padding included; a longer row is a batch of its own.
        size: Most rows a batch.
        rng: Source of the order.
    """
    blurred = (lengths + 1) * (1 + _JITTER * rng.random(len(lengths)))
    batches = _cut(np.argsort(blurred, kind="stable"), lengths, tokens=tokens, size=size)
    return [batches[i] for i in rng.permutation(len(batches))]


def in_order(lengths: NDArray[np.int64], *, tokens: int, size: int) -> list[NDArray[np.int64]]:
    """Divide rows into batches from short to long; nothing is random."""
    return _cut(np.argsort(lengths, kind="stable"), lengths, tokens=tokens, size=size)


def _cut(
    order: NDArray[np.int64], lengths: NDArray[np.int64], *, tokens: int, size: int
) -> list[NDArray[np.int64]]:
    batches: list[NDArray[np.int64]] = []
    start = longest = 0
    for stop, row in enumerate(order):
        longest = max(longest, int(lengths[row]), 1)
        rows = stop - start + 1
        if rows > 1 and (rows > size or rows * longest > tokens):
            batches.append(order[start:stop])
            start, longest = stop, max(int(lengths[row]), 1)
    if start < len(order):
        batches.append(order[start:])
    return batches
