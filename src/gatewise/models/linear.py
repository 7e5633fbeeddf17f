"""The linear model over word and character n-grams: the baseline, and a model of its own.

Legend: D documents, F features, C classes, Z non-zero values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.models.scores import Scores
from gatewise.text import NOTHING_LEARNT, Lexicon, NgramHasher, Reader
from gatewise.text.features import NgramBlock, SparseRows, Vectorizer

__all__ = ["LinearModel", "hashers_for", "quantise"]

_VALUES_AT_ONCE = 1 << 22
"""Products held in memory while scoring: 16 MB of them."""

_LEVELS = 127
"""Weights are kept in 8 bits a value, sign included: a quarter of the size, the same answers."""


def hashers_for(tokenizer: str) -> tuple[NgramHasher, ...]:
    """The n-grams that serve a tokeniser: words carry meaning only where spaces separate them."""
    return _HASHERS[tokenizer]


_HASHERS = {
    "word": (NgramHasher("word", 1, 2), NgramHasher("character", 2, 5)),
    "character": (NgramHasher("character", 1, 3),),
    "zh-word": (NgramHasher("word", 1, 2), NgramHasher("character", 1, 3)),
    "bpe": (NgramHasher("word", 1, 2), NgramHasher("character", 1, 5)),
}


class LinearModel:
    """logits = x W scale + b over TF-IDF rows x.

    Args:
        vectorizer: Raw texts to rows.
        weight: int8, shape (F, C): a feature's weights lie together, since texts are sparse.
        scale: float32, shape (C,): what one level of `weight` is worth for a class.
        bias: float32, shape (C,).
    """

    def __init__(
        self,
        vectorizer: Vectorizer,
        weight: NDArray[np.int8],
        scale: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        self.vectorizer = vectorizer
        self.weight = weight
        self.scale = scale
        self.bias = bias

    @property
    def parameters(self) -> int:
        """Number of trained values."""
        return self.weight.size + self.bias.size

    def score(self, texts: Sequence[str]) -> Scores:
        """Score raw texts; texts of any length are read to their end."""
        rows = self.vectorizer.transform(texts)
        normalise = self.vectorizer.reader.normalise
        empty = np.fromiter((not normalise(text) for text in texts), np.bool_, count=len(texts))
        return Scores(self.score_rows(rows), empty, np.zeros(len(texts), np.bool_))

    def score_rows(self, rows: SparseRows) -> NDArray[np.float32]:
        """Logits of TF-IDF rows, (D, C)."""
        logits = np.empty((len(rows), len(self.bias)), np.float32)
        for start, stop in _portions(rows.offsets, _VALUES_AT_ONCE // len(self.bias)):
            first, end = rows.offsets[start], rows.offsets[stop]
            products = self.weight[rows.indices[first:end]] * rows.values[first:end, None]  # (Z, C)
            sums = _row_sums(products, rows.offsets[start : stop + 1] - first)  # (D, C)
            logits[start:stop] = sums * self.scale + self.bias
        return logits

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything numeric, by name, as it is saved."""
        arrays: dict[str, NDArray[Any]] = {
            "weight": self.weight,
            "scale": self.scale,
            "bias": self.bias,
        }
        for block in self.vectorizer.blocks:
            arrays[f"{block.hasher.unit}.hashes"] = block.hashes
            arrays[f"{block.hasher.unit}.idf"] = block.idf
        return arrays

    @classmethod
    def from_arrays(
        cls,
        text: TextConfig,
        arrays: Mapping[str, NDArray[Any]],
        lexicon: Lexicon = NOTHING_LEARNT,
    ) -> LinearModel:
        """The inverse of `to_arrays`.

        Args:
            text: Text settings the model was trained with, tokeniser decided.
            arrays: What `to_arrays` gave.
            lexicon: What its tokeniser learnt.
        """
        blocks = [
            NgramBlock(hasher, arrays[f"{hasher.unit}.hashes"], arrays[f"{hasher.unit}.idf"])
            for hasher in hashers_for(text.tokenizer)
        ]
        vectorizer = Vectorizer(Reader(text, lexicon), blocks)
        return cls(vectorizer, arrays["weight"], arrays["scale"], arrays["bias"])


def quantise(weight: NDArray[np.floating]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Full-precision weights (F, G) as levels, each column with a scale of its own, (G,)."""
    largest = np.abs(weight).max(axis=0, initial=np.finfo(np.float32).tiny)  # (G,)
    scale = (largest / _LEVELS).astype(np.float32)
    levels = np.rint(weight / scale).clip(-_LEVELS, _LEVELS).astype(np.int8)
    return levels, scale


def _portions(offsets: NDArray[np.int64], values: int) -> list[tuple[int, int]]:
    """Cut rows into runs of about `values` non-zero values, at least one row each."""
    rows = len(offsets) - 1
    portions, start = [], 0
    while start < rows:
        fits = int(np.searchsorted(offsets, offsets[start] + values, side="right")) - 1
        stop = min(rows, max(fits, start + 1))
        portions.append((start, stop))
        start = stop
    return portions


def _row_sums(products: NDArray[np.float32], offsets: NDArray[np.int64]) -> NDArray[np.float32]:
    """Sum each row's run of `products` (Z, C); a row without values sums to zero."""
    sums = np.zeros((len(offsets) - 1, products.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        sums[filled] = np.add.reduceat(products, offsets[filled], axis=0)
    return sums
