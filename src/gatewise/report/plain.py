"""Text from outside, made safe for a terminal."""

from __future__ import annotations

import unicodedata

from rich.text import Text

__all__ = ["plain"]


def plain(words: str, style: str = "") -> Text:
    """Plain text: no markup of rich, and no control characters that a terminal would obey."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if _obeyed(letter) else letter for letter in words)
    return Text(shown, style)


def _obeyed(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc"
