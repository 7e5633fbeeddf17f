"""A trained classifier, whole: the model, its labels, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise._version import __version__
from gatewise.bundle.calibrated import Calibration
from gatewise.bundle.layout import FORMAT
from gatewise.config import Config
from gatewise.data.labels import sets_of
from gatewise.models import LinearModel, Scorer, Scores
from gatewise.text import NOTHING_LEARNT, Lexicon

__all__ = ["Baseline", "Bundle"]


@dataclass(frozen=True)
class Baseline:
    """The linear model trained on the same rows, to compare with on any data.

    Args:
        model: The linear model, over the same classes.
        calibration: Its logits to probabilities and decisions.
    """

    model: LinearModel
    calibration: Calibration

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities of raw texts, (N, C)."""
        return self.calibration.probabilities(self.model.score(texts).logits)


@dataclass(frozen=True)
class Bundle:
    """Everything a model folder holds.

    Args:
        config: The settings of the run, everything decided; `config.model.name` is the model.
        classes: Labels, in the order of the columns.
        model: Raw texts to logits.
        calibration: Logits to probabilities and decisions.
        prior: float32, shape (C,): the share of training rows that has each label; the answer to
            empty texts.
        threshold: Answers below this probability are rejected; None rejects nothing.
        baseline: The linear model beside it; None where it was switched off, or is the model.
        facts: What is known of the training, as JSON.
        metrics: Reports by name (`valid`, `test`), as JSON.
        history: One record an epoch, as JSON; those of a union's networks name their `model`.
        lexicon: What the tokeniser was given or learnt; the model and its baseline share it.
        format: Version of the folder's form.
        created_with: The program that trained it.
    """

    config: Config
    classes: tuple[str, ...]
    model: Scorer
    calibration: Calibration
    prior: NDArray[np.float32]
    threshold: float | None = None
    baseline: Baseline | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Mapping[str, Any]] = ()
    lexicon: Lexicon = NOTHING_LEARNT
    format: int = FORMAT
    created_with: str = f"gatewise {__version__}"

    @property
    def kind(self) -> str:
        """`multiclass` or `multilabel`."""
        return self.calibration.kind

    def label_sets(self, probabilities: NDArray[np.float32]) -> list[tuple[str, ...]]:
        """The labels that each row of `probabilities` (N, C) gives, in the order of `classes`."""
        return sets_of(self.calibration.decisions(probabilities), self.classes)

    def probabilities(self, scores: Scores) -> NDArray[np.float32]:
        """Calibrated probabilities of scored texts, (N, C); an empty text gets the prior."""
        calibrated = self.calibration.probabilities(scores.logits)  # (N, C)
        return np.where(scores.empty[:, None], self.prior, calibrated)
