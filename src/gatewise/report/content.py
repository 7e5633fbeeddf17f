"""What goes into the page: the report, and what else is known of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation import AnyReport, Score

__all__ = ["Mistake", "Page"]


@dataclass(frozen=True)
class Mistake:
    """A row whose answer was wrong; `probability` is what the model gave its answer.

    Of a multi-label classifier, `true` and `predicted` hold all labels of the row, none or more,
    and `probability` is how sure the model was of its surest wrong decision: the probability of a
    label that was wrongly given, or one less that of a label that was missed.
    """

    row: int | None
    text: str
    true: str | tuple[str, ...]
    predicted: str | tuple[str, ...]
    probability: float


@dataclass(frozen=True, eq=False)
class Page:
    """Everything that the page shows.

    Attributes:
        title: Heading of the page.
        report: What was measured on N rows.
        facts: What was run (model, seed, rows, seconds, ...), by what a reader should call it.
        notes: Sentences on everything that was decided or found.
        history: Of each network by its name, one dict an epoch: `epoch`, `train_loss`,
            `select_loss`, `select_accuracy`, `learning_rate`; any may be missing, and a linear
            model has no epochs.
        confidence: (N,) probability of each answer; (0,) leaves the plots of it out. Of a
            multi-label classifier (N x C,): the probability of each label in each row.
        correct: (N,) whether the answer was right; (N x C,) whether the row carries the label.
        mistakes: The most confident first.
        tried: Models that were compared: name, score, share of the answer; the union last.
        tuning: What a search over settings found, as `select.findings` gives it; empty for none.
    """

    title: str
    report: AnyReport
    facts: Mapping[str, str]
    notes: Sequence[str]
    history: Mapping[str, Sequence[Mapping[str, float]]]
    confidence: NDArray[np.floating[Any]]
    correct: NDArray[np.bool_]
    mistakes: Sequence[Mistake]
    tried: Sequence[tuple[str, Score, float]] = ()
    tuning: Mapping[str, Any] = field(default_factory=dict)
