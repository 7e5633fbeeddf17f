"""The linear model over word and character n-grams: the baseline, and a model of its own.

Legend: D documents, F features, C classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.text.features import SparseRows, Vectorizer
from gatewise.text.ngrams import NgramHasher

__all__ = ["LinearModel", "hashers_for"]

_ROWS_AT_ONCE = 256
"""Bounds the memory of a product: rows x features a row x classes."""


def hashers_for(*, spaced: bool) -> tuple[NgramHasher, ...]:
    """The n-grams that serve a script: words carry meaning only where spaces separate them."""
    if spaced:
        return (NgramHasher("word", 1, 2), NgramHasher("character", 2, 5))
    return (NgramHasher("character", 1, 3),)


@dataclass(frozen=True)
class LinearModel:
    """logits = x W + b over TF-IDF rows x.

    Args:
        vectorizer: Raw texts to rows.
        weight: float32, shape (F, C): a feature's weights lie together, since texts are sparse.
        bias: float32, shape (C,).
    """

    vectorizer: Vectorizer
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Scores of raw texts, (D, C)."""
        return self.score(self.vectorizer.transform(texts))

    def score(self, rows: SparseRows) -> NDArray[np.float32]:
        """Scores of TF-IDF rows, (D, C)."""
        logits = np.empty((len(rows), len(self.bias)), np.float32)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            stop = min(start + _ROWS_AT_ONCE, len(rows))
            first, end = rows.offsets[start], rows.offsets[stop]
            products = self.weight[rows.indices[first:end]] * rows.values[first:end, None]
            sums = _row_sums(products, rows.offsets[start : stop + 1] - first)
            logits[start:stop] = sums + self.bias
        return logits


def _row_sums(products: NDArray[np.float32], offsets: NDArray[np.int64]) -> NDArray[np.float32]:
    """Sum each row's run of `products` (Z, C); a row without values sums to zero."""
    sums = np.zeros((len(offsets) - 1, products.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        sums[filled] = np.add.reduceat(products, offsets[filled], axis=0)
    return sums
