"""`gatewise check DATA...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gatewise.bundle.files import check_writable
from gatewise.cli import options
from gatewise.cli.console import print_json, show, tell
from gatewise.data.read import Dataset, read
from gatewise.doctor.clean import cleaned
from gatewise.doctor.examine import examine
from gatewise.doctor.write import write_rows
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.report.examination import render

__all__ = ["check_cli"]


def check_cli(
    data: Annotated[
        list[str], typer.Argument(metavar="DATA...", help="Files to audit; training rows first.")
    ],
    fix: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write DATA without repeats and empty texts."),
    ] = None,
    text: options.Text = None,
    label: options.Label = None,
    encoding: options.Encoding = None,
    skip_bad_rows: options.SkipBadRows = False,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Audit the data: repeats, overlaps, empty texts, labels, lengths, encodings."""
    if fix is not None and len(data) > 1:
        raise ConfigError(
            say(
                "--fix writes one file, but {count} were given; expected one DATA.", count=len(data)
            )
        )
    if fix is not None:
        options.check_new("--fix", fix, say("a new file"), overwrite=overwrite)
        check_writable(fix)
    datasets = [
        read(
            source,
            text=options.columns(text),
            label=label,
            encoding=encoding,
            skip_bad_rows=skip_bad_rows,
            labels="optional",
        )
        for source in data
    ]
    examination = examine(datasets)
    if fix is not None:
        _write_fixed(datasets[0], fix)
    if json:
        print_json(examination.to_json())
    else:
        show(render(examination))


def _write_fixed(dataset: Dataset, path: Path) -> None:
    fixed = cleaned(dataset)
    notes = write_rows(path, fixed.texts, fixed.labels)
    told = say(
        "{path}: {count:,} rows written; dropped: {empty:,} empty, {repeated:,} repeated.",
        path=path,
        count=len(fixed.texts),
        empty=len(fixed.dropped["empty"]),
        repeated=len(fixed.dropped["repeated"]),
    )
    tell([told, *notes])
