"""What fitted models say to rows that they did not learn from, to weigh them by.

Of few rows the held-out part is too small for that: there each model is fitted again without each
fifth of the rows, as stacking does it (Wolpert 1992), and every row is heard.

Legend: N rows, C classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.data.split import folds
from gatewise.languages import say
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.parts import Parts, Rows, join
from gatewise.training.progress import EpochRecord, Passing, Progress

__all__ = ["Held", "held_out"]

_FEW = 2000
"""Below so many rows a tenth or a fifth of them says too little of what a model counts."""

_FOLDS = 5


@dataclass(frozen=True)
class Held:
    """Answers to N rows.

    Args:
        rows: Their labels are known to the models.
        logits: Of each model by its name, (N, C).
        stopped: The user stopped it, so fewer rows were heard.
    """

    rows: Rows
    logits: Mapping[str, NDArray[np.float32]]
    stopped: bool = False


def held_out(models: Sequence[Fit], fitter: Fitter, parts: Parts) -> Held:
    """What the models say to the rows that choose, and to few rows, each in turn left out.

    Args:
        models: Fitted on `parts.train`.
        fitter: What fitted them.
        parts: The rows by their role; those that calibrate are not heard.
    """
    select = fitter.known(parts.select)
    stopped = any(fit.interrupted for fit in models)
    if len(parts.train) < _FEW and not stopped:
        rows = join(parts.train, select)
        logits = _each_in_turn(models, fitter, rows)
        if logits is not None:
            return Held(rows, logits)
        stopped = True
    heard = {fit.name: fit.model.score(select.texts).logits for fit in models}
    return Held(select, heard, stopped)


class _Titled(Passing):
    """Every task by one name, and nothing of its epochs."""

    def __init__(self, progress: Progress, title: str) -> None:
        super().__init__(progress)
        self._title = title

    def begin(self, task: str, steps: int) -> None:
        super().begin(self._title, steps)

    def epoch(self, record: EpochRecord) -> None: ...


def _each_in_turn(
    models: Sequence[Fit], fitter: Fitter, rows: Rows
) -> dict[str, NDArray[np.float32]] | None:
    """Logits of rows, (N, C), of each model fitted without them; None if the user stopped it."""
    cut = folds(rows.texts, rows.labels, count=_FOLDS, seed=fitter.config.training.seed)
    logits = {}
    for fit in models:
        found = _in_turn(fit, fitter, rows, cut)
        if found is None:
            return None
        logits[fit.name] = found
    return logits


def _in_turn(
    fit: Fit, fitter: Fitter, rows: Rows, cut: Sequence[NDArray[np.int64]]
) -> NDArray[np.float32] | None:
    """Logits of rows, (N, C), by the model fitted without them; None if the user stopped it."""
    progress = fitter.progress
    logits = np.empty((len(rows), len(fitter.classes)), np.float32)
    for number, part in enumerate(cut, start=1):
        task = say(
            "{model}, part {number} of {parts}", model=fit.name, number=number, parts=len(cut)
        )
        fitter = replace(fitter, progress=_Titled(progress, task))
        again = fitter.refit(fit, rows.take(np.setdiff1d(np.arange(len(rows)), part)))
        if again.interrupted:
            return None
        logits[part] = again.model.score(rows.take(part).texts).logits
    return logits
