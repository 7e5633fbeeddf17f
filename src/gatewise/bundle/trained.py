"""A trained classifier, whole: the model, its labels, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise._version import __version__
from gatewise.bundle.layout import FORMAT
from gatewise.config import Config
from gatewise.evaluation import softmax
from gatewise.models import LinearModel, Scorer, Scores

__all__ = ["Baseline", "Bundle"]


@dataclass(frozen=True)
class Baseline:
    """The linear model trained on the same rows, to compare with on any data.

    Args:
        model: The linear model, over the same classes.
        temperature: Divides its logits before the softmax.
    """

    model: LinearModel
    temperature: float

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities of raw texts, (N, C)."""
        return softmax(self.model.score(texts).logits / np.float32(self.temperature))


@dataclass(frozen=True)
class Bundle:
    """Everything a model folder holds.

    Args:
        config: The settings of the run, everything decided; `config.model.name` is the model.
        classes: Labels, in the order of the columns.
        model: Raw texts to logits.
        temperature: Divides the logits before the softmax (Guo 2017).
        prior: float32, shape (C,): shares of the classes in training; the answer to empty texts.
        threshold: Answers below this probability are rejected; None rejects nothing.
        baseline: The linear model beside it; None where it was switched off, or is the model.
        facts: What is known of the training, as JSON.
        metrics: Reports by name (`valid`, `test`), as JSON.
        history: One record an epoch, as JSON.
        format: Version of the folder's form.
        created_with: The program that trained it.
    """

    config: Config
    classes: tuple[str, ...]
    model: Scorer
    temperature: float
    prior: NDArray[np.float32]
    threshold: float | None = None
    baseline: Baseline | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Mapping[str, float]] = ()
    format: int = FORMAT
    created_with: str = f"gatewise {__version__}"

    def probabilities(self, scores: Scores) -> NDArray[np.float32]:
        """Calibrated probabilities of scored texts, (N, C); an empty text gets the prior."""
        calibrated = softmax(scores.logits / np.float32(self.temperature))  # (N, C)
        return np.where(scores.empty[:, None], self.prior, calibrated)
