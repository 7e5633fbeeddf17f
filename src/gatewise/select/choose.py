"""What several fitted models count together, and which of them `auto` keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gatewise.data.labels import label_sets, sets_of
from gatewise.evaluation import Score, wilson
from gatewise.evaluation.indicators import count_sets
from gatewise.evaluation.ratios import micro_f1
from gatewise.languages import say
from gatewise.models import parts_of
from gatewise.select.calibrate import calibrate
from gatewise.select.combine import Combined, combine
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.notes import Notes
from gatewise.select.parts import Rows

__all__ = ["Tried", "choose", "score_of"]

_LEAST = 0.1
"""A model whose share of the answer is smaller is not worth its time and space."""


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
    fits: Mapping[str, Fit], name: str, fitter: Fitter, select: Rows, notes: Notes
) -> tuple[Fit, tuple[Tried, ...]]:
    """The model called `name`: one of the fits, or a union of several.

    Args:
        fits: By name.
        name: One model, several joined, or `auto`: what is best of all fits.
        fitter: What fitted them.
        select: Rows that none of them learnt from.
        notes: Told what was found.

    Returns:
        The fit, and what was tried where there was something to choose.
    """
    auto = name == "auto"
    models = [fits[model] for model in (fits if auto else parts_of(name))]
    rows = fitter.known(select)
    if len(models) == 1 or (auto and not len(rows)):
        return models[0], ()
    if not len(rows):
        return Fit.union(models, [1 / len(models)] * len(models), fitter.config), ()
    logits = {fit.name: fit.model.score(rows.texts).logits for fit in models}  # (N, C)
    targets = fitter.targets(rows)

    def combined(models: Sequence[Fit]) -> Combined:
        return combine([logits[fit.name] for fit in models], targets)

    found = combined(models)
    kept = [
        fit for fit, share in zip(models, found.shares, strict=True) if not auto or share >= _LEAST
    ]
    if len(kept) < len(models):
        found = combined(kept)
    best = kept[0] if len(kept) == 1 else Fit.union(kept, found.factors, fitter.config)
    shares = dict(zip([fit.name for fit in kept], found.shares, strict=True))
    tried = [
        Tried(fit.name, score_of(fit, fitter, rows), shares.get(fit.name, 0)) for fit in models
    ]
    if len(kept) > 1:
        tried.append(Tried(best.name, score_of(best, fitter, rows), 1.0))
    notes.add(_told(tried, best, len(rows)))
    return best, tuple(tried)


def score_of(fit: Fit, fitter: Fitter, rows: Rows) -> Score:
    """Accuracy, or micro-F1 with the thresholds that suit the fit on the same rows."""
    logits = fit.model.score(rows.texts).logits  # (N, C)
    if not fitter.multilabel:
        right = logits.argmax(axis=1) == fitter.targets(rows)
        return wilson(int(right.sum()), len(rows))
    calibration = calibrate(fit, fitter, rows)
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
