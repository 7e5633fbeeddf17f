"""`gatewise train DATA --out MODEL`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from gatewise.bundle import Bundle, is_model_folder, read_bundle, write_bundle
from gatewise.bundle.files import check_writable, is_there
from gatewise.cli import options
from gatewise.cli.bar import Bar
from gatewise.cli.console import complain, print_json, show, tell
from gatewise.cli.pages import tried, write_page
from gatewise.cli.unlabelled import read_unlabelled
from gatewise.config import Config, override, parse_assignment, read_toml
from gatewise.data.classes import check_labels
from gatewise.errors import OutputError
from gatewise.languages import say
from gatewise.report.text import compared, searched, summary
from gatewise.select import Outcome, Rows, cross_validate, train_seeds
from gatewise.select.decide import check_model

__all__ = [
    "build_config",
    "describe",
    "finish",
    "given_settings",
    "prepare_out",
    "read_rows",
    "tell_finished",
    "train_cli",
]


def train_cli(
    data: options.Labelled,
    out: options.NewModel,
    model: options.ModelName = None,
    valid: options.Valid = None,
    test: options.Test = None,
    no_shuffle: Annotated[
        bool, typer.Option("--no-shuffle", help="Hold out the last rows of the file.")
    ] = False,
    config: options.ConfigFile = None,
    set_: options.Set = None,
    folds: Annotated[
        int | None,
        typer.Option(metavar="K", min=2, help="Cross-validate in K parts before the last fit."),
    ] = None,
    seed: options.Seed = None,
    seeds: Annotated[
        int, typer.Option(metavar="N", min=1, help="Train with N seeds and tell the spread.")
    ] = 1,
    class_weight: options.ClassWeight = None,
    weight: options.Weight = None,
    vectors: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Vectors of words that networks start from."),
    ] = None,
    unlabelled: Annotated[
        str | None,
        typer.Option(metavar="DATA", help="Texts without labels to learn such vectors from."),
    ] = None,
    time_budget: options.TimeBudget = None,
    threads: options.Threads = None,
    device: options.Device = None,
    dtype: options.Dtype = None,
    int8: Annotated[
        bool, typer.Option("--int8", help="Save weights in 8 bits, if hardly anything is lost.")
    ] = False,
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
        bool, typer.Option("--resume", help="Leave a finished model as it is.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Train, measure and save a classifier."""
    options.check_precision(precision)
    options.check_report(report)
    training = {
        "seed": seed,
        "time_budget": options.seconds_of(time_budget),
        "threads": threads,
        "device": device,
        "dtype": dtype,
        "class_weight": class_weight,
    }
    order = {"shuffle": False if no_shuffle else None}
    network = {"name": model, "vectors": vectors, "weights": "int8" if int8 else None}
    settings = build_config(config, set_, data=order, model=network, training=training)
    if resume and is_model_folder(out):
        tell_finished(out, json)
        return
    prepare_out(out, overwrite)
    how: Any = {
        "text": text,
        "label": label,
        "label_separator": label_separator,
        "encoding": encoding,
        "skip_bad_rows": skip_bad_rows,
    }
    rows = read_rows(data, learnt=True, weight=weight, **how)
    run: Any = {"config": settings, "baseline": not no_baseline, "progress": Bar()}
    if unlabelled is not None:
        columns = options.columns(text)
        run["unlabelled"] = read_unlabelled(
            unlabelled, text=columns, encoding=encoding, skip_bad_rows=skip_bad_rows
        )
    valid_rows = read_rows(valid, **how) if valid is not None else None
    test_rows = read_rows(test, **how) if test is not None else None
    crossed = cross_validate(rows, count=folds, **run) if folds is not None else None
    outcome = train_seeds(
        rows, seeds=seeds, valid=valid_rows, test=test_rows, precision=precision, **run
    )
    if crossed is not None:
        outcome = outcome.with_report("folds", crossed)
    finish(outcome, out, report=report, json=json)


def build_config(
    path: Path | None, assignments: Sequence[str] | None, **sections: dict[str, Any]
) -> Config:
    """The settings of a run: a file, then `--set`, then the flags of their own.

    Raises:
        ConfigError: An unknown option or an impossible value.
    """
    config = Config()
    for given in given_settings(path, assignments, **sections):
        config = override(config, given)
    check_model(config.model)
    if config.training.device not in ("auto", "cpu") or config.training.dtype == "bf16":
        # Torch takes seconds to load, but a typing error would take them after an hour of work.
        from gatewise.training.engine import find_engine

        find_engine(config.training)
    return config


def given_settings(
    path: Path | None, assignments: Sequence[str] | None, **sections: dict[str, Any]
) -> Iterator[dict[str, dict[str, Any]]]:
    """What the user set, by section and key, as `build_config` takes it; later ones win.

    Raises:
        ConfigError: The file or an assignment cannot be read.
    """
    if path is not None:
        yield read_toml(path)
    yield from map(parse_assignment, assignments or ())
    yield {
        section: {key: value for key, value in values.items() if value is not None}
        for section, values in sections.items()
    }


def prepare_out(out: Path, overwrite: bool) -> None:
    """Refuse a place for a model folder before the work for it is done.

    Raises:
        OutputError: Something stands there, or it cannot be written.
    """
    options.check_new("--out", out, say("a new place"), overwrite=overwrite)
    if is_there(out) and not is_model_folder(out):
        raise OutputError(
            say(
                "--out {path}: it is no model folder; expected one to overwrite. Name another "
                "place.",
                path=out,
            )
        )
    check_writable(out)


def finish(
    outcome: Outcome,
    out: Path,
    *,
    report: Path | None,
    json: bool,
    save: Callable[[Bundle, Path], None] = write_bundle,
) -> None:
    """Save the model, print what was measured, and write its page."""
    save(outcome.bundle, out)
    if outcome.interrupted:
        complain(say("Stopped early; the best model so far is kept."))
    if not outcome.reports:
        complain(say("Too few rows to hold any out, so nothing was measured."))
    if json:
        print_json(describe(outcome.bundle, out))
    else:
        _show_reports(outcome)
        name = outcome.bundle.config.model.name
        show("\n" + say("Saved {model} to {path}.", model=name, path=out))
    rows = {"test": say("test rows"), "valid": say("valid rows")}
    part = next((part for part in rows if part in outcome.reports), None)
    if report is not None and part is not None:
        write_page(report, outcome.bundle, outcome.reports[part], rows=rows[part])
        if not json:
            show(say("Page: {path}", path=report))


def _show_reports(outcome: Outcome) -> None:
    if tuning := outcome.bundle.facts.get("tuning"):
        show("")
        show(searched(tuning))
    if models := tried(outcome.bundle):
        show("\n" + say("Models tried, on the held-out rows that chose between them:"))
        show(compared(models))
    titles = {
        "folds": say("Cross-validation, each row answered by a model that did not learn from it:"),
        "valid": say("Held-out rows that chose nothing:"),
        "test": say("Test rows:"),
        "test_without_overlap": say("Test rows that are not among the training texts:"),
    }
    for part, measured in outcome.reports.items():
        show(f"\n{titles[part]}")
        show(summary(measured.report))


def describe(bundle: Bundle, path: Path) -> dict[str, Any]:
    """A run as `--json` prints it."""
    return {
        "model": str(path),
        "kind": bundle.kind,
        "chosen": bundle.config.model.name,
        "labels": list(bundle.classes),
        **{key: bundle.facts[key] for key in ("seconds", "epochs", "seed")},
        **{key: bundle.facts[key] for key in ("tried", "spread", "tuning") if key in bundle.facts},
        **bundle.metrics,
    }


def read_rows(source: str, *, learnt: bool = False, **how: Any) -> Rows:
    """Read labelled rows and tell what was found in them.

    Args:
        source: The file or folder.
        learnt: The rows are to be learnt from: they need two classes.
        how: As `options.read_labelled` takes it.

    Raises:
        InputError: They cannot be used.
    """
    dataset = options.read_labelled(source, **how)
    notes = [say("{source}: {note}", source=source, note=note) for note in dataset.notes]
    if learnt:
        notes += check_labels(dataset).notes
    tell(notes)
    weights = None if dataset.weights is None else np.asarray(dataset.weights, np.float32)
    return Rows(dataset.texts, dataset.labels or [], weights, tuple(notes))


def tell_finished(out: Path, json: bool) -> None:
    """Tell that there is nothing to go on with; as JSON what the run came to."""
    bundle = read_bundle(out)
    complain(say("{path} is finished already; nothing was done.", path=out))
    if json:
        print_json(describe(bundle, out))
