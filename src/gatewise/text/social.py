"""What posts are full of and other texts are not: addresses, names, hashtags, looong letters.

Each rule is a function on a text whose case is still there. A mark is one sign, which every
tokeniser leaves alone: 🔗 for an address, @ for a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from gatewise.config import TextConfig
from gatewise.text.script import HAN

__all__ = ["Rule", "rules"]

Rule = Callable[[str], str]

_ASCII = r"[!#-;=?-~]"  # visible, without quotation marks and angle brackets
_ADDRESS = re.compile(
    rf"(?:https?://|www\.){_ASCII}*[\w/]"
    rf"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|co|io|me|ly|gov|edu|tv)/{_ASCII}*[\w/]",
    re.IGNORECASE | re.ASCII,
)
# A letter before the sign makes it part of an e-mail address or of a name such as C#. Chinese
# letters do not: they stand before a name without a space.
_NAME = re.compile(r"(?<![A-Za-z0-9_.+-])[@＠][\w-]+")
_HASHTAG = re.compile(r"(?<![A-Za-z0-9_&])[#＃](?=\w*[^\W\d_])(\w+)")
_INNER_BORDER = re.compile(
    r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[0-9])(?=[A-Za-z])|_+"
)
_REPEATED = re.compile(r"([^\W\d_]{1,2}?|[^\w\s])\1{3,}")


@cache
def _topic() -> re.Pattern[str]:
    # Made when it is first asked for: all of Han takes milliseconds, and few models ask.
    return re.compile(rf"[#＃](?=[^#＃\n]*[{HAN}])([^#＃\s](?:[^#＃\n]{{0,38}}[^#＃\s])?)[#＃]")


def rules(config: TextConfig) -> tuple[Rule, ...]:
    """What the settings ask for, in the order in which it is done."""
    wanted = {
        "urls": {"mark": _mark_addresses, "drop": _drop_addresses},
        "mentions": {"mark": _mark_names, "drop": _drop_names},
        "hashtags": {"split": _split_hashtags, "drop": _drop_hashtags},
        "repeats": {"squeeze": _squeeze},
    }
    found = (by_value.get(getattr(config, key)) for key, by_value in wanted.items())
    return tuple(rule for rule in found if rule)


def _mark_addresses(text: str) -> str:
    return _ADDRESS.sub(" 🔗 ", text)


def _drop_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text)


def _mark_names(text: str) -> str:
    return _NAME.sub(" @ ", text)


def _drop_names(text: str) -> str:
    return _NAME.sub(" ", text)


def _split_hashtags(text: str) -> str:
    """#BlackFriday and #黑色 星期五# to the sign and the words."""
    return _HASHTAG.sub(lambda found: f" # {_words_of(found[1])} ", _topic().sub(r" # \1 ", text))


def _words_of(name: str) -> str:
    return _INNER_BORDER.sub(" ", name)


def _drop_hashtags(text: str) -> str:
    return _HASHTAG.sub(" ", _topic().sub(" ", text))


def _squeeze(text: str) -> str:
    """Leave three of four or more equal letters, pairs of letters or signs."""
    return _REPEATED.sub(r"\1\1\1", text)
