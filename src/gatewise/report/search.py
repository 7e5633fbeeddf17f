"""What a search over settings found, as `select.findings` gives it: rows of tables, sentences."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gatewise.languages import say
from gatewise.report.words import percent

__all__ = ["Numbers", "best_trials", "cautions", "gains", "settings_of"]

_BEST = 5


class Numbers(NamedTuple):
    """A table: what stands above its columns, and the cells of its rows."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def gains(tuning: Mapping[str, Any]) -> Numbers:
    """A row a model: the defaults, and its best trial."""
    heads = say("Model"), say("trials"), say("ended early"), say("loss"), say("score")
    return Numbers(heads, [_gain(model) for model in tuning["models"]])


def _gain(model: Mapping[str, Any]) -> tuple[str, ...]:
    default, best = model["default"], model["best"]
    return (
        model["model"],
        f"{model['trials']}",
        f"{model['ended_early']}",
        f"{_loss(default['loss'])} → {_loss(best['loss'])}",
        f"{_share(default['score'])} → {_share(best['score'])}",
    )


def settings_of(model: Mapping[str, Any]) -> Numbers:
    """A row a setting of one model, what mattered most first."""
    first = say("Setting of {model}", model=model["model"])
    heads = first, say("default"), say("best"), say("how much it mattered")
    rows = [
        (one["option"], _value(one["default"]), _value(one["best"]), _share(one["importance"]))
        for one in model["settings"]
    ]
    return Numbers(heads, rows)


def best_trials(tuning: Mapping[str, Any]) -> Numbers:
    """A row a trial, the best first; a trial's number counts within its model."""
    heads = say("Best trials"), say("number"), say("loss"), say("score")
    complete = [trial for trial in tuning["history"] if trial["loss"] is not None]
    best = heapq.nsmallest(_BEST, complete, key=lambda trial: trial["loss"])
    rows = [
        (trial["model"], f"{trial['number']}", _loss(trial["loss"]), _share(trial["score"]))
        for trial in best
    ]
    return Numbers(heads, rows)


def cautions(tuning: Mapping[str, Any]) -> Iterator[str]:
    """What a reader should keep in mind."""
    yield say(
        "The best of many trials looks better on the {rows:,} rows that chose it than it is; the "
        "report is on rows that the search never saw.",
        rows=tuning["rows"],
    )
    importances = [one["importance"] for model in tuning["models"] for one in model["settings"]]
    if any(importance is not None for importance in importances):
        yield say("How much a setting mattered is an estimate from few trials, within the ranges.")
    else:
        yield say("The trials are too few to tell what mattered.")


def _loss(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.4f}"


def _share(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _value(value: float | Sequence[int]) -> str:
    return f"{value:.3g}" if isinstance(value, float) else json.dumps(value)
