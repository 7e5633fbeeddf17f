"""What is wrong with a file of vectors, as a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["cut_off", "finite", "no_finite", "no_vectors"]


def no_vectors(source: object, came: str, row: int | None = None) -> InputError:
    """A file that holds something else."""
    return InputError.at(
        source,
        row,
        came,
        say(
            "vectors of words: text of GloVe, word2vec or fastText (.vec), binaries of word2vec "
            "or fastText (.bin), .npz or .npy"
        ),
        say("Give such a file."),
    )


def cut_off(source: object, rows: int, announced: int) -> InputError:
    """A file that ends too early."""
    return InputError.at(
        source,
        None,
        say("the file ends after {rows:,} words", rows=rows),
        say("{announced:,}, as its header tells", announced=announced),
        say("Fetch the file once more."),
    )


def finite(values: NDArray[np.float32], source: object, row: int, word: str) -> NDArray[np.float32]:
    """The vector of a word, (D,), as it is.

    Raises:
        InputError: One of its values is no number, or endless.
    """
    if not np.isfinite(values).all():
        raise no_finite(source, row, word)
    return values


def no_finite(source: object, row: int | None, word: str) -> InputError:
    """A row with something that is no number, or an endless one."""
    return InputError.at(
        source,
        row,
        say("the vector of {word!r} holds something that is no finite number", word=word),
        say("a word and its numbers, blanks between them"),
        say("Correct or remove that row."),
    )
