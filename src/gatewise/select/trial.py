"""One trial: a fit with the settings that are tried, left off where others were better by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from gatewise.errors import GatewiseError
from gatewise.select.choose import score_of
from gatewise.select.combine import combine
from gatewise.select.fitting import Fitter
from gatewise.select.parts import Parts
from gatewise.select.space import nested
from gatewise.select.study import TENTHS, Study
from gatewise.training.progress import EpochRecord, Silent

if TYPE_CHECKING:
    import optuna

__all__ = ["run_trial"]


class _Watch(Silent):
    """Reports the losses of a fit, and ends it where the median of others was lower."""

    def __init__(self, trial: optuna.Trial, epochs: int, reached: Callable[[int], None]) -> None:
        self._trial = trial
        self._epochs = epochs
        self._reached = reached
        self._last = 0

    def epoch(self, record: EpochRecord) -> None:
        """See `Progress`; raises `optuna.TrialPruned`."""
        import optuna

        tenth = record.epoch * TENTHS // self._epochs
        if record.select_loss is None or tenth <= self._last:  # the latter: it started again
            return
        self._last = tenth
        self._reached(tenth)
        self._trial.report(record.select_loss, tenth)
        if self._trial.should_prune():
            raise optuna.TrialPruned


def run_trial(
    study: Study, fitter: Fitter, parts: Parts, reached: Callable[[int], None]
) -> tuple[float, float] | None:
    """Run the next trial of a study and keep what came of it.

    Args:
        study: Of one model.
        fitter: It knows the classes and the settings that are not searched.
        parts: Learnt from are the rows of `train`, compared on those of `select`.
        reached: Told of the tenths of the epochs that are done.

    Returns:
        Log loss at the best temperature (of several labels a row their sum) and share of rows
        right (or micro-F1); None if the trial was ended early.

    Raises:
        KeyboardInterrupt: The user stopped it; it will be asked again.
    """
    import optuna

    trial = study.ask()
    own = {study.model: nested(study.settings(trial))}
    try:
        result = _fit(study.model, trial, replace(fitter, own=own), parts, reached)
    except optuna.TrialPruned:
        study.end_early(trial)
        return None
    except GatewiseError as error:
        if type(error) is not GatewiseError:
            raise
        study.end_early(trial)  # the loss was never finite: that says enough of these settings
        return None
    except KeyboardInterrupt:
        study.abandon(trial)
        raise
    study.tell(trial, *result)
    return result


def _fit(
    model: str,
    trial: optuna.Trial,
    fitter: Fitter,
    parts: Parts,
    reached: Callable[[int], None],
) -> tuple[float, float]:
    watch = _Watch(trial, fitter.named(model).training.epochs or 1, reached)
    fitter = replace(fitter, progress=watch)
    fit = fitter.fit(model, parts.train, parts.select)
    if fit.interrupted:
        raise KeyboardInterrupt
    rows = fitter.known(parts.select)
    logits = fit.model.score(rows.texts).logits  # (N, C)
    loss = combine([logits], fitter.targets(rows)).loss
    return loss, score_of(logits, fitter, rows).value
