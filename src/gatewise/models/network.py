"""A network: embedding table, an architecture's encoder, a linear head.

Legend: M texts, N rows of a batch (texts, or windows of long ones), T tokens, V rows of the table,
D embedding, E width of a text's vector, C classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import ModelConfig
from gatewise.data.batches import in_order
from gatewise.layers.batch import collate
from gatewise.layers.native import Frequent, runtime_operations
from gatewise.layers.operations import Batch, Dense, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights
from gatewise.models.registry import ARCHITECTURES
from gatewise.models.rounding import restore, round_weights
from gatewise.models.scores import Scores
from gatewise.text import Encoded, TextEncoder

__all__ = ["SUBWORDS", "TABLE", "Network", "NetworkModel"]

TABLE = "embedding.table"
"""Name of the embedding table, which training updates row by row."""

SUBWORDS = "text.subwords"
"""Name under which the hashes of word pieces are saved beside the weights."""

_TOKENS, _TEXTS = 16_384, 256
"""Limits of a batch at run time; larger ones leave the cache and are not faster."""


@dataclass(frozen=True)
class Network:
    """A configured network without its weights.

    Args:
        config: The model settings.
        rows: Rows of the embedding table, V.
        classes: Number of classes, C.
    """

    config: ModelConfig
    rows: int
    classes: int

    def parameters(self) -> Parameters:
        """Every weight by name, in a fixed order."""
        architecture = ARCHITECTURES[self.config.name]
        return {
            TABLE: Parameter((self.rows, self.config.embedding), "normal"),
            **architecture.parameters(self.config),
            "head.weight": Parameter((self.classes, architecture.width(self.config)), "glorot"),
            "head.bias": Parameter((self.classes,), "zeros"),
        }

    def logits(self, ops: Operations[Any], weights: Weights, batch: Batch[Any]) -> Any:
        """Scores before the softmax, (M, C)."""
        return self.logits_of(ops, weights, ops.embed(weights[TABLE], batch), batch)

    def logits_of(self, ops: Operations[Any], weights: Weights, x: Any, batch: Batch[Any]) -> Any:
        """Scores of embedded tokens: (N, T, D) -> (M, C)."""
        x = ops.drop_words(x, self.config.word_dropout)
        x = ops.locked_dropout(x, self.config.embedding_dropout or 0.0)
        encode = ARCHITECTURES[self.config.name].encode
        rows = encode(ops, weights, x, batch.lengths, self.config)  # (N, E)
        text = ops.strongest_window(rows, batch.windows)  # (M, E)
        text = ops.dropout(text, self.config.head_dropout)
        return ops.dense(text, Dense(weights["head.weight"], weights["head.bias"]))  # (N, C)


class NetworkModel:
    """A network with its weights and its text settings, run without torch.

    Args:
        network: The configured network.
        encoder: Raw texts to numbers.
        stored: The weights by name, as `round_weights` gives them or all in float32; nobody changes
            them any more.
    """

    def __init__(
        self, network: Network, encoder: TextEncoder, stored: Mapping[str, NDArray[Any]]
    ) -> None:
        self.network = network
        self.encoder = encoder
        self.weights = restore(stored)
        self._stored = stored
        # Single characters repeat, not the words that they make with those after them.
        frequent = Frequent(known=len(encoder.vocabulary), by_piece=encoder.span > 1)
        self._ops = runtime_operations(frequent)

    def __reduce__(self) -> tuple[Any, ...]:
        return NetworkModel, (self.network, self.encoder, self._stored)

    @property
    def parameters(self) -> int:
        """Number of trained values."""
        return sum(weight.size for weight in self.weights.values())

    def score(self, texts: Sequence[str]) -> Scores:
        """Score raw texts."""
        return self.score_encoded(self.encoder.encode(texts))

    def score_encoded(self, texts: Encoded) -> Scores:
        """Score texts that this model's encoder has read."""
        return Scores(self.logits(texts), texts.empty, texts.truncated)

    def logits(self, texts: Encoded) -> NDArray[np.float32]:
        """Logits of encoded texts, (N, C)."""
        out = np.empty((len(texts), self.network.classes), np.float32)
        for rows in in_order(texts.tokens.lengths, tokens=_TOKENS, size=_TEXTS):
            out[rows] = self.network.logits(self._ops, self.weights, collate(texts, rows))
        return out

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything numeric, by name, as it is saved."""
        return {**self._stored, SUBWORDS: self.encoder.subwords.hashes}

    def rounded(self) -> NetworkModel:
        """The same with weights in 8 bits a value."""
        return NetworkModel(self.network, self.encoder, round_weights(self.weights))

    @classmethod
    def from_arrays(
        cls,
        config: ModelConfig,
        classes: int,
        encoder: TextEncoder,
        arrays: Mapping[str, NDArray[Any]],
    ) -> NetworkModel:
        """The inverse of `to_arrays`.

        Args:
            config: The settings of the model, everything decided.
            classes: Number of classes.
            encoder: What it reads by; its word pieces are those of `SUBWORDS`.
            arrays: What `to_arrays` gave.
        """
        network = Network(config, encoder.rows, classes)
        stored = {name: array for name, array in arrays.items() if name != SUBWORDS}
        model = cls(network, encoder, stored)
        if missing := network.parameters().keys() - model.weights.keys():
            raise KeyError(min(missing))
        return model
