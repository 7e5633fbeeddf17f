"""Splitting a normalised text by its characters alone: words, runs, characters."""

from __future__ import annotations

import re
from functools import cache

from gatewise.text.emoji import PICTURE
from gatewise.text.script import UNSPACED

__all__ = ["tokenize_characters", "tokenize_runs", "tokenize_words"]

_LETTERS = rf"[^\W{UNSPACED}]"


# Made when they are first asked for: that takes milliseconds, and the native kernels mostly split
# in their place.
@cache
def _pattern(unspaced: str) -> re.Pattern[str]:
    """A pattern for tokens, with what is one in scripts without spaces."""
    return re.compile(
        PICTURE + rf"|{_LETTERS}+?(?=n't\b)"  # the "is" of "isn't"
        r"|n't\b|'(?:s|re|ve|ll|d|m)\b"  # clitics, cut as in the Penn Treebank
        rf"|{unspaced}"
        rf"|{_LETTERS}+"  # a word
        r"|[^\w\s]"  # any other visible sign
    )


_WORD = f"[{UNSPACED}]"
_RUN = f"[{UNSPACED}]+"
_PART_OF_PICTURE = re.compile(
    "[\u200d\u20e3\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)


@cache
def _character() -> re.Pattern[str]:
    return re.compile(PICTURE + r"|\S")


def tokenize_words(text: str) -> list[str]:
    """Split into words and signs; characters of unspaced scripts stand alone.

    English clitics are cut ("isn't" gives "is", "n't"), because "n't" carries the negation for
    every verb.
    """
    return _pattern(_WORD).findall(text.replace("’", "'"))


def tokenize_runs(text: str) -> list[str]:
    """Split as `tokenize_words`, but leave neighbours in an unspaced script together."""
    return _pattern(_RUN).findall(text.replace("’", "'"))


def tokenize_characters(text: str) -> list[str]:
    """Split into what a reader sees as single characters, white space left out."""
    if _PART_OF_PICTURE.search(text):
        return _character().findall(text)
    return [character for character in text if not character.isspace()]
