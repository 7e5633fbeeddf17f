"""From a raw text to its tokens, by the settings and what was learnt with them.

A new tokeniser is one function and one entry in `TOKENIZERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gatewise.config import TextConfig
from gatewise.text.bpe import Pieces
from gatewise.text.lexicon import Lexicon
from gatewise.text.normalise import Normaliser
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
    """

    make: Callable[[Lexicon], Callable[[str], list[str]]]
    words: bool


TOKENIZERS: dict[str, Tokenizer] = {
    "word": Tokenizer(lambda _: tokenize_words, words=True),
    "character": Tokenizer(lambda _: tokenize_characters, words=False),
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

    def _without_stop_words(self, text: str) -> str:
        """Cut them out of the text itself, since character n-grams would show them."""
        text = text.replace("’", "'")  # as in the tokens
        parts, end = [], 0
        for token in self._split(text):
            start = text.index(token, end)
            parts += [text[end:start], " " if token in self._stop_words else token]
            end = start + len(token)
        return " ".join("".join(parts).split())
