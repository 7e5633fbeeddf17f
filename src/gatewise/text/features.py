"""TF-IDF features over hashed n-grams: what the linear model reads.

Legend: D documents, F features, Z non-zero values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.text.ngrams import DocumentHashes, NgramHasher
from gatewise.text.reader import Reader

__all__ = ["NgramBlock", "SparseRows", "Vectorizer"]

_CHUNK_CHARACTERS = 500_000
"""Characters worked on at once: some tens of megabytes of hashes, whatever the corpus."""


@dataclass(frozen=True)
class SparseRows:
    """A matrix (D, F) by its non-zero values (CSR).

    Args:
        indices: int64, shape (Z,): the feature of each value.
        values: float32, shape (Z,).
        offsets: int64, shape (D + 1,): row d is at `offsets[d]:offsets[d + 1]`.
    """

    indices: NDArray[np.int64]
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

    def weigh(self, found: DocumentHashes, documents: int) -> SparseRows:
        """(1 + log tf) idf, each row scaled to length 1; unknown n-grams are left out."""
        size = len(self.hashes)
        position = np.searchsorted(self.hashes, found.hashes)
        position[position == size] = 0
        known = self.hashes[position] == found.hashes if size else np.zeros(0, np.bool_)
        keys = found.documents[known] * size + position[known]
        pairs, counts = np.unique(keys, return_counts=True)
        document, feature = np.divmod(pairs, max(size, 1))
        values = (1 + np.log(counts)) * self.idf[feature]
        norms = np.sqrt(np.bincount(document, values**2, minlength=documents))
        offsets = np.concatenate(([0], np.cumsum(np.bincount(document, minlength=documents))))
        return SparseRows(feature, (values / norms[document]).astype(np.float32), offsets)


class Vectorizer:
    """Raw texts to TF-IDF rows; every block of n-grams is scaled to length 1 on its own.

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
        vectorizer = cls(reader, ())
        blocks = []
        for hasher in hashers:
            hashes, frequency = vectorizer._document_frequency(texts, hasher)
            kept = frequency >= min(min_documents, max(1, len(texts) // 2))
            hashes, frequency = hashes[kept], frequency[kept]
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
        return _stack([self._chunk(chunk) for chunk in self.chunks(texts)])

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

    def _chunk(self, normal: list[str]) -> SparseRows:
        tokenize = self.reader.tokenize
        parts = [b.weigh(b.hasher(normal, tokenize), len(normal)) for b in self.blocks]
        starts = np.cumsum([0] + [len(block.hashes) for block in self.blocks[:-1]])
        rows = np.concatenate([np.repeat(np.arange(len(p)), np.diff(p.offsets)) for p in parts])
        indices = np.concatenate([p.indices + s for p, s in zip(parts, starts, strict=True)])
        values = np.concatenate([part.values for part in parts])
        order = np.argsort(rows, kind="stable")  # block after block within each row
        offsets = np.sum([part.offsets for part in parts], axis=0)
        return SparseRows(indices[order], values[order], offsets)

    def _document_frequency(
        self, texts: Sequence[str], hasher: NgramHasher
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        hashes, frequency = np.empty(0, np.uint64), np.empty(0, np.int64)
        for chunk in self.chunks(texts):
            found, counts = _documents_of_each(hasher(chunk, self.reader.tokenize))
            hashes, where = np.unique(np.concatenate((hashes, found)), return_inverse=True)
            both = np.concatenate((frequency, counts))
            frequency = np.bincount(where, both, minlength=len(hashes)).astype(np.int64)
        return hashes, frequency


def _documents_of_each(found: DocumentHashes) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct hashes, sorted, and the number of documents that hold each."""
    # Documents come in rising order and the sort is stable, so equal pairs end up side by side.
    order = np.argsort(found.hashes, kind="stable")
    hashes, documents = found.hashes[order], found.documents[order]
    new_hash = np.ones(len(hashes), np.bool_)
    new_hash[1:] = hashes[1:] != hashes[:-1]
    new_pair = new_hash.copy()
    new_pair[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(new_hash)
    if not len(starts):
        return hashes, np.zeros(0, np.int64)
    return hashes[starts], np.add.reduceat(new_pair.astype(np.int64), starts)


def _stack(parts: Sequence[SparseRows]) -> SparseRows:
    if not parts:
        empty = np.zeros(0, np.int64)
        return SparseRows(empty, np.zeros(0, np.float32), np.zeros(1, np.int64))
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return SparseRows(
        np.concatenate([part.indices for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))),
    )
