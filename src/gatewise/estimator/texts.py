"""The many things that hold one column of texts, as one list of strings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["read_texts"]


def read_texts(X: Any) -> list[str]:
    """One text a row.

    Args:
        X: N strings: a list, a tuple, or anything that turns into an array of shape (N,) or
            (N, 1), as NumPy arrays and the columns of pandas and Polars do.

    Raises:
        InputError: It is something else, or holds something that is not a string.
    """
    if isinstance(X, str | bytes):
        raise InputError(say("X is one string; expected a list of texts. Write [text]."))
    texts = _column(X)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(
                say(
                    "X[{number}] is {text!r}; expected a string. Drop the row or convert it.",
                    number=number,
                    text=text,
                )
            )
    return texts


def _column(X: Any) -> list[Any]:
    kind = type(X).__name__
    if hasattr(X, "__array__"):
        array = np.asarray(X)
        if array.ndim == 1 or array.shape[1:] == (1,):
            values: list[Any] = array.reshape(-1).tolist()
            return values
        kind += f" of shape {array.shape}"
    elif isinstance(X, Sequence):
        # Without an order or a length (sets, dicts, generators) rows would not meet their labels.
        return list(X)
    raise InputError(
        say(
            "X is a {kind}; expected a list of texts, or one column of them. "
            "Choose the column that holds the text.",
            kind=kind,
        )
    )
