"""Chinese words by dictionary (rjieba); everything else as `tokenize_words` splits it.

Words that the user names are known to the segmenter, which weighs them against their neighbours:
京东 does not tear 南京东路 apart. Those that are not Chinese throughout (T恤, c++) it would never
see whole; they are kept wherever they stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from gatewise.errors import MissingExtraError
from gatewise.text.script import HAN, UNSPACED
from gatewise.text.tokenise import tokenize_words

__all__ = ["Segmenter"]

_CHINESE = f"[{HAN}]+"


class Segmenter:
    """Splits a normalised text into words.

    Args:
        user_words: Words to keep whole, spelt as in normalised texts.

    Raises:
        MissingExtraError: rjieba is not installed.
    """

    def __init__(self, user_words: Sequence[str] = ()) -> None:
        self._chinese = re.compile(_CHINESE)
        chinese = tuple(word for word in user_words if self._chinese.fullmatch(word))
        self._cut = _dictionary(chinese)
        mixed = sorted(set(user_words) - set(chinese), key=lambda word: (-len(word), word))
        self._special = re.compile("|".join([*map(_alone, mixed), _CHINESE]))

    def __call__(self, text: str) -> list[str]:
        """The words and signs of `text`."""
        tokens: list[str] = []
        end = 0
        for found in self._special.finditer(text):
            tokens += tokenize_words(text[end : found.start()])
            part, end = found.group(), found.end()
            tokens += self._cut(part) if self._chinese.fullmatch(part) else [part]
        return tokens + tokenize_words(text[end:])


@lru_cache(maxsize=4)
def _dictionary(user_words: tuple[str, ...]) -> Callable[[str], list[str]]:
    """A segmenter; a model and its baseline share one, for its dictionary takes some megabytes."""
    try:
        from rjieba import Jieba
    except ImportError as error:
        raise MissingExtraError.of("rjieba", "zh", "text.tokenizer = zh-word") from error
    jieba = Jieba()
    for word in user_words:
        jieba.add_word(word, None, None)  # as frequent as it must be to win over its parts
    cut: Callable[[str], list[str]] = jieba.cut
    return cut


def _alone(word: str) -> str:
    """A pattern for `word` where no letter of a spaced script goes on at either end."""
    letter = rf"[^\W{UNSPACED}]"
    before = rf"(?<!{letter})" if re.match(letter, word) else ""
    after = rf"(?!{letter})" if re.match(letter, word[-1]) else ""
    return before + re.escape(word) + after
