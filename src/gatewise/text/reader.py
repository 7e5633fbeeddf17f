"""From a raw text to its tokens, by the settings and what was learnt with them.

A new tokeniser is one function and one entry in `TOKENIZERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gatewise.config import TextConfig
from gatewise.kernels import native
from gatewise.text.bpe import Pieces
from gatewise.text.lexicon import Lexicon
from gatewise.text.normalise import Normaliser
from gatewise.text.numbered import EVERYTHING, Kept, Numbered, number_units
from gatewise.text.ragged import Ragged
from gatewise.text.segment import Segmenter
from gatewise.text.tokenise import tokenize_characters, tokenize_words

__all__ = ["NOTHING_LEARNT", "TOKENIZERS", "Reader", "Tokenizer"]

NOTHING_LEARNT = Lexicon()


@dataclass(frozen=True)
class Tokenizer:
    """A way to split a text.

    Args:
        make: From what was learnt to the function that splits a normalised text.
        words: Tokens are words, whose meaningful pieces lie inside them; else they are single
            characters, which make words with those that follow.
        native: The native kernels split in the same way.
    """

    make: Callable[[Lexicon], Callable[[str], list[str]]]
    words: bool
    native: bool = False


TOKENIZERS: dict[str, Tokenizer] = {
    "word": Tokenizer(lambda _: tokenize_words, words=True, native=True),
    "character": Tokenizer(lambda _: tokenize_characters, words=False, native=True),
    "zh-word": Tokenizer(lambda lexicon: Segmenter(lexicon.user_words), words=True),
    "bpe": Tokenizer(lambda lexicon: Pieces(lexicon.pieces), words=True),
}


class Reader:
    """Reads texts by fixed settings.

    Args:
        config: The text settings, with the tokeniser decided (not `auto`).
        lexicon: What was learnt or given beside them.

    Raises:
        MissingExtraError: A package that the settings need is not installed.
        ValueError: The pieces of `lexicon` are none.
    """

    def __init__(self, config: TextConfig, lexicon: Lexicon = NOTHING_LEARNT) -> None:
        self.config = config
        self.lexicon = lexicon
        self.words = TOKENIZERS[config.tokenizer].words
        self._split = TOKENIZERS[config.tokenizer].make(lexicon)
        self._one_spelling = Normaliser.of(config)
        self._stop_words = frozenset(lexicon.stop_words)

    def __reduce__(self) -> tuple[type[Reader], tuple[TextConfig, Lexicon]]:
        return Reader, (self.config, self.lexicon)  # the packages' own objects stay behind

    @property
    def is_native(self) -> bool:
        """Whether the native kernels find the same tokens, where they are there."""
        return TOKENIZERS[self.config.tokenizer].native and not self._stop_words

    def normalise(self, text: str) -> str:
        """One spelling, without stop words: all that a model may see of `text`."""
        text = self._one_spelling(text)
        return self._without_stop_words(text) if self._stop_words else text

    def tokenize(self, normal: str) -> list[str]:
        """The tokens of a normalised text."""
        tokens = self._split(normal)
        if not self._stop_words:
            return tokens
        return [token for token in tokens if token not in self._stop_words]

    def number(self, normal: Sequence[str], *, span: int = 1, kept: Kept = EVERYTHING) -> Numbered:
        """Number the units of normalised texts.

        Args:
            normal: The texts.
            span: Tokens that a unit is made of: one, and those that follow it.
            kept: What is read of long texts.
        """
        if native is not None and self.is_native:
            units, values, offsets, lengths = native.number_units(
                tuple(normal), self.words, span, kept.head, kept.tail
            )
            return Numbered(units, Ragged(values, offsets), lengths)
        return number_units((self._units(text, span) for text in normal), kept)

    def _units(self, normal: str, span: int) -> list[str]:
        tokens = self.tokenize(normal)
        if span == 1:
            return tokens
        return ["".join(tokens[i : i + span]) for i in range(len(tokens))]

    def _without_stop_words(self, text: str) -> str:
        """Cut them out of the text itself, since character n-grams would show them."""
        text = text.replace("’", "'")  # as in the tokens
        parts, end = [], 0
        for token in self._split(text):
            start = text.index(token, end)
            parts += [text[end:start], " " if token in self._stop_words else token]
            end = start + len(token)
        return " ".join("".join(parts).split())
