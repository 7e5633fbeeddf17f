"""Layers that read words straight from the table: what the runtime executes where it can.

A word's product with a layer's weights does not depend on where the word stands, so the kernels
compute it once, keep it for frequent words, and look it up after that: half of the work of an
LSTM, nearly all of that of a convolution (Chen & Manning 2014 do so in a parser).

Legend: N rows, T steps, D width, V rows of the table, H hidden units a direction, F filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gatewise.kernels import native
from gatewise.layers.native import convolution, embed, lstm, pooling
from gatewise.layers.native.operations import NativeOperations
from gatewise.layers.operations import Attention, Batch, Convolution, Lstm, Qrnn
from gatewise.layers.reference.activations import Floats

__all__ = ["Frequent", "WordOperations"]

_ROOM = 256 << 20
"""Holds what nearly all words of a language come to; a process that labels a few never fills it."""


@dataclass(frozen=True)
class Frequent:
    """Whose products are worth keeping.

    Args:
        known: Words that begin with a table row below this are always made of the same rows.
        by_piece: Words hardly repeat, their rows do: keep the products of rows.
    """

    known: int
    by_piece: bool


@dataclass(frozen=True)
class Words:
    """Embedded tokens, (N, T, D), that nobody has written out yet.

    Args:
        table: (V, D).
        batch: What is embedded.
        kernel: The same for the kernels.
    """

    table: Floats
    batch: Batch[Any]
    kernel: Any

    @property
    def shape(self) -> tuple[int, int, int]:
        """As of an array."""
        rows, steps = self.batch.tokens.shape
        return rows, steps, self.table.shape[1]

    def vectors(self) -> Floats:
        """Write them out."""
        return embed.forward(self.table, self.batch)


class WordOperations(NativeOperations):
    """The layers of one model, whose weights no longer change.

    Args:
        frequent: Whose products are kept.
        room: Bytes that they may take.
    """

    def __init__(self, frequent: Frequent, *, room: int = _ROOM) -> None:
        self._frequent = frequent
        self._store = native.Store(room)

    def embed(self, table: Floats, batch: Batch[Any]) -> Any:
        kernel = native.WordBatch(
            *(table, batch.tokens, batch.lengths, batch.pieces, batch.starts),
            *(self._frequent.known, self._frequent.by_piece, self._store),
        )
        return Words(table, batch, kernel)

    def lstm(self, x: Any, lengths: Floats, directions: Sequence[Lstm[Floats]]) -> Floats:
        if not isinstance(x, Words):
            return super().lstm(x, lengths, directions)
        return lstm.read_words(x.kernel, x.shape, directions)

    def strongest(self, x: Any, lengths: Floats, kernels: Sequence[Convolution[Floats]]) -> Floats:
        if not isinstance(x, Words):
            return super().strongest(x, lengths, kernels)
        return convolution.strongest_of_words(x.kernel, x.shape[0], kernels)

    def attend(self, x: Floats, lengths: Floats, weights: Attention[Floats]) -> Floats:
        return pooling.attend(x, lengths, weights, store=self._store)

    def convolve(self, x: Any, lengths: Floats, kernel: Convolution[Floats]) -> Floats:
        return super().convolve(_written(x), lengths, kernel)

    def join(self, parts: list[Any]) -> Floats:
        return super().join([_written(part) for part in parts])

    def qrnn(
        self, x: Any, lengths: Floats, directions: Sequence[Qrnn[Floats]], *, zoneout: float
    ) -> Floats:
        return super().qrnn(_written(x), lengths, directions, zoneout=zoneout)


def _written(x: Any) -> Floats:
    vectors: Floats = x.vectors() if isinstance(x, Words) else x
    return vectors
