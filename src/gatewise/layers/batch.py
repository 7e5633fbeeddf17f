"""From encoded texts to a batch that every execution reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.layers.operations import Batch
from gatewise.text import Encoded, Ragged

__all__ = ["collate"]


def collate(texts: Encoded, rows: NDArray[np.int64]) -> Batch[NDArray[np.int64]]:
    """Put some rows of `texts` side by side, with only the words that occur in them.

    Args:
        texts: Encoded texts.
        rows: Which of them, in this order.

    Returns:
        Arrays of int64; texts without tokens still stand on one padded step.
    """
    begins, lengths, windows = _spans(texts, rows)
    put_together = _collate if native is None else native.collate
    tokens, pieces, starts = put_together(
        texts.tokens.values, begins, lengths, texts.words.values, texts.words.offsets
    )
    return Batch(tokens, lengths, pieces, starts, windows)


def _spans(texts: Encoded, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Where each row of the batch begins, its length, and the number of each text's first row.

    A text has a row of its own, or windows of equal length if it is longer than one.
    """
    begins, window = texts.tokens.offsets[rows], texts.window  # (M,)
    lengths = texts.tokens.offsets[rows + 1] - begins  # (M,)
    if window is None or lengths.max(initial=0) <= window:
        return begins, lengths, np.arange(len(rows))
    parts = np.maximum(-(-lengths // window), 1)  # (M,)
    first = np.cumsum(parts) - parts  # (M,)
    text = np.repeat(np.arange(len(rows)), parts)  # (N,)
    place = np.arange(len(text)) - first[text]  # (N,)
    cuts = (place * lengths[text] // parts[text], (place + 1) * lengths[text] // parts[text])
    return begins[text] + cuts[0], cuts[1] - cuts[0], first


def _collate(
    values: NDArray[np.int32],
    begins: NDArray[np.int64],
    lengths: NDArray[np.int64],
    word_values: NDArray[np.int32],
    word_offsets: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Tokens, pieces and starts of a batch: what the native kernel of this name gives."""
    real = np.arange(max(1, lengths.max(initial=0))) < lengths[:, None]  # (N, T)
    row, step = np.nonzero(real)  # one each a token
    chosen = values[begins[row] + step]
    # Word 0, the padding, is always there: a batch may hold nothing else.
    used = np.unique(np.append(chosen, 0))  # (U,)
    tokens = np.zeros(real.shape, np.int64)
    tokens[real] = np.searchsorted(used, chosen)
    words = Ragged(word_values, word_offsets).take(used)
    return tokens, words.values.astype(np.int64), words.offsets[:-1]
