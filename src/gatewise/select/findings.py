"""What a search found, as JSON: the best trials, the gain over the defaults, what mattered."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gatewise.select.study import Study

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

__all__ = ["best_of", "findings"]

_ENOUGH = 8
"""Trials of a model from which on it is worth saying what mattered."""

_GOOD = 1 / 3
"""Share of the trials that counts as good: with the usual tenth it would be one of ten."""


def best_of(study: Study) -> FrozenTrial | None:
    """The trial with the least loss, the first among equals; None before one is complete."""
    return min(study.complete, key=_loss, default=None)


def findings(studies: Sequence[Study], *, rows: int, interrupted: bool) -> dict[str, Any]:
    """The whole search.

    Args:
        studies: Of each model, with at least one trial complete in one of them.
        rows: How many chose.
        interrupted: The user ended it.
    """
    trials = [trial for study in studies for trial in _trials(study)]
    return {
        "trials": len(trials),
        "ended_early": sum(trial["loss"] is None for trial in trials),
        "rows": rows,
        "interrupted": interrupted,
        "models": [_model(study) for study in studies if study.complete],
        "history": trials,
    }


def _model(study: Study) -> dict[str, Any]:
    """One model: its best trial beside the first, which is that of the defaults."""
    best, first = best_of(study), study.done[0]
    assert best is not None
    found, importances = study.settings(best), _importances(study)
    return {
        "model": study.model,
        "trials": len(study.done),
        "ended_early": len(study.done) - len(study.complete),
        "default": _value(first),
        "best": _value(best),
        "settings": [
            {
                "option": option,
                "default": study.defaults[option],
                "best": found[option],
                "importance": importances.get(option),
            }
            for option in sorted(found, key=lambda option: -importances.get(option, 0))
        ],
    }


def _trials(study: Study) -> Iterable[dict[str, Any]]:
    for number, trial in enumerate(study.done, start=1):
        value = {"model": study.model, "number": number, **_value(trial)}
        yield value | {"settings": study.settings(trial)}


def _value(trial: FrozenTrial) -> dict[str, float | None]:
    """Loss and score; None for a trial that was ended early."""
    loss = trial.value if trial.state.name == "COMPLETE" else None
    return {"loss": loss, "score": Study.score(trial)}


def _importances(study: Study) -> Mapping[str, float]:
    """How much each setting tells good trials from others (Watanabe 2023); their sum is 1.

    A trial that was ended early counts with the least loss it had, since without the bad trials
    nothing would seem to matter. None where there are too few trials, or no setting told them
    apart.
    """
    import optuna

    trials = [trial for trial in study.done if trial.value is not None]
    if len(trials) < _ENOUGH or not study.dimensions:
        return {}
    every = optuna.create_study()
    every.add_trials(
        optuna.trial.create_trial(
            params=trial.params, distributions=trial.distributions, value=_loss(trial)
        )
        for trial in trials
    )
    evaluator = optuna.importance.PedAnovaImportanceEvaluator(target_quantile=_GOOD)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that trials are few is told in our own words
        found = optuna.importance.get_param_importances(every, evaluator=evaluator)
    return found if sum(found.values()) > 0 else {}


def _loss(trial: FrozenTrial) -> float:
    """The loss; of a trial that was ended early the least it had, to rank it among the others."""
    if trial.state.name == "COMPLETE" and trial.value is not None:
        return float(trial.value)
    return min(trial.intermediate_values.values())
