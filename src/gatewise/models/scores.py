"""What every model gives for a list of texts, whatever it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scorer", "Scores"]


@dataclass(frozen=True)
class Scores:
    """Answers to N texts before calibration.

    Args:
        logits: float32, shape (N, C).
        empty: bool, shape (N,): nothing was left of the text, so its logits mean nothing.
        truncated: bool, shape (N,): the model did not read the text to its end.
    """

    logits: NDArray[np.float32]
    empty: NDArray[np.bool_]
    truncated: NDArray[np.bool_]


class Scorer(Protocol):
    """A trained model without its labels: raw texts in, scores out."""

    def score(self, texts: Sequence[str]) -> Scores:
        """Score raw texts."""
        ...

    def rounded(self) -> Scorer:
        """The same with weights in 8 bits a value."""
        ...

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything numeric, by name, as it is saved."""
        ...

    @property
    def parameters(self) -> int:
        """Number of trained values."""
        ...
