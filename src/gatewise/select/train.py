"""A whole run, from labelled rows to a measured classifier.

Rows have roles: `train` is learnt from, `select` chooses epoch and model, `calibrate` chose
nothing and so gives temperature, threshold and the report. When all is measured the chosen model
is trained once more on every row, for the epochs that were found.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Baseline, Bundle
from gatewise.config import Config, ModelConfig
from gatewise.data.labels import count_labels
from gatewise.data.split import overlap
from gatewise.errors import ConfigError, GatewiseError
from gatewise.languages import say
from gatewise.models import LinearModel, UnionModel, parts_of
from gatewise.select.calibrate import calibrate
from gatewise.select.choose import choose
from gatewise.select.compact import compact
from gatewise.select.decide import decide, mean_tokens
from gatewise.select.fitting import Fit, Fitter, Own
from gatewise.select.knowledge import Texts, knowledge
from gatewise.select.measure import Measured, measure, with_threshold
from gatewise.select.notes import Notes
from gatewise.select.parts import Parts, Rows, divide, join
from gatewise.select.plan import AUTO, Brake, OutOfTimeError
from gatewise.text import Lexicon, without_paths
from gatewise.training.progress import Progress, Silent

__all__ = ["Outcome", "check_rejecting", "models_of", "prepare", "train"]


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

    def with_report(self, name: str, measured: Measured) -> Outcome:
        """The same with one more report, before the others."""
        metrics = {name: measured.report.to_json(), **self.bundle.metrics}
        bundle = replace(self.bundle, metrics=metrics)
        return replace(self, bundle=bundle, reports={name: measured, **self.reports})


def train(
    rows: Rows,
    *,
    config: Config,
    valid: Rows | None = None,
    test: Rows | None = None,
    baseline: bool = True,
    precision: float | None = None,
    progress: Progress | None = None,
    own: Own | None = None,
    unlabelled: Texts | None = None,
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
        own: Settings of single models in place of those of `config`; None for none.
        unlabelled: Texts without labels, some at a time, from which vectors of words are learnt.

    Raises:
        InputError: The rows cannot be learnt from.
        ConfigError: A setting cannot be.
        MissingExtraError: The `train` extra is not installed.
        GatewiseError: The time budget was spent before there was anything to keep.
        KeyboardInterrupt: Stopped before there was anything to keep.
    """
    started = time.monotonic()
    check_rejecting(rows, precision)
    notes = Notes(_braked(progress or Silent(), config))
    fitter, parts = prepare(rows, valid, config, notes, unlabelled)
    fitter, config = replace(fitter, own=own or {}), fitter.config

    fits = _fit_all(fitter, _names(config, baseline), parts, notes)
    chosen, tried = choose(fits, config.model.name, fitter, parts, notes)
    # A stop ends the run, even if what was stopped is not what was chosen.
    stopped = chosen.interrupted or any(fit.interrupted for fit in fits.values())
    chosen = compact(chosen, fitter, parts.select, notes)
    bundle = _assemble(chosen, fits.get("linear") if baseline else None, fitter, parts)
    reports = {"valid": measure(bundle, parts.calibrate)} if len(parts.calibrate) else {}
    if precision is not None:
        bundle, reports = _reject(bundle, reports, precision, notes)
    refit = config.data.refit and not parts.given and not stopped
    if refit:
        bundle = _refit(bundle, chosen, fits.get("linear"), fitter, parts, notes)
    if test is not None:
        reports |= _test_reports(bundle, rows, test.of_kind(bundle.kind), notes)
    facts = {
        **_facts(parts, chosen, config),
        **({"tried": [one.to_json() for one in tried]} if tried else {}),
        "interrupted": stopped,
        "refit_on_all_rows": refit,
        "seconds": round(time.monotonic() - started, 3),
        "notes": [*rows.notes, *notes.sentences],
    }
    metrics = {name: measured.report.to_json() for name, measured in reports.items()}
    bundle = replace(bundle, facts=facts, metrics=metrics)
    return Outcome(bundle, reports, tuple(notes.sentences), stopped)


def _braked(progress: Progress, config: Config) -> Progress:
    budget = config.training.time_budget
    return progress if budget is None else Brake(progress, budget)


def check_rejecting(rows: Rows, precision: float | None) -> None:
    """Refuse a precision for rows whose answers cannot be withheld.

    Raises:
        ConfigError: The rows carry several labels each.
    """
    if precision is not None and rows.multilabel:
        raise ConfigError(
            say(
                "--precision is given, but rows carry several labels each; expected rows with one "
                "label, whose answer can be withheld. Leave it out: each label has a threshold."
            )
        )


def prepare(
    rows: Rows,
    valid: Rows | None,
    config: Config,
    notes: Notes,
    unlabelled: Texts | None = None,
) -> tuple[Fitter, Parts]:
    """Decide what is open, give every row its role, learn what the tokeniser has to.

    The same arguments give every row the same role.

    Raises:
        InputError: The rows cannot be learnt from.
        ConfigError: A setting cannot be.
    """
    config, decisions = decide(config, rows.texts, rows.labels)
    if valid is not None:
        valid = valid.of_kind("multilabel" if rows.multilabel else "multiclass")
    parts = divide(rows, valid, config.data, config.training.seed)
    lexicon = Lexicon.learn(config.text, parts.train.texts)
    config = replace(config, text=without_paths(config.text))
    notes.add(*decisions, *lexicon.told(config.text), *parts.notes)
    tokens = mean_tokens(rows.texts, config.text.tokenizer)
    classes = tuple(count_labels(parts.train.labels))
    config, known = knowledge(config, rows.texts, parts.train.texts, lexicon, unlabelled)
    return Fitter(config, classes, rows.multilabel, tokens, notes, lexicon, known), parts


def _facts(parts: Parts, chosen: Fit, config: Config) -> dict[str, Any]:
    return {
        "train_rows": len(parts.train),
        "select_rows": len(parts.select),
        "calibrate_rows": len(parts.calibrate),
        "epochs": chosen.epoch,
        "seed": config.training.seed,
        "threads": chosen.threads,
        "isa": chosen.isa,
        "dtype": chosen.dtype,
    }


def models_of(model: ModelConfig) -> tuple[str, ...]:
    """The single models that `model.name` stands for; of `auto` those it tries."""
    return model.candidates or AUTO if model.name == "auto" else parts_of(model.name)


def _names(config: Config, baseline: bool) -> tuple[str, ...]:
    """The models to fit; the baseline is the linear model, so it comes first."""
    names = models_of(config.model)
    return names if "linear" in names or not baseline else ("linear", *names)


def _fit_all(fitter: Fitter, names: tuple[str, ...], parts: Parts, notes: Notes) -> dict[str, Fit]:
    """Fit every model; `auto` goes on with what is fitted when the user stops it."""
    fits: dict[str, Fit] = {}
    fitter.announce(names, parts.train)
    for name in names:
        try:
            fits[name] = fitter.fit(name, parts.train, parts.select)
        except KeyboardInterrupt as stop:
            if fitter.config.model.name != "auto" or not fits:
                if isinstance(stop, OutOfTimeError):
                    raise _out_of_time(fitter.config) from stop
                raise
            notes.add(say("Stopped before {name} was fitted; it is left out.", name=name))
            return {fitted: replace(fit, interrupted=True) for fitted, fit in fits.items()}
    return fits


def _out_of_time(config: Config) -> GatewiseError:
    return GatewiseError(
        say(
            "The time budget of {seconds:g} seconds was spent before there was anything to keep. "
            "Give more time, or train a smaller model, as with --model linear.",
            seconds=config.training.time_budget,
        )
    )


def _assemble(chosen: Fit, linear: Fit | None, fitter: Fitter, parts: Parts) -> Bundle:
    """The classifier with its temperatures, and the baseline unless it is the classifier."""
    beside = None
    model = None if linear is None else linear.model
    if linear is not None and model is not chosen.model and isinstance(model, LinearModel):
        beside = Baseline(model, calibrate(linear, fitter, parts.calibrate))
    return Bundle(
        config=chosen.config,
        classes=fitter.classes,
        model=chosen.model,
        calibration=calibrate(chosen, fitter, parts.calibrate),
        prior=_prior(fitter, parts.train),
        baseline=beside,
        history=list(_history(chosen)),
        lexicon=fitter.lexicon,
    )


def _history(chosen: Fit) -> Iterator[dict[str, Any]]:
    """A record an epoch; of a union one network after the other, named."""
    for fit in chosen.parts:
        yield from ({"model": fit.name, **record.to_json()} for record in fit.history)
    yield from (record.to_json() for record in chosen.history)


def _prior(fitter: Fitter, rows: Rows) -> NDArray[np.float32]:
    """The share of rows that has each label, (C,)."""
    targets = fitter.targets(rows)
    if fitter.multilabel:
        counts = targets.sum(axis=0)
    else:
        counts = np.bincount(targets, minlength=len(fitter.classes))
    shares: NDArray[np.float32] = (counts / len(rows)).astype(np.float32)
    return shares


def _reject(
    bundle: Bundle, reports: dict[str, Measured], precision: float, notes: Notes
) -> tuple[Bundle, dict[str, Measured]]:
    """Find the threshold on the rows that chose nothing, if any hold it."""
    valid = reports.get("valid")
    found = with_threshold(bundle, valid, precision) if valid else None
    if found is None:
        rows = len(valid.rows) if valid else 0
        notes.add(
            say(
                "No threshold can be shown to hold a precision of {precision:g} with {rows} rows; "
                "nothing is rejected. Give more validation rows.",
                precision=precision,
                rows=rows,
            )
        )
        return bundle, reports
    bundle, valid = found
    rejection = valid.report.rejection
    coverage = rejection.coverage if rejection else 1.0
    notes.add(
        say(
            "Answers below a probability of {threshold:.3f} are rejected; the others, "
            "{coverage:.0%} of the rows, are right in {precision:.0%} or more of cases.",
            threshold=bundle.threshold,
            coverage=coverage,
            precision=precision,
        )
    )
    return bundle, {"valid": valid}


def _refit(
    bundle: Bundle, chosen: Fit, linear: Fit | None, fitter: Fitter, parts: Parts, notes: Notes
) -> Bundle:
    """The same classifier learnt from every row; temperature and threshold stay as measured."""
    rows = join(parts.train, parts.select, parts.calibrate)
    known = fitter.known(rows)
    again = fitter.refit(chosen, known)
    if again.interrupted:
        notes.add(
            say("The training on all rows was stopped; the model learnt from the training part.")
        )
        return bundle
    baseline = bundle.baseline
    if baseline is not None and linear is not None:
        shared = again.model.linear if isinstance(again.model, UnionModel) else None
        model = shared or fitter.refit(linear, known).model
        baseline = replace(baseline, model=model) if isinstance(model, LinearModel) else baseline
    return replace(bundle, model=again.model, baseline=baseline)


def _test_reports(bundle: Bundle, rows: Rows, test: Rows, notes: Notes) -> dict[str, Measured]:
    reports = {"test": measure(bundle, test)}
    seen = overlap(rows.texts, test.texts)
    if seen.any():
        notes.add(
            say(
                "{repeated} of {rows} test texts also stand in the training rows.",
                repeated=int(seen.sum()),
                rows=len(test),
            )
        )
        if not seen.all():
            reports["test_without_overlap"] = measure(bundle, test.take(~seen))
    return reports
