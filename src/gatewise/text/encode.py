"""Raw texts to token ids: normalise, tokenise, look up, cut. Training and runtime share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.text.normalise import Normaliser
from gatewise.text.ragged import Ragged
from gatewise.text.tokenise import TOKENIZERS
from gatewise.text.vocabulary import UNKNOWN, Vocabulary

__all__ = ["Encoded", "TextEncoder"]


@dataclass(frozen=True)
class Encoded:
    """Token ids of N texts and what was lost on the way.

    Args:
        tokens: Ids, cut to the longest length allowed.
        empty: bool, shape (N,): no token was left after normalising.
        truncated: bool, shape (N,): tokens were cut off.
        cut_tokens: How many tokens were cut off over all texts.
    """

    tokens: Ragged
    empty: NDArray[np.bool_]
    truncated: NDArray[np.bool_]
    cut_tokens: int

    @property
    def unknown_share(self) -> float:
        """Share of tokens that the vocabulary does not hold; 0.0 without tokens."""
        values = self.tokens.values
        return float(np.mean(values == UNKNOWN)) if len(values) else 0.0


class TextEncoder:
    """Turns texts into ids by fixed settings.

    Args:
        config: The text settings, with the tokeniser decided (not `auto`).
        vocabulary: The known tokens.
    """

    def __init__(self, config: TextConfig, vocabulary: Vocabulary) -> None:
        self.config = config
        self.vocabulary = vocabulary
        self._normalise = Normaliser(config.compatibility, config.lowercase)
        self._tokenize = TOKENIZERS[config.tokenizer]

    @classmethod
    def build(cls, texts: Sequence[str], config: TextConfig) -> TextEncoder:
        """Learn the vocabulary from training `texts`."""
        encoder = cls(config, Vocabulary(()))
        encoder.vocabulary = Vocabulary.build(
            (encoder.tokenize(text) for text in texts),
            min_documents=min(config.min_documents, max(1, len(texts) // 2)),
            max_size=config.max_vocabulary,
        )
        return encoder

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of one text, uncut."""
        return self._tokenize(self._normalise(text))

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the ids of `texts`."""
        longest = self.config.max_length
        ids = [self.vocabulary.encode(self.tokenize(text)) for text in texts]
        lengths = np.fromiter((len(row) for row in ids), dtype=np.int64, count=len(ids))
        return Encoded(
            tokens=Ragged.of([row[:longest] for row in ids]),
            empty=lengths == 0,
            truncated=lengths > longest,
            cut_tokens=int(np.maximum(lengths - longest, 0).sum()),
        )
