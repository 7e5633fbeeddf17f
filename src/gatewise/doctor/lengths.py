"""How long the texts are, and findings on those with nothing in them or too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gatewise.data.problems import counted
from gatewise.doctor.finding import Finding
from gatewise.doctor.subject import DEFAULTS, Subject
from gatewise.languages import say

__all__ = ["Lengths", "empty_texts", "long_texts", "measure"]

_MANY_TRUNCATED = 0.05


@dataclass(frozen=True)
class Lengths:
    """Lengths of the texts of a file in characters; each is the length of one of them.

    Attributes:
        min: Of the shortest.
        median: Half of the texts are no longer.
        p95: 95 % of the texts are no longer.
        max: Of the longest.
        max_length: Tokens that a model reads by default.
        truncated: How many texts have more tokens.
    """

    min: int
    median: int
    p95: int
    max: int
    max_length: int
    truncated: int

    def to_json(self) -> dict[str, Any]:
        """The lengths as plain values."""
        return dict(vars(self))


def measure(subject: Subject) -> Lengths:
    """Measure a file of one text at least."""
    characters = np.fromiter(map(len, subject.dataset.texts), np.int64, len(subject))
    quantiles = np.quantile(characters, (0, 0.5, 0.95, 1), method="inverted_cdf")
    shortest, median, p95, longest = quantiles.astype(np.int64).tolist()
    truncated = int(subject.truncated.sum())
    return Lengths(shortest, median, p95, longest, DEFAULTS.max_length, truncated)


def empty_texts(subject: Subject) -> Finding | None:
    """Texts in which a model finds nothing to read."""
    indices = np.flatnonzero(subject.empty)
    if not len(indices):
        return None
    return subject.finding(
        "empty_texts",
        "warning",
        message=say(
            "{texts} with nothing to read ({places}).",
            texts=counted(len(indices), "text"),
            places=subject.places(indices),
        ),
        remedy=say(
            "gatewise check FILE --fix OUT writes the file without them. If the text is in "
            "another column, name it with --text."
        ),
        indices=indices.tolist(),
    )


def long_texts(subject: Subject) -> Finding | None:
    """Texts of which a model reads only the beginning by default."""
    indices = np.flatnonzero(subject.truncated)
    if not len(indices):
        return None
    many = len(indices) > _MANY_TRUNCATED * len(subject)
    return subject.finding(
        "long_texts",
        "warning" if many else "info",
        message=say(
            "{texts} of more than {most} tokens, {share} ({places}); the rest of each is not read.",
            texts=counted(len(indices), "text"),
            most=DEFAULTS.max_length,
            share=subject.share(indices),
            places=subject.places(indices),
        ),
        remedy=say("Where the end of a text matters, train with a larger --set text.max_length=N."),
        indices=indices.tolist(),
    )
