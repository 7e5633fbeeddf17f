"""A search over settings, then one training with the best of them.

The search sees the rows that learn and those that choose; the rows that calibrate and measure are
never shown to it, so the report on them is as honest as without a search.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gatewise._version import __version__
from gatewise.config import Config
from gatewise.errors import ConfigError, InputError
from gatewise.languages import say
from gatewise.select.findings import best_of, findings
from gatewise.select.fitting import Fitter, Own
from gatewise.select.notes import Notes
from gatewise.select.parts import Parts, Rows
from gatewise.select.space import by_option, nested, space
from gatewise.select.study import (
    FIXED,
    PROGRAM,
    ROWS,
    TENTHS,
    Study,
    check_optuna,
    open_studies,
)
from gatewise.select.train import Outcome, check_rejecting, models_of, prepare, train
from gatewise.select.trial import run_trial
from gatewise.training.progress import Progress, Silent

__all__ = ["tune"]


def tune(
    rows: Rows,
    *,
    config: Config,
    fixed: Collection[str],
    folder: Path,
    trials: int = 30,
    valid: Rows | None = None,
    test: Rows | None = None,
    baseline: bool = True,
    precision: float | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Search settings, and train with the best.

    Of a union each model is searched on its own, in turn, and the best of each are united.

    Args:
        rows: Training rows, of at least two classes.
        config: Settings.
        fixed: Options of it that the user set, `section.key`; they are not searched.
        folder: Where the trials live, for a search that goes on.
        trials: How many there shall be, those that are there already included.
        valid: Rows to choose and calibrate by; None holds out some of `rows`.
        test: Rows to measure the final model on.
        baseline: Train the linear baseline beside a network.
        precision: Find the threshold that holds this precision.
        progress: Told of everything; None tells nobody.

    Returns:
        As `train`, with `tuning` among the facts of the bundle: see `findings`.

    Raises:
        InputError: The rows cannot be learnt from, or none are left to compare on.
        ConfigError: A setting cannot be, everything is set, or the trials in `folder` were started
            with something else.
        OutputError: The trials cannot be read or written.
        MissingExtraError: The `tune` or `train` extra is not installed.
        KeyboardInterrupt: Stopped before a trial was complete, or in the last training.
    """
    started = time.monotonic()
    check_optuna()
    check_rejecting(rows, precision)
    progress = progress or Silent()
    fitter, parts = prepare(rows, valid, config, Notes(Silent()))  # `train` tells it all again
    if not len(fitter.known(parts.select)):
        raise InputError(
            say(
                "No rows can be held out to compare settings on; expected more rows. Give more, "
                "or a --valid file."
            )
        )
    settings = {name: fitter.named(name) for name in models_of(fitter.config.model)}
    spaces = {name: (own, space(own, fixed)) for name, own in settings.items()}
    if not any(dimensions for _, dimensions in spaces.values()):
        raise ConfigError(
            say(
                "Every setting that is worth searching is set; expected one that is open. Leave "
                "some out, or run: gatewise train"
            )
        )
    started_with = _started_with(config, fixed, rows, valid)
    with open_studies(folder, spaces, started_with, config.training.seed) as studies:
        interrupted = _search(studies, trials, fitter, parts, progress)
        own = _best(studies)
        found = findings(studies, rows=len(fitter.known(parts.select)), interrupted=interrupted)
    outcome = train(
        rows,
        config=config,
        valid=valid,
        test=test,
        baseline=baseline,
        precision=precision,
        progress=progress,
        own=own,
    )
    seconds = round(time.monotonic() - started, 3)
    facts = {**outcome.bundle.facts, "seconds": seconds, "tuning": found}
    return replace(outcome, bundle=replace(outcome.bundle, facts=facts))


def _search(
    studies: Sequence[Study], trials: int, fitter: Fitter, parts: Parts, progress: Progress
) -> bool:
    """Run what is left of the trials; whether the user ended it before.

    Raises:
        KeyboardInterrupt: Before a trial was complete.
    """
    before = sum(len(study.done) for study in studies)
    if before:
        progress.note(say("Going on after {done} of {trials} trials.", done=before, trials=trials))
    if before >= trials:
        return False
    bar = _Bar(progress)
    progress.begin(say("search"), TENTHS * (trials - before))
    try:
        for number in range(before + 1, trials + 1):
            study = _next(studies)
            if study is None:
                break
            bar.start()
            result = run_trial(study, fitter, parts, bar.reached)
            bar.reached(TENTHS)
            progress.note(_told(number, trials, study, result))
    except KeyboardInterrupt:
        if not any(study.complete for study in studies):
            raise
        progress.note(
            say(
                "The search was stopped after {done} of {trials} trials; training with the best "
                "settings so far.",
                done=sum(len(study.done) for study in studies),
                trials=trials,
            )
        )
        return True
    finally:
        progress.end()
    return False


def _next(studies: Sequence[Study]) -> Study | None:
    """Whose turn it is; None where nothing is left to try."""
    open_ones = [study for study in studies if study.dimensions or not study.done]
    return min(open_ones, key=lambda study: len(study.done), default=None)


class _Bar:
    """Moves a bar by the tenths of each trial."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._at = 0

    def start(self) -> None:
        """A trial begins."""
        self._at = 0

    def reached(self, tenth: int) -> None:
        """So much of it is done."""
        for _ in range(self._at, tenth):
            self._progress.step()
        self._at = tenth


def _told(number: int, trials: int, study: Study, result: tuple[float, float] | None) -> str:
    """What came of a trial."""
    if result is None:
        return say(
            "Trial {number} of {trials}, {model}: ended early, others were better by then.",
            number=number,
            trials=trials,
            model=study.model,
        )
    best = best_of(study)
    return say(
        "Trial {number} of {trials}, {model}: loss {loss:.4f}, score {score:.1%}; its best so far "
        "is {best:.4f}.",
        number=number,
        trials=trials,
        model=study.model,
        loss=result[0],
        score=result[1],
        best=result[0] if best is None or best.value is None else best.value,
    )


def _best(studies: Sequence[Study]) -> Own:
    """The best settings of each model."""
    found = [(study, best_of(study)) for study in studies]
    return {study.model: nested(study.settings(best)) for study, best in found if best}


def _started_with(
    config: Config, fixed: Collection[str], rows: Rows, valid: Rows | None
) -> dict[str, Any]:
    """What must not change while a search goes on; threads may."""
    named = by_option(config)
    del named["training.threads"]
    kept = sorted(set(fixed) - {"training.threads"})
    return {ROWS: _digest(rows, valid), PROGRAM: __version__, FIXED: kept, **named}


def _digest(*parts: Rows | None) -> str:
    """SHA-256 of rows."""
    digest = hashlib.sha256()
    for rows in parts:
        digest.update(b"[" if rows else b"-")
        for row in zip(rows.texts, rows.labels, strict=True) if rows else ():
            digest.update(json.dumps(row).encode())
        if rows and rows.weights is not None:
            digest.update(rows.weights.tobytes())
    return digest.hexdigest()
