"""Vectors of tokens, their gradient, and a step of Adam on the table: torch's two ways, and ours.

Torch's rivals find their ids padded; ours start from ragged ids and put the batch together inside
the time, as training does. What comes back to the vectors is given, so that nothing else counts.

Legend: N texts, T tokens, D width, V rows of the table, U distinct rows of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from benchmarks.layers.contender import Ours, Rival, ours
from numpy.typing import NDArray
from torch import Tensor, nn

from gatewise.layers.batch import collate
from gatewise.layers.operations import Batch
from gatewise.text import Encoded, Ragged
from gatewise.training.rows import RowAdam, RowTable

__all__ = ["DENSE", "SPARSE", "embedding"]

SPARSE, DENSE = "nn.Embedding + SparseAdam", "nn.Embedding + dense fused Adam"


@dataclass(frozen=True)
class _Work:
    """Batches of rows (N,) of `tokens`, what comes back (N, T, D), the table (V, D) at the start.

    Ids are those of a vocabulary, so 0 is padding.
    """

    tokens: Ragged
    batches: Sequence[NDArray[np.int64]]
    upstream: Sequence[Tensor]
    table: Tensor


def embedding(
    tokens: Ragged, batches: Sequence[NDArray[np.int64]], rows: int, width: int
) -> list[Rival]:
    """The rivals of a case with a table of `rows` times `width` values."""
    ids = [torch.from_numpy(tokens.take(batch).pad(0)).long() for batch in batches]  # (N, T)
    upstream = [torch.randn(*i.shape, width) * (i > 0)[:, :, None] for i in ids]  # (N, T, D)
    work = _Work(tokens, batches, upstream, 0.1 * torch.randn(rows, width))
    sparse, dense = (
        nn.Embedding(rows, width, padding_idx=0, _weight=work.table.clone(), sparse=sparse)
        for sparse in (True, False)
    )
    lazy = torch.optim.SparseAdam(sparse.parameters())
    fused = torch.optim.Adam(dense.parameters(), fused=True)
    return [
        Rival(SPARSE, "fp32", _stepping(sparse, lazy, ids, upstream)),
        Rival(DENSE, "fp32", _stepping(dense, fused, ids, upstream)),
        *(way.rival("rows", _ours(way, work)) for way in ours() if not way.engine.bfloat16),
    ]


def _stepping(
    layer: nn.Embedding,
    optimizer: torch.optim.Optimizer,
    ids: Sequence[Tensor],
    upstream: Sequence[Tensor],
) -> Callable[[], None]:
    def run() -> None:
        for batch, gradient in zip(ids, upstream, strict=True):
            optimizer.zero_grad()
            torch.autograd.backward(layer(batch), gradient)
            optimizer.step()

    return run


def _ours(way: Ours, work: _Work) -> Callable[[], None]:
    """As `Learner.step` does it: only the batch's rows take part."""
    table = RowTable(work.table, RowAdam(weight_decay=0.0))
    words = np.arange(len(work.table))
    texts = Encoded(
        tokens=work.tokens,
        words=Ragged(words.astype(np.int32), np.arange(len(words) + 1)),  # a row each
        empty=work.tokens.lengths == 0,
        truncated=np.zeros(len(work.tokens), np.bool_),
        cut_tokens=0,
        unknown_share=0.0,
    )

    def run() -> None:
        for rows, gradient in zip(work.batches, work.upstream, strict=True):
            arrays = vars(collate(texts, rows))
            batch = Batch(**{name: torch.from_numpy(array) for name, array in arrays.items()})
            way.operations.embed(table.table, batch)  # (N, T, D)
            seen, moves = way.operations.row_gradients(batch, gradient)  # (U,), (U, D)
            table.step(seen, moves, rate=1e-3, averaging=0.0)

    return run
