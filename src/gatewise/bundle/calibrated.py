"""From a model's logits to probabilities, and for several labels a row to decisions.

Legend: N texts, C classes or labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.reference import sigmoid, softmax

__all__ = ["Calibration"]


@dataclass(frozen=True)
class Calibration:
    """What was fitted on rows that neither trained nor chose the model.

    Args:
        temperature: Divides the logits (Guo 2017).
        shift: Added to them after that, where labels are told one by one (Platt 1999).
        thresholds: float64, shape (C,): the probability from which a label is given; None where
            every text has one class.
        at_least_one: Give a text that would get no label the nearest one.
    """

    temperature: float = 1.0
    shift: float = 0.0
    thresholds: NDArray[np.float64] | None = None
    at_least_one: bool = False

    @property
    def kind(self) -> str:
        """`multiclass`, or `multilabel` where a text may have any number of labels."""
        return "multiclass" if self.thresholds is None else "multilabel"

    def probabilities(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, C): rows sum to 1, or for several labels each value is of its own."""
        scaled = logits / np.float32(self.temperature)
        if self.thresholds is None:
            return softmax(scaled)
        probabilities: NDArray[np.float32] = sigmoid(scaled + np.float32(self.shift))
        return probabilities

    def decisions(self, probabilities: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which labels each text is given, bool (N, C)."""
        if self.thresholds is None:
            best = probabilities.argmax(axis=1)  # (N,)
            one_hot: NDArray[np.bool_] = best[:, None] == np.arange(probabilities.shape[1])
            return one_hot
        from gatewise.evaluation import decide  # which models of one label need not wait for

        return decide(probabilities, self.thresholds, at_least_one=self.at_least_one)

    def to_json(self) -> dict[str, Any]:
        """As the manifest holds it."""
        return {
            "temperature": self.temperature,
            "shift": self.shift,
            "thresholds": None if self.thresholds is None else self.thresholds.tolist(),
            "at_least_one": self.at_least_one,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Calibration:
        """The inverse of `to_json`."""
        thresholds = values["thresholds"]
        return cls(
            temperature=values["temperature"],
            shift=values["shift"],
            thresholds=None if thresholds is None else np.asarray(thresholds, np.float64),
            at_least_one=values["at_least_one"],
        )
