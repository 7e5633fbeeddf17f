"""Raw texts in, labels out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle, read_bundle
from gatewise.errors import InputError
from gatewise.languages import say
from gatewise.models import Scores

__all__ = ["Answer", "Predictor", "load"]

_TEXTS_AT_ONCE = 2048
"""Long enough to sort by length with profit, short enough for a flat memory."""


Ranked: TypeAlias = tuple[tuple[str, float], ...]
"""Labels with their calibrated probabilities, the most probable first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one text.

    Args:
        labels: The labels that the text is given: one, or for several labels a row any number.
        top: The most probable labels, whether given or not.
        multilabel: The model gives any number of labels.
        rejected: The probability is below the model's threshold; the label is told all the same.
        truncated: The model did not read the text to its end.
        empty: Nothing was left of the text; the answer is what is most frequent in training.
    """

    labels: Ranked
    top: Ranked
    multilabel: bool
    rejected: bool
    truncated: bool
    empty: bool

    @property
    def label(self) -> str:
        """The most probable label."""
        return self.top[0][0]

    @property
    def probability(self) -> float:
        """Its calibrated probability."""
        return self.top[0][1]

    def to_json(self) -> dict[str, Any]:
        """As `gatewise predict --json` prints it."""
        answer: dict[str, Any] = {"label": self.label, "probability": self.probability}
        if self.multilabel:
            answer = {"labels": _pairs(self.labels)}
        return {
            **answer,
            "top": _pairs(self.top),
            "rejected": self.rejected,
            "truncated": self.truncated,
            "empty": self.empty,
        }


def _pairs(ranked: Ranked) -> list[dict[str, Any]]:
    return [{"label": label, "probability": p} for label, p in ranked]


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

    def predict(self, texts: Iterable[str]) -> list[Any]:
        """The label of each text, a string; for several labels a row a tuple of them.

        Raises:
            InputError: `texts` is not several texts, or holds something that is not a string.
        """
        probabilities = self.predict_proba(texts)
        if self.bundle.kind == "multilabel":
            return list(self.bundle.label_sets(probabilities))
        return [self.bundle.classes[i] for i in probabilities.argmax(axis=1)]

    def predict_proba(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, C), columns in the order of `classes_`.

        Rows sum to 1; for several labels a row each value is that label's own.

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
            "kind": bundle.kind,
            "labels": list(bundle.classes),
            "parameters": bundle.model.parameters,
            "bytes": self._size,
            "created_with": bundle.created_with,
            "metrics": dict(bundle.metrics),
        }

    def _scores(self, texts: Iterable[str]) -> Iterator[Scores]:
        for portion in _portions(texts):
            yield self.bundle.model.score(portion)

    def _answers(self, scores: Scores, top: int) -> Iterator[Answer]:
        probabilities = self.bundle.probabilities(scores)  # (N, C)
        best = _ranked(probabilities, max(1, top))
        several = self.bundle.kind == "multilabel"
        given: Iterable[Numbers] = (numbers[:1] for numbers in best)
        if several:
            given = _given(self.bundle.calibration.decisions(probabilities), probabilities)
        threshold = self.bundle.threshold or 0.0
        flags = zip(scores.truncated.tolist(), scores.empty.tolist(), strict=True)
        for numbers, labels, (truncated, empty) in zip(best, given, flags, strict=True):
            yield Answer(
                labels=self._named(labels),
                top=self._named(numbers),
                multilabel=several,
                rejected=numbers[0][1] < threshold,
                truncated=truncated,
                empty=empty,
            )

    def _named(self, numbers: Numbers) -> Ranked:
        return tuple([(self.bundle.classes[i], p) for i, p in numbers])


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


Numbers: TypeAlias = list[tuple[int, float]]
"""Class numbers with their probabilities, the most probable first."""


def _ranked(probabilities: NDArray[np.float32], top: int) -> list[Numbers]:
    """The `top` most probable classes of each row of (N, C)."""
    if top == 1:
        order = probabilities.argmax(axis=1)[:, None]  # (N, 1)
    else:
        # A stable sort of the negated values: among equals the first label wins, as in argmax.
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, :top]  # (N, top)
    values = np.take_along_axis(probabilities, order, axis=1)  # (N, top)
    return [
        list(zip(row, ranked, strict=True))
        for row, ranked in zip(order.tolist(), values.tolist(), strict=True)
    ]


def _given(decisions: NDArray[np.bool_], probabilities: NDArray[np.float32]) -> Iterator[Numbers]:
    """The classes of each row of (N, C) that were decided for."""
    everything = _ranked(probabilities, probabilities.shape[1])
    for numbers, chosen in zip(everything, decisions.tolist(), strict=True):
        yield [(number, p) for number, p in numbers if chosen[number]]


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    """Checked texts, some at a time, so that their number does not matter."""
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        kind = type(texts).__name__
        raise InputError(
            say("Got one {kind}; expected a list of texts. Write predict([text]).", kind=kind)
        )
    rest, done = iter(texts), 0
    while portion := list(islice(rest, _TEXTS_AT_ONCE)):
        for number, text in enumerate(portion, start=done):
            if not isinstance(text, str):
                raise _no_string(number, text)
        yield portion
        done += len(portion)


def _no_string(number: int, text: object) -> InputError:
    return InputError(
        say(
            "texts[{number}] is {text!r} of type {kind}; expected a string. "
            "Drop the row or convert it with str().",
            number=number,
            text=text,
            kind=type(text).__name__,
        )
    )
