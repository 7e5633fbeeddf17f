"""When two texts are the same: after NFKC, case folding and collapsed white space."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["fold_case_and_space", "group_by_text", "overlap"]


def fold_case_and_space(text: str) -> str:
    """The form in which texts are compared: NFKC, case folded, white space collapsed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def group_by_text(texts: Iterable[str]) -> NDArray[np.int64]:
    """Number texts so that equal ones have equal numbers.

    Args:
        texts: N texts.

    Returns:
        (N,) group numbers from 0 in the order of first occurrence.
    """
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(_key(text), len(numbers)) for text in texts], np.int64)


def overlap(a_texts: Sequence[str], b_texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts of b are also in a.

    Returns:
        (len(b),) True where the folded text occurs in a.
    """
    known = {_key(text) for text in a_texts}
    return np.array([_key(text) in known for text in b_texts], np.bool_)


def _key(text: str) -> bytes:
    # A digest, since the folded copies of ten million long texts would fill the memory.
    folded = fold_case_and_space(text).encode("utf-8", "surrogatepass")
    return blake2b(folded, digest_size=16).digest()
