"""What a classifier answered to each row of a test file, small enough to keep with every result."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import Label, as_sets
from gatewise.evaluation.indicators import count_sets

__all__ = ["Answers"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Answers:
    """The score is the sum of the parts over the sum of the sizes, so rows can be drawn anew.

    Args:
        parts: (N,) with one label a row whether it was given, 0 or 1; else twice the labels that
            were given rightly.
        sizes: (N,) with one label a row 1, and the score is the accuracy; else labels carried and
            labels given together, and the score is micro-F1.
    """

    parts: Counts
    sizes: Counts

    @classmethod
    def of(cls, actual: Sequence[Label], given: Sequence[Label], *, several: bool) -> Answers:
        """Compare N answers with N labels; `several`: rows carry any number of labels."""
        rows = count_sets(as_sets(actual), as_sets(given))
        if several:
            return cls(2 * rows.hits, rows.actual + rows.given)
        return cls(rows.exact.astype(np.int64), np.ones(len(actual), np.int64))

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def score(self) -> float:
        """Accuracy, or micro-F1."""
        return float(self.parts.sum() / max(1, self.sizes.sum()))

    def take(self, rows: NDArray[np.bool_]) -> Answers:
        """Some of the rows."""
        return Answers(self.parts[rows], self.sizes[rows])

    def to_json(self) -> dict[str, Any]:
        """One bit a row, or two bytes where rows carry several labels."""
        if (self.sizes == 1).all():
            return {"rows": len(self), "right": _pack(np.packbits(self.parts.astype(np.bool_)))}
        # No text carries more than 100 labels, so a byte holds each number.
        packed = (_pack(numbers.astype(np.uint8)) for numbers in (self.parts, self.sizes))
        return {"rows": len(self), **dict(zip(("parts", "sizes"), packed, strict=True))}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Answers:
        """What `to_json` gave."""
        rows = int(kept["rows"])
        if "right" in kept:
            right = np.unpackbits(_unpack(kept["right"]), count=rows)
            return cls(right.astype(np.int64), np.ones(rows, np.int64))
        parts, sizes = (_unpack(kept[name]).astype(np.int64) for name in ("parts", "sizes"))
        return cls(parts, sizes)


def _pack(numbers: NDArray[np.uint8]) -> str:
    return base64.b64encode(zlib.compress(numbers.tobytes(), 9)).decode("ascii")


def _unpack(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), np.uint8)
