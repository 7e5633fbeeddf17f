"""Cross-validation: every row is answered once, by a model that did not learn from it.

Legend: N rows, C classes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.data.labels import count_labels
from gatewise.data.split import folds
from gatewise.languages import say
from gatewise.select.knowledge import Texts
from gatewise.select.measure import Answers, Measured, measure, report_on
from gatewise.select.notes import Notes
from gatewise.select.parts import Rows
from gatewise.select.train import train
from gatewise.training.progress import Progress, Silent

__all__ = ["cross_validate"]


def cross_validate(
    rows: Rows,
    *,
    config: Config,
    count: int,
    baseline: bool = True,
    progress: Progress | None = None,
    unlabelled: Texts | None = None,
) -> Measured:
    """Train `count` times, each time leaving out a part, and measure all parts as one.

    Each training is a whole run: it divides its own rows, chooses and calibrates.

    Args:
        rows: N labelled texts; equal texts are left out together.
        config: Settings of every run.
        count: Parts, K.
        baseline: Measure the linear baseline too.
        progress: Told of everything.
        unlabelled: As `train` takes them.

    Returns:
        The N answers, in the order of `rows`.

    Raises:
        ConfigError: `count` is not between 2 and the number of different texts.
        InputError: The rows cannot be learnt from.
    """
    notes = Notes(progress or Silent())
    classes = tuple(count_labels(rows.labels))
    found: list[tuple[NDArray[np.int64], Measured]] = []
    parts = folds(rows.texts, rows.labels, count=count, seed=config.training.seed)
    for number, left_out in enumerate(parts, start=1):
        learnt = np.setdiff1d(np.arange(len(rows)), left_out)
        bundle = train(
            rows.take(learnt),
            config=config,
            baseline=baseline,
            progress=notes,
            unlabelled=unlabelled,
        ).bundle
        measured = measure(bundle, rows.take(left_out), baseline=baseline)
        notes.add(
            say(
                "Part {number} of {count}: {right:.1%} of {rows} rows right.",
                number=number,
                count=count,
                right=measured.report.accuracy.value,
                rows=len(left_out),
            )
        )
        found.append((left_out, measured))
    order = np.argsort(np.concatenate([left_out for left_out, _ in found]))
    every = [measured for _, measured in found]
    besides = [m.beside for m in every if m.beside is not None]  # all of them, or none
    return report_on(
        rows,
        _joined([m.answers for m in every], every, classes, order),
        classes,
        beside=_joined(besides, every, classes, order) if besides else None,
        empty=sum(m.report.counts.empty for m in every),
        truncated=sum(m.report.counts.truncated for m in every),
    )


def _joined(
    answers: Sequence[Answers],
    measured: Sequence[Measured],
    classes: tuple[str, ...],
    order: NDArray[np.int64],
) -> Answers:
    """Answers of all parts over all classes; one that a part never saw has probability 0."""
    probabilities, decisions = [], []
    for part, made in zip(answers, measured, strict=True):
        columns = np.searchsorted(classes, made.report.classes)  # both sorted
        wide = np.zeros((len(part.probabilities), len(classes)), np.float32)  # (rows, C)
        wide[:, columns] = part.probabilities
        probabilities.append(wide)
        if part.decisions is not None:
            given = np.zeros(wide.shape, np.bool_)
            given[:, columns] = part.decisions
            decisions.append(given)
    every = np.concatenate(decisions)[order] if decisions else None
    return Answers(np.concatenate(probabilities)[order], every)
