"""Tokenisers: a normalised text in, a list of tokens out.

A new tokeniser is one function here and one entry in `TOKENIZERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gatewise.text.script import UNSPACED

__all__ = ["TOKENIZERS", "Tokenizer", "tokenize_characters", "tokenize_words"]

_LETTERS = rf"[^\W{UNSPACED}]"
_TOKEN = re.compile(
    rf"{_LETTERS}+?(?=n't\b)"  # the "is" of "isn't"
    r"|n't\b|'(?:s|re|ve|ll|d|m)\b"  # clitics, cut as in the Penn Treebank
    rf"|[{UNSPACED}]"  # a character of a script without spaces
    rf"|{_LETTERS}+"  # a word
    r"|[^\w\s]"  # any other visible sign
)


def tokenize_words(text: str) -> list[str]:
    """Split into words and signs; characters of unspaced scripts stand alone.

    English clitics are cut ("isn't" gives "is", "n't"), because "n't" carries the negation for
    every verb.
    """
    return _TOKEN.findall(text.replace("’", "'"))


def tokenize_characters(text: str) -> list[str]:
    """Split into single characters, white space left out."""
    return [character for character in text if not character.isspace()]


@dataclass(frozen=True)
class Tokenizer:
    """A way to split a text.

    Args:
        split: A normalised text to its tokens.
        words: Tokens are words, whose meaningful pieces lie inside them; else they are single
            characters, which make words with those that follow.
    """

    split: Callable[[str], list[str]]
    words: bool


TOKENIZERS: dict[str, Tokenizer] = {
    "word": Tokenizer(tokenize_words, words=True),
    "character": Tokenizer(tokenize_characters, words=False),
}
