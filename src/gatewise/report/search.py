"""What a search over settings found, as `select.findings` gives it: rows of tables, sentences."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gatewise.languages import say
from gatewise.report.words import percent

__all__ = [
    "best_trials",
    "cautions",
    "gains",
    "heads_of_gains",
    "heads_of_settings",
    "heads_of_trials",
    "settings_of",
]

_BEST = 5


def heads_of_gains() -> tuple[str, ...]:
    """Of the table of `gains`."""
    return say("Model"), say("trials"), say("ended early"), say("loss"), say("score")


def gains(tuning: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row a model: the defaults, and its best trial."""
    for model in tuning["models"]:
        default, best = model["default"], model["best"]
        yield (
            model["model"],
            f"{model['trials']}",
            f"{model['ended_early']}",
            f"{_loss(default['loss'])} → {_loss(best['loss'])}",
            f"{_share(default['score'])} → {_share(best['score'])}",
        )


def heads_of_settings(model: str) -> tuple[str, ...]:
    """Of the table of `settings_of`."""
    return (
        say("Setting of {model}", model=model),
        say("default"),
        say("best"),
        say("how much it mattered"),
    )


def settings_of(model: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row a setting of one model, what mattered most first."""
    for one in model["settings"]:
        yield one["option"], _value(one["default"]), _value(one["best"]), _share(one["importance"])


def heads_of_trials() -> tuple[str, ...]:
    """Of the table of `best_trials`."""
    return say("Best trials"), say("number"), say("loss"), say("score")


def best_trials(tuning: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row a trial, the best first; a trial's number counts within its model."""
    complete = [trial for trial in tuning["history"] if trial["loss"] is not None]
    for trial in heapq.nsmallest(_BEST, complete, key=lambda trial: trial["loss"]):
        number, loss, score = trial["number"], trial["loss"], trial["score"]
        yield trial["model"], f"{number}", _loss(loss), _share(score)


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
