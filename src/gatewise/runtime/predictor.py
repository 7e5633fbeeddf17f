"""Raw texts in, labels out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle, read_bundle
from gatewise.errors import InputError
from gatewise.models import Scores

__all__ = ["Answer", "Predictor", "load"]

_TEXTS_AT_ONCE = 2048
"""Long enough to sort by length with profit, short enough for a flat memory."""


@dataclass(frozen=True)
class Answer:
    """The answer to one text.

    Args:
        label: The most probable label, also where `rejected`.
        probability: Its calibrated probability.
        top: The most probable labels, best first, with their probabilities.
        rejected: The probability is below the model's threshold.
        truncated: The model did not read the text to its end.
        empty: Nothing was left of the text; the answer is the most frequent training label.
    """

    label: str
    probability: float
    top: tuple[tuple[str, float], ...]
    rejected: bool
    truncated: bool
    empty: bool

    def to_json(self) -> dict[str, Any]:
        """As `gatewise predict --json` prints it."""
        top = [{"label": label, "probability": p} for label, p in self.top]
        return {
            "label": self.label,
            "probability": self.probability,
            "top": top,
            "rejected": self.rejected,
            "truncated": self.truncated,
            "empty": self.empty,
        }


class Predictor:
    """A trained classifier, ready to answer; made by `load`.

    Args:
        bundle: The trained classifier.
        size: Bytes of its folder, 0 when it has none.
    """

    def __init__(self, bundle: Bundle, size: int = 0) -> None:
        self.bundle = bundle
        self.classes_ = np.asarray(bundle.classes)
        self._size = size

    def predict(self, texts: Iterable[str]) -> list[str]:
        """The most probable label of each text.

        Raises:
            InputError: `texts` is not several texts, or holds something that is not a string.
        """
        return [self.bundle.classes[i] for i in self.predict_proba(texts).argmax(axis=1)]

    def predict_proba(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, C), columns in the order of `classes_`.

        Raises:
            InputError: As `predict`.
        """
        parts = [self.bundle.probabilities(scores) for scores in self._scores(texts)]
        return np.concatenate(parts) if parts else np.empty((0, len(self.classes_)), np.float32)

    def answer(self, texts: Iterable[str], *, top: int = 1) -> list[Answer]:
        """Everything about each answer.

        Args:
            texts: Raw texts.
            top: Labels to give in `Answer.top`, at most C.

        Raises:
            InputError: As `predict`.
        """
        return [a for scores in self._scores(texts) for a in self._answers(scores, top)]

    @property
    def info(self) -> dict[str, Any]:
        """What the model is, as `gatewise info --json` prints it."""
        bundle = self.bundle
        return {
            "format": bundle.format,
            "model": bundle.config.model.name,
            "kind": "multiclass",
            "labels": list(bundle.classes),
            "parameters": bundle.model.parameters,
            "bytes": self._size,
            "created_with": bundle.created_with,
            "metrics": dict(bundle.metrics),
        }

    def _scores(self, texts: Iterable[str]) -> Iterator[Scores]:
        checked = _checked(texts)
        for start in range(0, len(checked), _TEXTS_AT_ONCE):
            yield self.bundle.model.score(checked[start : start + _TEXTS_AT_ONCE])

    def _answers(self, scores: Scores, top: int) -> Iterator[Answer]:
        probabilities = self.bundle.probabilities(scores)  # (N, C)
        # A stable sort of the negated values: among equals the first label wins, as in argmax.
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, : max(1, top)]  # (N, top)
        threshold = self.bundle.threshold or 0.0
        for row, best in enumerate(order):
            ranked = tuple((self.bundle.classes[i], float(probabilities[row, i])) for i in best)
            label, probability = ranked[0]
            yield Answer(
                label=label,
                probability=probability,
                top=ranked,
                rejected=probability < threshold,
                truncated=bool(scores.truncated[row]),
                empty=bool(scores.empty[row]),
            )


def load(path: str | os.PathLike[str]) -> Predictor:
    """Load a model folder.

    Args:
        path: The folder that `gatewise train --out` or `TextClassifier.save` wrote.

    Raises:
        ModelFolderError: No model folder, or one that is damaged, altered or newer.
    """
    folder = Path(path)
    bundle = read_bundle(folder)
    return Predictor(bundle, sum(f.stat().st_size for f in folder.iterdir() if f.is_file()))


def _checked(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        kind = type(texts).__name__
        raise InputError(f"Got one {kind}; expected a list of texts. Write predict([text]).")
    checked = list(texts)
    for number, text in enumerate(checked):
        if not isinstance(text, str):
            raise InputError(
                f"texts[{number}] is {text!r} of type {type(text).__name__}; expected a string. "
                "Drop the row or convert it with str()."
            )
    return checked
