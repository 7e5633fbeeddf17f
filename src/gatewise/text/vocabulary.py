"""Tokens and their ids. This file is the one owner of the padding and the unknown id."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from gatewise.text.numbered import Numbered
from gatewise.text.ragged import count_rows

__all__ = ["PAD", "UNKNOWN", "Vocabulary"]

PAD = 0
UNKNOWN = 1
_RESERVED = 2


class Vocabulary:
    """A fixed list of tokens; ids start after the two reserved ones.

    Args:
        tokens: Known tokens without the reserved ones; token i has the id i + 2.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tuple(tokens)

    @classmethod
    def build(cls, documents: Numbered, *, min_documents: int, max_size: int) -> Vocabulary:
        """Count the tokens of `documents` and keep the frequent ones.

        Args:
            documents: By their tokens.
            min_documents: Tokens in fewer documents stay out: they cannot generalise, and they
                are what would give away a single text.
            max_size: At most so many tokens, the most frequent first, ties by spelling.
        """
        counts = count_rows(documents.rows, len(documents.units)).tolist()
        found_in = zip(counts, documents.units, strict=True)
        frequent = [(-n, token) for n, token in found_in if n >= min_documents]
        return cls([token for _, token in sorted(frequent)[:max_size]])

    def with_more(self, tokens: Sequence[str]) -> Vocabulary:
        """The same with those of `tokens` that it lacks, at its end."""
        return Vocabulary(tuple(dict.fromkeys((*self.tokens, *tokens))))

    def __len__(self) -> int:
        """Rows an embedding table needs, the reserved ids included."""
        return len(self.tokens) + _RESERVED

    def encode(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids of `tokens`, `UNKNOWN` for those that are not in the vocabulary."""
        ids = self._ids
        return [ids.get(token, UNKNOWN) for token in tokens]

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens, start=_RESERVED)}
