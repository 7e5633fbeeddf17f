"""From encoded texts to a batch that every execution reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
    chosen, windows = _cut(texts.tokens.take(rows), texts.window)
    # Word 0, the padding, is always there: a batch may hold nothing else.
    used = np.unique(np.append(chosen.values, 0))  # (U,)
    local = Ragged(np.searchsorted(used, chosen.values).astype(np.int32), chosen.offsets)
    padded = local.pad(0)  # (N, T)
    if padded.shape[1] == 0:
        padded = np.zeros((len(rows), 1), np.int32)  # (N, 1)
    words = texts.words.take(used)
    return Batch(
        tokens=padded.astype(np.int64),
        lengths=chosen.lengths,
        pieces=words.values.astype(np.int64),
        starts=words.offsets[:-1],
        windows=windows,
    )


def _cut(texts: Ragged, window: int | None) -> tuple[Ragged, NDArray[np.int64]]:
    """Texts in windows of equal length, and the number of each text's first window."""
    lengths = texts.lengths  # (M,)
    if window is None or lengths.max(initial=0) <= window:
        return texts, np.arange(len(texts))
    parts = np.maximum(-(-lengths // window), 1)  # (M,)
    first = np.cumsum(parts) - parts  # (M,)
    text = np.repeat(np.arange(len(texts)), parts)  # (N,)
    place = np.arange(len(text)) - first[text]  # (N,)
    begins = texts.offsets[text] + place * lengths[text] // parts[text]  # (N,)
    return Ragged(texts.values, np.append(begins, texts.offsets[-1])), first
