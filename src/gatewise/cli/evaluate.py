"""`gatewise evaluate MODEL DATA`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gatewise.bundle import Bundle, read_bundle, write_bundle
from gatewise.cli import options
from gatewise.cli.console import print_json, show, tell
from gatewise.cli.pages import write_page
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.report.text import summary
from gatewise.runtime import Predictor
from gatewise.select import Measured, Rows, measure, with_threshold

__all__ = ["evaluate_cli"]


def evaluate_cli(
    model: options.ModelFolder,
    data: Annotated[str, typer.Argument(metavar="DATA", help="Labelled texts.")],
    text: options.Text = None,
    label: options.Label = None,
    label_separator: options.LabelSeparator = None,
    encoding: options.Encoding = None,
    skip_bad_rows: options.SkipBadRows = False,
    no_baseline: options.NoBaseline = False,
    against: options.Against = None,
    precision: options.Precision = None,
    report: options.Report = None,
    json: options.Json = False,
) -> None:
    """Measure a saved model on labelled rows."""
    options.check_precision(precision)
    options.check_report(report)
    bundle = read_bundle(model)
    other = read_bundle(against) if against is not None else None
    if precision is not None and bundle.kind == "multilabel":
        raise ConfigError(
            say(
                "--precision is given, but {model} gives several labels a text; expected a model "
                "of one label, whose answer can be withheld. Leave it out.",
                model=model,
            )
        )
    dataset = options.read_labelled(
        data,
        text=text,
        label=label,
        label_separator=label_separator,
        encoding=encoding,
        skip_bad_rows=skip_bad_rows,
    )
    tell(dataset.notes)
    rows = Rows(dataset.texts, dataset.labels or [])
    beside = None
    if other is not None:
        beside = (str(against), Predictor(other).predict(rows.texts))
    measured = measure(bundle, rows, baseline=not no_baseline, against=beside)
    if precision is not None:
        bundle, measured = _store_threshold(model, bundle, measured, precision)
    if report is not None:
        name = say("rows of {file}", file=Path(data).name)
        write_page(report, bundle, measured, rows=name, numbers=dataset.rows)
    if json:
        print_json(measured.report.to_json())
        return
    show(summary(measured.report))
    if report is not None:
        show("\n" + say("Page: {path}", path=report))


def _store_threshold(
    path: Path, bundle: Bundle, measured: Measured, precision: float
) -> tuple[Bundle, Measured]:
    """Find the reject threshold on these rows and save it with the model."""
    found = with_threshold(bundle, measured, precision)
    if found is None:
        tell(
            [
                say(
                    "No threshold can be shown to hold a precision of {precision:g} with {rows} "
                    "rows; the model is unchanged. Give more rows.",
                    precision=precision,
                    rows=len(measured.rows),
                )
            ]
        )
        return bundle, measured
    write_bundle(found[0], path)
    tell(
        [
            say(
                "{path} now rejects answers below a probability of {threshold:.3f}.",
                path=path,
                threshold=found[0].threshold,
            )
        ]
    )
    return found
