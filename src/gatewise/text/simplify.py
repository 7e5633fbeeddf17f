"""Traditional Chinese characters to simplified ones, by the phrases they stand in (OpenCC)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gatewise.errors import MissingExtraError
from gatewise.text.script import HAN

__all__ = ["simplifier"]


@lru_cache(maxsize=1)
def simplifier() -> Callable[[str], str]:
    """The one converter of this process; it only reads its tables, so threads may share it.

    Raises:
        MissingExtraError: OpenCC is not installed.
    """
    try:
        from opencc import OpenCC
    except ImportError as error:
        raise MissingExtraError.of("opencc", "zh", "text.simplify") from error
    convert = OpenCC("t2s").convert
    chinese = re.compile(f"[{HAN}]+")

    # No phrase crosses a sign, and what is not Chinese (a lone surrogate, say) is none of its.
    def simplify(text: str) -> str:
        return chinese.sub(lambda run: convert(run.group()), text)

    return simplify
