"""Raw texts to table rows: normalise, tokenise, look up, cut. Training and runtime share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.kernels import native
from gatewise.text.lexicon import Lexicon, least_documents
from gatewise.text.numbered import Kept
from gatewise.text.ragged import Ragged
from gatewise.text.reader import NOTHING_LEARNT, Reader
from gatewise.text.subwords import Subwords
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
        cls,
        texts: Sequence[str],
        config: TextConfig,
        lexicon: Lexicon = NOTHING_LEARNT,
        more: Sequence[str] = (),
    ) -> TextEncoder:
        """Learn vocabulary and pieces from training `texts`; `more` are tokens known besides."""
        reader = Reader(config, lexicon)
        normal = [reader.normalise(text) for text in texts]
        tokens = reader.number(normal)
        least = least_documents(config, len(texts))
        vocabulary = Vocabulary.build(tokens, min_documents=least, max_size=config.max_vocabulary)
        subwords = _subwords(reader, np.empty(0, np.uint64))
        if config.max_subwords:
            span = _span(reader)
            units = tokens if span == 1 else reader.number(normal, span=span)
            subwords = subwords.learn(units, min_documents=least, max_size=config.max_subwords)
        return cls(reader, vocabulary.with_more(more), subwords)

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
        return cls(reader, vocabulary, _subwords(reader, hashes))

    def __reduce__(self) -> tuple[Any, ...]:
        return TextEncoder, (self.reader, self.vocabulary, self.subwords)

    @property
    def rows(self) -> int:
        """Rows that the embedding table needs."""
        return len(self.vocabulary) + len(self.subwords)

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of one text, uncut."""
        return self.reader.tokenize(self.reader.normalise(text))

    @property
    def span(self) -> int:
        """Tokens a row of the batch stands for: a word, or a character with those after it."""
        return _span(self.reader)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Turn `texts` into numbers."""
        normal = [self.reader.normalise(text) for text in texts]
        if self._native is None:
            return self._encode(normal)
        kept = self._kept
        values, offsets, lengths, *rows, unknown = self._native.encode(
            tuple(normal), self.span, kept.head, kept.tail
        )
        return self._encoded(Ragged(values, offsets), Ragged(*rows), lengths, unknown)

    def _encode(self, normal: Sequence[str]) -> Encoded:
        """What the native encoder does, for normalised texts."""
        found = self.reader.number(normal, span=self.span, kept=self._kept)
        ids = self._ids(found.units)  # (U,)
        unknown = int((ids == UNKNOWN)[found.rows.values].sum())
        tokens = Ragged(found.rows.values + np.int32(1), found.rows.offsets)
        return self._encoded(tokens, self._rows_of(ids, found.units), found.lengths, unknown)

    def _encoded(
        self, tokens: Ragged, words: Ragged, lengths: NDArray[np.int64], unknown: int
    ) -> Encoded:
        longest = self.config.max_length
        return Encoded(
            tokens=tokens,
            words=words,
            empty=lengths == 0,
            truncated=lengths > longest,
            cut_tokens=int(np.maximum(lengths - longest, 0).sum()),
            unknown_share=unknown / max(len(tokens.values), 1),
            window=self.config.window,
        )

    @cached_property
    def _native(self) -> Any:
        """The native encoder; None where there is none for these settings."""
        if native is None or not self.reader.is_native:
            return None
        pieces = self.subwords
        return native.Encoder(
            self.vocabulary.tokens, pieces.hashes, pieces.low, pieces.high, self.reader.words
        )

    @property
    def _kept(self) -> Kept:
        longest = self.config.max_length
        if self.config.keep == "start":
            return Kept(longest)
        return Kept((longest + 1) // 2, longest // 2)

    def _ids(self, units: Sequence[str]) -> NDArray[np.int64]:
        """The number in the vocabulary of the token that each unit is made around, (U,)."""
        if self.reader.words:
            return np.array(self.vocabulary.encode(units), np.int64)
        first = self.reader.number(units, kept=Kept(1))
        return np.array(self.vocabulary.encode(first.units), np.int64)[first.rows.values]

    def _rows_of(self, ids: NDArray[np.int64], units: Sequence[str]) -> Ragged:
        """Table rows of padding and of each unit; one without any known part is UNKNOWN."""
        pieces = self.subwords.pieces(units)
        known = ids != UNKNOWN  # (U,)
        lengths = np.maximum(pieces.lengths + known, 1)
        offsets = np.concatenate(([0, 1], 1 + np.cumsum(lengths)))
        rows = np.full(offsets[-1], UNKNOWN, np.int32)
        rows[0] = PAD
        rows[offsets[1:-1][known]] = ids[known]
        shift = offsets[1:-1] + known - pieces.offsets[:-1]
        places = np.arange(len(pieces.values)) + np.repeat(shift, pieces.lengths)
        rows[places] = pieces.values + np.int32(len(self.vocabulary))
        return Ragged(rows, offsets)


def _span(reader: Reader) -> int:
    return 1 if reader.words or not reader.config.max_subwords else _SHINGLE


def _subwords(reader: Reader, hashes: NDArray[np.uint64]) -> Subwords:
    config = reader.config
    low, high = (config.subword_low, config.subword_high) if reader.words else (2, _SHINGLE)
    return Subwords(low, high, not reader.words, hashes)
