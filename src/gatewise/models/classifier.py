"""A network: embedding table, an architecture's encoder, a linear head.

Legend: N texts, T tokens, V vocabulary, D embedding, E width of a text's vector, C classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gatewise.config import ModelConfig
from gatewise.layers.operations import Batch, Dense, Operations
from gatewise.models.architecture import Parameter, Parameters, Weights
from gatewise.models.registry import ARCHITECTURES

__all__ = ["TABLE", "Network"]

TABLE = "embedding.table"
"""Name of the embedding table, which training updates row by row."""


@dataclass(frozen=True)
class Network:
    """A configured network without its weights.

    Args:
        config: The model settings.
        vocabulary: Rows of the embedding table, V.
        classes: Number of classes, C.
    """

    config: ModelConfig
    vocabulary: int
    classes: int

    def parameters(self) -> Parameters:
        """Every weight by name, in a fixed order."""
        architecture = ARCHITECTURES[self.config.name]
        return {
            TABLE: Parameter((self.vocabulary, self.config.embedding), "normal"),
            **architecture.parameters(self.config),
            "head.weight": Parameter((self.classes, architecture.width(self.config)), "glorot"),
            "head.bias": Parameter((self.classes,), "zeros"),
        }

    def logits(self, ops: Operations[Any], weights: Weights, batch: Batch[Any]) -> Any:
        """Scores before the softmax, (N, C)."""
        x = ops.embed(weights[TABLE], batch)  # (N, T, D)
        x = ops.drop_words(x, self.config.word_dropout)
        x = ops.dropout(x, self.config.embedding_dropout)
        encode = ARCHITECTURES[self.config.name].encode
        text = encode(ops, weights, x, batch.lengths, self.config)  # (N, E)
        text = ops.dropout(text, self.config.head_dropout)
        return ops.dense(text, Dense(weights["head.weight"], weights["head.bias"]))  # (N, C)
