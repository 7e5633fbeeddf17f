"""Options that several commands share, so that they mean and say the same everywhere."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from gatewise.bundle.files import check_writable, is_there
from gatewise.errors import ConfigError, MissingExtraError, OutputError
from gatewise.languages import say

if TYPE_CHECKING:
    from gatewise.data.read import Dataset

__all__ = [
    "Against",
    "ClassWeight",
    "ConfigFile",
    "Device",
    "Dtype",
    "Encoding",
    "Json",
    "Label",
    "LabelSeparator",
    "Labelled",
    "ModelFolder",
    "ModelName",
    "NewModel",
    "NoBaseline",
    "Overwrite",
    "Precision",
    "Report",
    "Seed",
    "Set",
    "SkipBadRows",
    "Test",
    "Text",
    "Threads",
    "TimeBudget",
    "Valid",
    "Weight",
    "check_new",
    "check_precision",
    "check_report",
    "columns",
    "read_labelled",
    "seconds_of",
]

_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}

Labelled: TypeAlias = Annotated[str, typer.Argument(metavar="DATA", help="Labelled texts.")]
NewModel: TypeAlias = Annotated[
    Path, typer.Option("--out", metavar="MODEL", help="The model folder to write.")
]
ModelName: TypeAlias = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="auto, {models}.")
]
Valid: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATA", help="Rows to choose and calibrate by.")
]
Test: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATA", help="Rows to measure the result on.")
]
ConfigFile: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE.toml", help="Options from a file.")
]
Set: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SECTION.KEY=VALUE", help="One option; may be repeated."),
]
Seed: TypeAlias = Annotated[int | None, typer.Option(help="Every random choice follows from it.")]
ClassWeight: TypeAlias = Annotated[
    str | None, typer.Option(metavar="W", help="none, or balanced: rare classes count more.")
]
Weight: TypeAlias = Annotated[
    str | None, typer.Option(metavar="COL", help="Column of what each row counts.")
]
TimeBudget: TypeAlias = Annotated[
    str | None,
    typer.Option("--time-budget", metavar="T", help="As 90s, 10m or 1h, for the whole run."),
]
Threads: TypeAlias = Annotated[int | None, typer.Option(help="Threads; all cores if not given.")]
Device: TypeAlias = Annotated[str | None, typer.Option(help="auto, cpu, cuda or mps.")]
Dtype: TypeAlias = Annotated[str | None, typer.Option(help="auto, fp32 or bf16.")]
Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")
]
Text: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="COL[,COL...]", help="Text columns, joined; found if not given."),
]
Label: TypeAlias = Annotated[
    str | None, typer.Option(metavar="COL", help="Label column; found if not given.")
]
LabelSeparator: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="S", help="What stands between several labels of a row, as ';'."),
]
Encoding: TypeAlias = Annotated[
    str | None, typer.Option(metavar="E", help="Encoding of the data; recognised if not given.")
]
SkipBadRows: TypeAlias = Annotated[
    bool, typer.Option("--skip-bad-rows", help="Drop and count bad rows instead of refusing.")
]
Overwrite: TypeAlias = Annotated[
    bool, typer.Option("--overwrite", help="Replace what stands there already.")
]
NoBaseline: TypeAlias = Annotated[
    bool, typer.Option("--no-baseline", help="Leave out the comparison with the linear model.")
]
Precision: TypeAlias = Annotated[
    float | None,
    typer.Option(
        metavar="P", help="Find and store the reject threshold that holds this precision."
    ),
]
Report: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE.html", help="Write a page with plots.")
]
Against: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="MODEL2", help="Compare with another model.")
]
ModelFolder: TypeAlias = Annotated[
    Path, typer.Argument(metavar="MODEL", help="A model folder.", show_default=False)
]


def columns(names: str | None) -> tuple[str, ...]:
    """Column names as given with commas between them."""
    return tuple(name.strip() for name in names.split(",") if name.strip()) if names else ()


def check_new(flag: str, path: Path, what: str, *, overwrite: bool) -> None:
    """Refuse to write over something unless that was asked for.

    Args:
        flag: The option that named `path`.
        path: Where to write.
        what: What should be there instead, as "a new file".
        overwrite: `--overwrite`.

    Raises:
        OutputError: Something is there already.
    """
    if is_there(path) and not overwrite:
        raise OutputError(
            say(
                "{flag} {path}: something is there already; expected {what}. Name another one, or "
                "add --overwrite.",
                flag=flag,
                path=path,
                what=what,
            )
        )


def check_precision(precision: float | None) -> None:
    """Refuse a precision that cannot be.

    Raises:
        ConfigError: It is not between 0 and 1.
    """
    if precision is not None and not 0 < precision < 1:
        raise ConfigError(
            say(
                "--precision is {precision:g}; expected a fraction between 0 and 1, as 0.95.",
                precision=precision,
            )
        )


def check_report(path: Path | None) -> None:
    """Refuse a page that could not be made or written, before the work for it is done.

    Raises:
        OutputError: It is a folder, does not end in .html, or cannot be written.
        MissingExtraError: The `report` extra is not installed.
    """
    if path is None:
        return
    if path.suffix.lower() not in (".html", ".htm") or (is_there(path) and path.is_dir()):
        raise OutputError(
            say("--report {path}: expected the name of an .html file. Give one.", path=path)
        )
    if find_spec("plotly") is None:
        raise MissingExtraError.of("plotly", "report", say("The report page"))
    check_writable(path)


def read_labelled(source: str, *, text: str | None, **how: Any) -> Dataset:
    """Read rows that must have labels.

    Args:
        source: The file or folder.
        text: Text columns as given on the command line.
        how: As `gatewise.data.read.read` takes it.

    Raises:
        InputError: They cannot be read.
    """
    from gatewise.data.read import read

    return read(source, text=columns(text), **how)


def seconds_of(given: str | None) -> float | None:
    """A time such as 90s, 10m, 1.5h or 90 in seconds.

    Raises:
        ConfigError: It has another form.
    """
    if given is None:
        return None
    found = _TIME.fullmatch(given.strip().lower())
    if found is None:
        raise ConfigError(
            say(
                "--time-budget {given!r}: expected a number with s, m or h, as 90s, 10m or 1h.",
                given=given,
            )
        )
    return float(found[1]) * _SECONDS[found[2]]
