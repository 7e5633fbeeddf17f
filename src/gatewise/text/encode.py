"""Raw texts to table rows: normalise, tokenise, look up, cut. Training and runtime share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.text.lexicon import Lexicon, least_documents
from gatewise.text.ragged import Ragged
from gatewise.text.reader import NOTHING_LEARNT, Reader
from gatewise.text.subwords import Subwords
from gatewise.text.tokenise import first_character
from gatewise.text.vocabulary import PAD, UNKNOWN, Vocabulary

__all__ = ["Encoded", "TextEncoder"]

_SHINGLE = 3
"""Characters a unit of an unspaced script spans; most Chinese words have one to three."""


@dataclass(frozen=True)
class Encoded:
    """N texts as numbers, and what was lost on the way.

    Args:
        tokens: For each text the numbers of its words, cut to the longest length allowed.
        words: For each distinct word the rows of the embedding table that make it up.
            Word 0 stands for padding.
        empty: bool, shape (N,): no token was left after normalising.
        truncated: bool, shape (N,): tokens were cut off.
        cut_tokens: How many tokens were cut off over all texts.
        unknown_share: Share of all tokens that the vocabulary does not hold.
        window: Longer texts are read in windows of at most so many tokens; None reads all at once.
    """

    tokens: Ragged
    words: Ragged
    empty: NDArray[np.bool_]
    truncated: NDArray[np.bool_]
    cut_tokens: int
    unknown_share: float
    window: int | None = None

    def __len__(self) -> int:
        return len(self.tokens)


class TextEncoder:
    """Turns texts into numbers by fixed settings.

    Args:
        reader: Raw texts to tokens.
        vocabulary: The known tokens, the first rows of the embedding table.
        subwords: The known pieces of tokens, the rows after them.
    """

    def __init__(self, reader: Reader, vocabulary: Vocabulary, subwords: Subwords) -> None:
        self.reader = reader
        self.config = reader.config
        self.vocabulary = vocabulary
        self.subwords = subwords

    @classmethod
    def build(
        cls, texts: Sequence[str], config: TextConfig, lexicon: Lexicon = NOTHING_LEARNT
    ) -> TextEncoder:
        """Learn vocabulary and pieces from training `texts`."""
        encoder = cls.from_hashes(config, Vocabulary(()), np.empty(0, np.uint64), lexicon)
        documents = [encoder.tokenize(text) for text in texts]
        least = least_documents(config, len(texts))
        encoder.vocabulary = Vocabulary.build(
            documents, min_documents=least, max_size=config.max_vocabulary
        )
        if config.max_subwords:
            encoder.subwords = encoder.subwords.learn(
                (encoder._units(tokens) for tokens in documents),
                min_documents=least,
                max_size=config.max_subwords,
            )
        return encoder

    @classmethod
    def from_hashes(
        cls,
        config: TextConfig,
        vocabulary: Vocabulary,
        hashes: NDArray[np.uint64],
        lexicon: Lexicon = NOTHING_LEARNT,
    ) -> TextEncoder:
        """Make an encoder of what a model folder holds."""
        reader = Reader(config, lexicon)
        words = reader.words
        low, high = (config.subword_low, config.subword_high) if words else (2, _SHINGLE)
        return cls(reader, vocabulary, Subwords(low, high, not words, hashes))

    @property
    def rows(self) -> int:
        """Rows that the embedding table needs."""
        return len(self.vocabulary) + len(self.subwords)

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of one text, uncut."""
        return self.reader.tokenize(self.reader.normalise(text))

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Turn `texts` into numbers."""
        longest = self.config.max_length
        documents = [self.tokenize(text) for text in texts]
        lengths = np.fromiter((len(d) for d in documents), dtype=np.int64, count=len(documents))
        numbers: dict[str, int] = {}
        units = (self._kept(self._units(document)) for document in documents)
        tokens = Ragged.of(
            [[numbers.setdefault(unit, len(numbers) + 1) for unit in row] for row in units]
        )
        ids = self.vocabulary.encode([self._token(unit) for unit in numbers])
        known = np.asarray([UNKNOWN, *ids]) != UNKNOWN
        return Encoded(
            tokens=tokens,
            words=self._rows_of(ids, list(numbers)),
            empty=lengths == 0,
            truncated=lengths > longest,
            cut_tokens=int(np.maximum(lengths - longest, 0).sum()),
            unknown_share=1 - float(known[tokens.values].mean()) if len(tokens.values) else 0.0,
            window=self.config.window,
        )

    def _kept(self, units: list[str]) -> list[str]:
        """What is read of a text that is longer than allowed."""
        longest = self.config.max_length
        if len(units) <= longest or self.config.keep == "start":
            return units[:longest]
        return units[: (longest + 1) // 2] + units[len(units) - longest // 2 :]

    def _units(self, tokens: list[str]) -> list[str]:
        """What a row of the batch stands for: a word, or a character with those after it."""
        if self.reader.words or not self.config.max_subwords:
            return tokens
        text = "".join(tokens)
        if len(text) == len(tokens):
            return [text[i : i + _SHINGLE] for i in range(len(text))]
        return ["".join(tokens[i : i + _SHINGLE]) for i in range(len(tokens))]

    def _token(self, unit: str) -> str:
        """The token that a unit is made around."""
        return unit if self.reader.words else first_character(unit)

    def _rows_of(self, ids: Sequence[int], units: Sequence[str]) -> Ragged:
        """Table rows of padding and of each unit; one without any known part is UNKNOWN."""
        if not len(self.subwords):
            return Ragged.of([[PAD], *([number] for number in ids)])
        rows: list[list[int]] = [[PAD]]
        first = len(self.vocabulary)
        for number, pieces in zip(ids, self.subwords.pieces(units), strict=True):
            own = [] if number == UNKNOWN else [number]
            rows.append([*own, *(pieces + first).tolist()] or [UNKNOWN])
        return Ragged.of(rows)
