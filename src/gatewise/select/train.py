"""A whole run, from labelled rows to a measured classifier.

Rows have roles: `train` is learnt from, `select` chooses epoch and model, `calibrate` chose
nothing and so gives temperature, threshold and the report. When all is measured the chosen model
is trained once more on every row, for the epochs that were found.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gatewise.bundle import Baseline, Bundle
from gatewise.config import Config
from gatewise.data.split import overlap
from gatewise.evaluation import compare, fit_temperature
from gatewise.models import LinearModel
from gatewise.select.decide import decide, mean_tokens
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.measure import Measured, measure, with_threshold
from gatewise.select.parts import Parts, Rows, divide, join
from gatewise.training.progress import EpochRecord, Progress, Silent

__all__ = ["AUTO", "Outcome", "train"]

AUTO = ("linear", "textcnn")
"""What `auto` chooses from: the first, which is smaller and faster, unless the second is better."""

_CHANCE = 0.1
"""A network is better when so few lucky draws would make it look so."""


@dataclass(frozen=True)
class Outcome:
    """A trained classifier and what was measured.

    Args:
        bundle: The classifier.
        reports: By name: `valid`, and with test rows `test` and, where some of them also stand
            in the training rows, `test_without_overlap`.
        notes: What was decided or found.
        interrupted: The user stopped the training; this is the best so far.
    """

    bundle: Bundle
    reports: Mapping[str, Measured]
    notes: tuple[str, ...]
    interrupted: bool


class _Notes:
    """Passes progress on, and keeps every sentence, so that what was told is stored."""

    def __init__(self, progress: Progress) -> None:
        self.sentences: list[str] = []
        self._progress = progress

    def begin(self, task: str, steps: int) -> None:
        self._progress.begin(task, steps)

    def step(self) -> None:
        self._progress.step()

    def epoch(self, record: EpochRecord) -> None:
        self._progress.epoch(record)

    def end(self) -> None:
        self._progress.end()

    def note(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self._progress.note(sentence)

    def add(self, *sentences: str) -> None:
        for sentence in sentences:
            self.note(sentence)


def train(
    rows: Rows,
    *,
    config: Config,
    valid: Rows | None = None,
    test: Rows | None = None,
    baseline: bool = True,
    precision: float | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Train, choose, calibrate and measure.

    Args:
        rows: Training rows, of at least two classes.
        config: Settings; open ones are decided here.
        valid: Rows to choose and calibrate by; None holds out some of `rows`.
        test: Rows to measure the final model on.
        baseline: Train the linear baseline beside a network.
        precision: Find the threshold that holds this precision; None rejects nothing.
        progress: Told of everything; None tells nobody.

    Raises:
        InputError: The rows cannot be learnt from.
        ConfigError: A setting cannot be.
        MissingExtraError: The `train` extra is not installed.
        KeyboardInterrupt: Stopped before there was anything to keep.
    """
    started = time.monotonic()
    notes = _Notes(progress or Silent())
    config, decisions = decide(config, rows.texts)
    parts = divide(rows, valid, config.data, config.training.seed)
    notes.add(*decisions, *parts.notes)
    classes = tuple(sorted(set(parts.train.labels)))
    fitter = Fitter(config, classes, mean_tokens(rows.texts, config.text.tokenizer), notes)

    fits = _fit_all(fitter, _names(config, baseline), parts, notes)
    chosen = _choose(fits, config.model.name, fitter, parts.select, notes)
    bundle = _assemble(chosen, fits.get("linear") if baseline else None, fitter, parts)
    reports = {"valid": measure(bundle, parts.calibrate)} if len(parts.calibrate) else {}
    if precision is not None:
        bundle, reports = _reject(bundle, reports, precision, notes)
    refit = config.data.refit and not parts.given and not chosen.interrupted
    if refit:
        bundle = _refit(bundle, chosen, fits.get("linear"), fitter, parts, notes)
    if test is not None:
        reports |= _test_reports(bundle, rows, test, notes)
    facts = {
        **_facts(parts, chosen, config),
        "refit_on_all_rows": refit,
        "seconds": round(time.monotonic() - started, 3),
        "notes": [*rows.notes, *notes.sentences],
    }
    metrics = {name: measured.report.to_json() for name, measured in reports.items()}
    bundle = replace(bundle, facts=facts, metrics=metrics)
    return Outcome(bundle, reports, tuple(notes.sentences), chosen.interrupted)


def _facts(parts: Parts, chosen: Fit, config: Config) -> dict[str, Any]:
    return {
        "train_rows": len(parts.train),
        "select_rows": len(parts.select),
        "calibrate_rows": len(parts.calibrate),
        "epochs": chosen.epoch,
        "seed": config.training.seed,
        "threads": chosen.threads,
        "interrupted": chosen.interrupted,
    }


def _names(config: Config, baseline: bool) -> tuple[str, ...]:
    """The models to fit; the baseline is the linear model, so it comes first."""
    if config.model.name == "auto":
        return AUTO
    if config.model.name == "linear" or not baseline:
        return (config.model.name,)
    return ("linear", config.model.name)


def _fit_all(fitter: Fitter, names: tuple[str, ...], parts: Parts, notes: _Notes) -> dict[str, Fit]:
    """Fit every model; `auto` goes on with what is fitted when the user stops it."""
    fits: dict[str, Fit] = {}
    for name in names:
        try:
            fits[name] = fitter.fit(name, parts.train, parts.select)
        except KeyboardInterrupt:
            if fitter.config.model.name != "auto" or not fits:
                raise
            notes.add(f"Stopped before {name} was fitted; it is left out.")
            return {fitted: replace(fit, interrupted=True) for fitted, fit in fits.items()}
    return fits


def _choose(fits: Mapping[str, Fit], name: str, fitter: Fitter, select: Rows, notes: _Notes) -> Fit:
    """The fit called `name`; for `auto` the network if it is better on `select`, else linear."""
    if name != "auto":
        return fits[name]
    if len(fits) < len(AUTO):
        return fits[AUTO[0]]
    known = fitter.known(select)
    linear, network = (
        fits[candidate].model.score(known.texts).logits.argmax(axis=1) == fitter.targets(known)
        for candidate in AUTO
    )
    paired = compare(network, linear) if len(known) else None
    better = paired is not None and paired.difference.value > 0 and paired.p_value < _CHANCE
    best = AUTO[1] if better else AUTO[0]
    why = "" if better else " The difference may be chance, so the simpler one is kept."
    notes.add(
        f"Held out to choose by: {len(known)}; right of them: {AUTO[0]} {linear.sum()}, "
        f"{AUTO[1]} {network.sum()}. Chosen: {best}.{why}"
    )
    return fits[best]


def _assemble(chosen: Fit, linear: Fit | None, fitter: Fitter, parts: Parts) -> Bundle:
    """The classifier with its temperatures, and the baseline unless it is the classifier."""
    counts = np.bincount(fitter.targets(parts.train), minlength=len(fitter.classes))
    beside = None
    if linear is not None and linear is not chosen and isinstance(linear.model, LinearModel):
        beside = Baseline(linear.model, _temperature(linear, fitter, parts.calibrate))
    return Bundle(
        config=chosen.config,
        classes=fitter.classes,
        model=chosen.model,
        temperature=_temperature(chosen, fitter, parts.calibrate),
        prior=(counts / counts.sum()).astype(np.float32),
        baseline=beside,
        history=[record.to_json() for record in chosen.history],
    )


def _temperature(fit: Fit, fitter: Fitter, calibrate: Rows) -> float:
    known = fitter.known(calibrate)
    if not len(known):
        return 1.0
    return fit_temperature(fit.model.score(known.texts).logits, fitter.targets(known))


def _reject(
    bundle: Bundle, reports: dict[str, Measured], precision: float, notes: _Notes
) -> tuple[Bundle, dict[str, Measured]]:
    """Find the threshold on the rows that chose nothing, if any hold it."""
    valid = reports.get("valid")
    found = with_threshold(bundle, valid, precision) if valid else None
    if found is None:
        rows = len(valid.rows) if valid else 0
        notes.add(
            f"No threshold can be shown to hold a precision of {precision:g} with {rows} rows; "
            "nothing is rejected. Give more validation rows."
        )
        return bundle, reports
    bundle, valid = found
    rejection = valid.report.rejection
    coverage = rejection.coverage if rejection else 1.0
    notes.add(
        f"Answers below a probability of {bundle.threshold:.3f} are rejected; the others, "
        f"{coverage:.0%} of the rows, are right in {precision:.0%} or more of cases."
    )
    return bundle, {"valid": valid}


def _refit(
    bundle: Bundle, chosen: Fit, linear: Fit | None, fitter: Fitter, parts: Parts, notes: _Notes
) -> Bundle:
    """The same classifier learnt from every row; temperature and threshold stay as measured."""
    rows = join(parts.train, parts.select, parts.calibrate)
    known = fitter.known(rows)
    again = fitter.refit(chosen, known)
    if again.interrupted:
        notes.add("The training on all rows was stopped; the model learnt from the training part.")
        return bundle
    baseline = bundle.baseline
    if baseline is not None and linear is not None:
        model = fitter.refit(linear, known).model
        baseline = replace(baseline, model=model) if isinstance(model, LinearModel) else baseline
    return replace(bundle, model=again.model, baseline=baseline)


def _test_reports(bundle: Bundle, rows: Rows, test: Rows, notes: _Notes) -> dict[str, Measured]:
    reports = {"test": measure(bundle, test)}
    seen = overlap(rows.texts, test.texts)
    if seen.any():
        notes.add(f"{int(seen.sum())} of {len(test)} test texts also stand in the training rows.")
        if not seen.all():
            reports["test_without_overlap"] = measure(bundle, test.take(~seen))
    return reports
