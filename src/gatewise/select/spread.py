"""How much of a score is luck of the seed: the same run several times."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gatewise.config import Config
from gatewise.languages import say
from gatewise.select.parts import Rows
from gatewise.select.train import Outcome, train
from gatewise.training.progress import Progress

__all__ = ["train_seeds"]


def train_seeds(
    rows: Rows, *, config: Config, seeds: int, progress: Progress | None = None, **how: Any
) -> Outcome:
    """Train with `seeds` seeds, counted up from the configured one.

    The first run is what is kept, so that the number told for it is not picked from several; the
    others tell the spread.

    Args:
        rows: Training rows.
        config: Settings of every run but for the seed.
        seeds: Runs, at least 1.
        progress: Told of everything.
        how: As `train` takes it.
    """
    first = train(rows, config=config, progress=progress, **how)
    if seeds == 1:
        return first
    outcomes = [first]
    for more in range(1, seeds):
        training = replace(config.training, seed=config.training.seed + more)
        again = replace(config, training=training)
        outcomes.append(train(rows, config=again, progress=progress, **how))
    spread = _spread(outcomes)
    facts = {**first.bundle.facts, "seeds": seeds, "spread": spread}
    told = [_told(name, scores) for name, scores in spread.items()]
    if progress is not None:
        for sentence in told:
            progress.note(sentence)
    bundle = replace(first.bundle, facts={**facts, "notes": [*facts["notes"], *told]})
    return replace(first, bundle=bundle, notes=(*first.notes, *told))


def _spread(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """The micro-F1 by seed of each report that every run has; of one label a row, the accuracy."""
    name_of_score = "micro_f1" if outcomes[0].bundle.kind == "multilabel" else "accuracy"
    found: dict[str, dict[str, Any]] = {}
    for name in outcomes[0].reports:
        if all(name in outcome.reports for outcome in outcomes):
            values = [outcome.reports[name].report.micro_f1.value for outcome in outcomes]
            found[name] = {name_of_score: values, "mean": statistics.mean(values)}
    return found


def _told(name: str, scores: Mapping[str, Any]) -> str:
    (score, values), (_, mean) = scores.items()
    return say(
        "{name}: {score} over {seeds} seeds from {low:.1%} to {high:.1%}, mean {mean:.1%}.",
        name=name,
        score=score.replace("_", "-"),
        seeds=len(values),
        low=min(values),
        high=max(values),
        mean=mean,
    )
