"""Which scripts separate words by spaces, and which a text is mostly written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

__all__ = ["HAN", "UNSPACED", "starts_unspaced", "uses_spaces"]

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Han with its extensions, kana, bopomofo, Thai, Lao, Myanmar, Khmer: written without spaces.
# Hangul is not here, since Korean separates its words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u3100-\u312f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A thousand texts settle the script of a corpus; reading on would only cost time.
_SAMPLE = 1000


# Made when they are first asked for: so many characters take milliseconds, and few runs ask.
@cache
def _unspaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


@cache
def _spaced_word() -> re.Pattern[str]:
    return re.compile(rf"[^\W\d_{UNSPACED}]+")


def starts_unspaced(text: str) -> bool:
    """Tell whether the first character is of a script without spaces."""
    return _unspaced_letter().match(text) is not None


def uses_spaces(texts: Sequence[str]) -> bool:
    """Tell whether `texts` are mostly written in scripts that separate words by spaces.

    A text has a voice of its own, so that one long foreign document does not decide for a corpus
    of short ones; in it a word counts as much as a character of an unspaced script.
    """
    step = max(1, len(texts) // _SAMPLE)
    votes = 0
    for text in texts[::step]:
        words = len(_spaced_word().findall(text))
        characters = len(_unspaced_letter().findall(text))
        votes += (words > 0 and words >= characters) - (characters > words)
    return votes >= 0
