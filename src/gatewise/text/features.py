"""TF-IDF features over hashed n-grams: what the linear model reads.

Legend: D documents, F features, Z non-zero values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gatewise.kernels import native
from gatewise.text.frequency import counter
from gatewise.text.ngrams import NgramHasher, Units
from gatewise.text.reader import Reader

__all__ = ["NgramBlock", "SparseRows", "Vectorizer"]

_CHUNK_CHARACTERS = 500_000
"""Characters worked on at once: some tens of megabytes of hashes, whatever the corpus."""


@dataclass(frozen=True)
class SparseRows:
    """A matrix (D, F) by its non-zero values (CSR).

    Args:
        indices: int32, shape (Z,): the feature of each value.
        values: float32, shape (Z,).
        offsets: int64, shape (D + 1,): row d is at `offsets[d]:offsets[d + 1]`.
    """

    indices: NDArray[np.int32]
    values: NDArray[np.float32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True)
class NgramBlock:
    """The known n-grams of one kind.

    Args:
        hasher: Which n-grams.
        hashes: uint64, sorted, shape (F,).
        idf: float32, shape (F,): log((1 + D) / (1 + document frequency)) + 1.
    """

    hasher: NgramHasher
    hashes: NDArray[np.uint64]
    idf: NDArray[np.float32]

    @cached_property
    def buckets(self) -> NDArray[np.int32]:
        """Where the hashes with each value of their first b bits begin, shape (2^b + 1,)."""
        bits = max(1, len(self.hashes).bit_length())
        first = (self.hashes >> np.uint64(64 - bits)).astype(np.int64)
        counts = np.bincount(first, minlength=1 << bits)
        return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    def weigh(self, units: Units, levels: NDArray[np.float64]) -> SparseRows:
        """The rows of documents; unknown n-grams are left out."""
        found = self.hasher.hash_units(*units)
        documents, size = len(units[1]) - 1, len(self.hashes)
        position = np.searchsorted(self.hashes, found.hashes)
        position[position == size] = 0
        known = self.hashes[position] == found.hashes if size else np.zeros(0, np.bool_)
        keys = found.documents[known] * size + position[known]
        pairs, counts = np.unique(keys, return_counts=True)
        document, feature = np.divmod(pairs, max(size, 1))
        values = levels[counts - 1] * self.idf[feature]
        norms = np.sqrt(np.bincount(document, values**2, minlength=documents))
        offsets = np.concatenate(([0], np.cumsum(np.bincount(document, minlength=documents))))
        scaled = (values / norms[document]).astype(np.float32)
        return SparseRows(feature.astype(np.int32), scaled, offsets)


class Vectorizer:
    """Raw texts to TF-IDF rows (1 + log tf) idf; every block of n-grams is scaled to length 1.

    Args:
        reader: Normalises every text first, and finds words.
        blocks: Known n-grams; features are numbered through, block after block.
    """

    def __init__(self, reader: Reader, blocks: Sequence[NgramBlock]) -> None:
        self.reader = reader
        self.blocks = tuple(blocks)

    @classmethod
    def build(
        cls,
        texts: Sequence[str],
        reader: Reader,
        hashers: Sequence[NgramHasher],
        *,
        min_documents: int,
        max_features: int,
    ) -> Vectorizer:
        """Find the n-grams of training `texts` that stand in enough documents.

        Args:
            texts: Raw training texts.
            reader: See the class.
            hashers: One a block.
            min_documents: N-grams of fewer documents stay out of the model.
            max_features: At most so many a block, the most frequent first.
        """
        counters = [counter(hasher) for hasher in hashers]
        for normal in cls(reader, ()).chunks(texts):
            for counting in counters:
                counting.add(normal, reader.number)
        least = min(min_documents, max(1, len(texts) // 2))
        blocks = []
        for hasher, counting in zip(hashers, counters, strict=True):
            hashes, frequency = counting.take(least)
            if len(hashes) > max_features:
                # A stable sort, so that ties fall the same way on every machine.
                top = np.sort(np.argsort(-frequency, kind="stable")[:max_features])
                hashes, frequency = hashes[top], frequency[top]
            idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
            blocks.append(NgramBlock(hasher, hashes, idf.astype(np.float32)))
        return cls(reader, blocks)

    @property
    def size(self) -> int:
        """Number of features, F."""
        return sum(len(block.hashes) for block in self.blocks)

    def transform(self, texts: Sequence[str]) -> SparseRows:
        """The rows of `texts`, (D, F)."""
        return _stack([self.weigh(normal) for normal in self.chunks(texts)])

    def chunks(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """Normalised `texts` in portions of bounded size."""
        chunk: list[str] = []
        size = 0
        for text in texts:
            normal = self.reader.normalise(text)
            if chunk and size + len(normal) > _CHUNK_CHARACTERS:
                yield chunk
                chunk, size = [], 0
            chunk.append(normal)
            size += len(normal)
        if chunk:
            yield chunk

    def weigh(self, normal: Sequence[str]) -> SparseRows:
        """The rows of normalised texts, (D, F)."""
        units = [block.hasher.units(normal, self.reader.number) for block in self.blocks]
        longest = max(int(np.diff(offsets).max(initial=1)) for _, offsets in units)
        levels = 1 + np.log(np.arange(1, longest + 1))
        found = list(zip(self.blocks, units, strict=True))
        if native is None:
            return _side_by_side([block.weigh(own, levels) for block, own in found], self.blocks)
        kinds = [
            (*own, h.low, h.high, h.salt, block.hashes, block.idf, block.buckets)
            for block, own in found
            for h in (block.hasher,)
        ]
        return SparseRows(*native.weigh(kinds, levels))


def _side_by_side(parts: Sequence[SparseRows], blocks: Sequence[NgramBlock]) -> SparseRows:
    """Within each row one block after the other."""
    starts = np.cumsum([0] + [len(block.hashes) for block in blocks[:-1]])
    rows = np.concatenate([np.repeat(np.arange(len(p)), np.diff(p.offsets)) for p in parts])
    indices = np.concatenate([p.indices + s for p, s in zip(parts, starts, strict=True)])
    values = np.concatenate([part.values for part in parts])
    order = np.argsort(rows, kind="stable")
    offsets = np.sum([part.offsets for part in parts], axis=0)
    return SparseRows(indices[order].astype(np.int32), values[order], offsets)


def _stack(parts: Sequence[SparseRows]) -> SparseRows:
    if not parts:
        return SparseRows(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(1, np.int64))
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return SparseRows(
        np.concatenate([part.indices for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))),
    )
