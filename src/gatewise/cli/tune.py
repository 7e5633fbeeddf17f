"""`gatewise tune DATA --out MODEL`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from gatewise.bundle import Bundle, is_model_folder, write_bundle
from gatewise.bundle.files import discard, is_there, partial_of, put_folder
from gatewise.cli import options
from gatewise.cli.bar import Bar
from gatewise.cli.console import INTERRUPTED, complain
from gatewise.cli.train import (
    build_config,
    finish,
    given_settings,
    prepare_out,
    read_rows,
    tell_finished,
)
from gatewise.errors import OutputError
from gatewise.languages import say
from gatewise.select.study import FILE, check_optuna
from gatewise.select.tune import tune

__all__ = ["tune_cli"]

_MADE = "model"
"""The model, inside the place of the search, until it can be put where it belongs."""


def tune_cli(
    data: options.Labelled,
    out: options.NewModel,
    trials: Annotated[
        int, typer.Option(metavar="N", min=1, help="Settings to try, the defaults first.")
    ] = 30,
    model: options.ModelName = None,
    valid: options.Valid = None,
    test: options.Test = None,
    config: options.ConfigFile = None,
    set_: options.Set = None,
    seed: options.Seed = None,
    class_weight: options.ClassWeight = None,
    weight: options.Weight = None,
    threads: options.Threads = None,
    device: options.Device = None,
    dtype: options.Dtype = None,
    text: options.Text = None,
    label: options.Label = None,
    label_separator: options.LabelSeparator = None,
    encoding: options.Encoding = None,
    skip_bad_rows: options.SkipBadRows = False,
    no_baseline: options.NoBaseline = False,
    precision: options.Precision = None,
    report: options.Report = None,
    overwrite: options.Overwrite = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a search that was cut off.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Search the settings that are worth it, then train, measure and save with the best."""
    check_optuna()
    options.check_precision(precision)
    options.check_report(report)
    flags: Any = {
        "model": {"name": model},
        "training": {
            "seed": seed,
            "threads": threads,
            "device": device,
            "dtype": dtype,
            "class_weight": class_weight,
        },
    }
    settings = build_config(config, set_, **flags)
    place = _place(out)
    if resume and _is_finished(out, place):
        tell_finished(out, json)
        return
    _prepare(out, place, overwrite=overwrite, resume=resume)
    how: Any = {
        "text": text,
        "label": label,
        "label_separator": label_separator,
        "encoding": encoding,
        "skip_bad_rows": skip_bad_rows,
    }
    rows = read_rows(data, learnt=True, weight=weight, **how)
    try:
        outcome = tune(
            rows,
            config=settings,
            fixed=_given(config, set_, **flags),
            folder=place,
            trials=trials,
            valid=read_rows(valid, **how) if valid is not None else None,
            test=read_rows(test, **how) if test is not None else None,
            baseline=not no_baseline,
            precision=precision,
            progress=Bar(),
        )
    except KeyboardInterrupt:
        complain(say("Stopped; the trials are kept in {place}. Go on with --resume.", place=place))
        raise typer.Exit(INTERRUPTED) from None
    finish(outcome, out, report=report, json=json, save=_save)


def _given(path: Path | None, assignments: Sequence[str] | None, **flags: Any) -> set[str]:
    """The options that the user set, whatever to."""
    return {
        f"{section}.{key}"
        for given in given_settings(path, assignments, **flags)
        for section, values in given.items()
        for key in values
    }


def _place(out: Path) -> Path:
    """Where the search lives; a name that cannot be is refused later, with a sentence."""
    with suppress(OSError, RuntimeError, ValueError):
        out = out.resolve()
    return partial_of(out)


def _is_finished(out: Path, place: Path) -> bool:
    """Whether there is nothing to go on with; a model that is whole is put where it belongs."""
    if is_model_folder(place / _MADE):
        _put(out, place)
    return is_model_folder(out) and not is_there(place / FILE)


def _prepare(out: Path, place: Path, *, overwrite: bool, resume: bool) -> None:
    """Refuse a place before the work for it is done; trials that are there stay only if asked.

    Raises:
        OutputError: Something stands there, or it cannot be written.
    """
    begun = is_there(place / FILE)
    if begun and not (resume or overwrite):
        raise OutputError(
            say(
                "--out {path}: a search for it was cut off, and {place} holds its trials; "
                "expected to be told what to do with them. Add --resume to go on, or --overwrite "
                "to start afresh.",
                path=out,
                place=place,
            )
        )
    if not (begun and resume):
        prepare_out(out, overwrite)
    elif is_there(out):
        options.check_new("--out", out, say("a new place"), overwrite=overwrite)


def _save(bundle: Bundle, out: Path) -> None:
    """Put the model in place of the search, so that a crash leaves one of them or the other."""
    place = _place(out)
    write_bundle(bundle, place / _MADE)
    _put(out, place)


def _put(out: Path, place: Path) -> None:
    discard(place / FILE)
    put_folder(place / _MADE, out)
    discard(place)
