"""The linear model over word and character n-grams: the baseline, and a model of its own.

Legend: D documents, F features, C classes, Z non-zero values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.kernels import native
from gatewise.models.scores import Scores
from gatewise.text import NOTHING_LEARNT, Lexicon, NgramHasher, Reader
from gatewise.text.features import NgramBlock, SparseRows, Vectorizer

__all__ = ["LinearModel", "hashers_for", "quantise"]

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
        logits, empty = [np.empty((0, len(self.bias)), np.float32)], []
        for normal in self.vectorizer.chunks(texts):
            logits.append(self.score_rows(self.vectorizer.weigh(normal)))
            empty += [not text for text in normal]
        return Scores(
            np.concatenate(logits), np.array(empty, np.bool_), np.zeros(len(texts), np.bool_)
        )

    def score_rows(self, rows: SparseRows) -> NDArray[np.float32]:
        """Logits of TF-IDF rows, (D, C)."""
        shape = len(rows), len(self.bias)
        if native is not None:
            logits = np.empty(shape, np.float32)
            model = (self.weight, self.scale, self.bias)
            native.score_rows(rows.indices, rows.values, rows.offsets, *model, logits)
            return logits
        row = np.repeat(np.arange(len(rows)), np.diff(rows.offsets))  # (Z,)
        values = rows.values.astype(np.float64)
        sums = np.empty(shape, np.float64)
        for number, weight in enumerate(self.weight.T):
            sums[:, number] = np.bincount(row, values * weight[rows.indices], minlength=len(rows))
        result: NDArray[np.float32] = (sums * self.scale + self.bias).astype(np.float32)
        return result

    def rounded(self) -> LinearModel:
        """Itself: its weights have 8 bits a value already."""
        return self

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
