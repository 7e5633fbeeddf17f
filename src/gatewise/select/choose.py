"""What several fitted models count together, and which of them `auto` keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import label_sets, sets_of
from gatewise.evaluation import Score, wilson
from gatewise.evaluation.indicators import count_sets
from gatewise.evaluation.ratios import micro_f1
from gatewise.languages import say
from gatewise.models import parts_of
from gatewise.select.calibrate import calibrate_logits
from gatewise.select.combine import Combined, combine
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.held import held_out
from gatewise.select.notes import Notes
from gatewise.select.parts import Parts, Rows

__all__ = ["Tried", "choose", "score_of"]

_MISSED = 0.01
"""A model without which the log loss is greater by less than this share is not worth its time."""


@dataclass(frozen=True)
class Tried:
    """A model on the held-out rows that choose.

    Args:
        model: Its name.
        score: Share of the rows that it answers rightly; of several labels a row, micro-F1.
        share: How much of the chosen union's answer comes from it; 0 if it was left out.
    """

    model: str
    score: Score
    share: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """As the manifest and `--json` hold it."""
        return {"model": self.model, "score": self.score.to_json(), "share": self.share}


def choose(
    fits: Mapping[str, Fit], name: str, fitter: Fitter, parts: Parts, notes: Notes
) -> tuple[Fit, tuple[Tried, ...]]:
    """The model called `name`: one of the fits, or a union of several.

    Args:
        fits: By name, fitted on `parts.train`.
        name: One model, several joined, or `auto`: what is best of all fits.
        fitter: What fitted them.
        parts: The rows by their role.
        notes: Told what was found.

    Returns:
        The fit, interrupted if the user stopped the choice, and what was tried where there was
        something to choose.
    """
    auto, config = name == "auto", fitter.config
    models = [fits[model] for model in (fits if auto else parts_of(name))]
    known = len(fitter.known(parts.select))
    if len(models) == 1 or (auto and not known):
        return models[0], ()
    if not known:
        return Fit.union(models, [1 / len(models)] * len(models), config), ()
    held = held_out(models, fitter, parts)
    targets = fitter.targets(held.rows)

    def combined(models: Sequence[Fit]) -> Combined:
        return combine([held.logits[fit.name] for fit in models], targets)

    kept, found = _earning(models, combined) if auto else (models, combined(models))
    best = kept[0] if len(kept) == 1 else Fit.union(kept, found.factors, config)
    best = replace(best, interrupted=best.interrupted or held.stopped)
    shares = dict(zip([fit.name for fit in kept], found.shares, strict=True))
    tried = [
        Tried(name, score_of(logits, fitter, held.rows), shares.get(name, 0))
        for name, logits in held.logits.items()
    ]
    if len(kept) > 1:
        voices = np.stack([held.logits[fit.name] for fit in kept])  # (K, N, C)
        together = np.tensordot(np.array(found.factors, np.float32), voices, axes=1)  # (N, C)
        tried.append(Tried(best.name, score_of(together, fitter, held.rows), 1.0))
    notes.add(_told(tried, best, len(held.rows)))
    return best, tuple(tried)


def _earning(
    models: Sequence[Fit], combined: Callable[[Sequence[Fit]], Combined]
) -> tuple[Sequence[Fit], Combined]:
    """Leave out, one after the other, the model that is missed least, while it is hardly missed."""
    found = combined(models)
    while len(models) > 1:
        fewer = [[fit for fit in models if fit is not left] for left in models]
        without = [combined(rest) for rest in fewer]
        least = min(range(len(models)), key=lambda number: without[number].loss)
        if without[least].loss > found.loss * (1 + _MISSED):
            break
        models, found = fewer[least], without[least]
    return models, found


def score_of(logits: NDArray[np.float32], fitter: Fitter, rows: Rows) -> Score:
    """Accuracy of logits (N, C), or micro-F1 with the thresholds that suit them on these rows."""
    if not fitter.multilabel:
        right = logits.argmax(axis=1) == fitter.targets(rows)
        return wilson(int(right.sum()), len(rows))
    calibration = calibrate_logits(logits, fitter, rows)
    given = calibration.decisions(calibration.probabilities(logits))  # (N, C)
    return micro_f1(count_sets(label_sets(rows.labels), sets_of(given, fitter.classes)))


def _told(tried: Sequence[Tried], best: Fit, rows: int) -> str:
    """What was tried, and what each part of the best counts."""
    scores = say(", ").join(f"{one.model} {one.score.value:.1%}" for one in tried)
    counted = say(", ").join(f"{one.model} {one.share:.0%}" for one in tried if 0 < one.share < 1)
    told = say(
        "On {rows:,} held-out rows: {scores}. Chosen: {best}.",
        rows=rows,
        scores=scores,
        best=best.name,
    )
    return f"{told} {say('What each counts: {shares}.', shares=counted)}" if counted else told
