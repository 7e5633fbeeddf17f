"""Several models that answer together: logits = sum over parts of factor x logits.

Models that err differently err less together. The softmax of a weighted sum of logits is the
weighted geometric mean of what the parts say, each at a temperature of its own; of several labels
a text, where logits are log-odds, it is logistic pooling (Genest 1986).

Legend: N texts, C classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import ModelConfig
from gatewise.models.linear import LinearModel
from gatewise.models.network import SUBWORDS, NetworkModel
from gatewise.models.scores import Scorer, Scores
from gatewise.text import TextEncoder

__all__ = ["Part", "UnionModel", "joined", "parts_of"]

_JOINT = "+"


def joined(names: Sequence[str]) -> str:
    """The name of a union, as linear+textcnn."""
    return _JOINT.join(names)


def parts_of(name: str) -> tuple[str, ...]:
    """The names of the models that `name` unites; of any other model its own."""
    return tuple(name.split(_JOINT))


@dataclass(frozen=True)
class Part:
    """One voice.

    Args:
        config: Its settings; `config.name` is the model.
        model: Raw texts to logits.
        factor: Of its logits: one over its temperature, times what it counts.
    """

    config: ModelConfig
    model: Scorer
    factor: float


class UnionModel:
    """The weighted sum of what `parts` say.

    Args:
        parts: At least one, each of another name; networks among them share one encoder.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    @property
    def parameters(self) -> int:
        """Number of trained values."""
        return sum(part.model.parameters for part in self.parts)

    @property
    def linear(self) -> LinearModel | None:
        """The part that is linear, if one is."""
        models = (part.model for part in self.parts)
        return next((model for model in models if isinstance(model, LinearModel)), None)

    @property
    def encoder(self) -> TextEncoder | None:
        """What all networks read by; None where no part is one."""
        models = (part.model for part in self.parts)
        return next((model.encoder for model in models if isinstance(model, NetworkModel)), None)

    def score(self, texts: Sequence[str]) -> Scores:
        """Score raw texts; a text is empty if any part finds nothing in it."""
        encoded = None if self.encoder is None else self.encoder.encode(texts)
        scores = [
            part.model.score_encoded(encoded)
            if isinstance(part.model, NetworkModel) and encoded is not None
            else part.model.score(texts)
            for part in self.parts
        ]
        factors = np.array([part.factor for part in self.parts], np.float32)
        logits = np.zeros_like(scores[0].logits)  # (N, C)
        for factor, found in zip(factors, scores, strict=True):
            logits += factor * found.logits
        return Scores(
            logits,
            np.logical_or.reduce([found.empty for found in scores]),
            np.logical_or.reduce([found.truncated for found in scores]),
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything numeric, each name after that of its part; word pieces are held once."""
        arrays: dict[str, NDArray[Any]] = {}
        for part in self.parts:
            for name, array in part.model.to_arrays().items():
                arrays[name if name == SUBWORDS else f"{part.config.name}.{name}"] = array
        return arrays

    def rounded(self) -> UnionModel:
        """The same with the networks' weights in 8 bits a value."""
        return UnionModel(
            [
                Part(replace(part.config, weights="int8"), part.model.rounded(), part.factor)
                for part in self.parts
            ]
        )
