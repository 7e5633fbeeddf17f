"""`gatewise predict MODEL [DATA|-]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from gatewise.bundle.files import is_there
from gatewise.cli import options
from gatewise.cli.console import json_line, tell
from gatewise.errors import ConfigError, InputError
from gatewise.languages import say
from gatewise.runtime import Answer, load

# What reads files and writes tables is imported in the functions that do: texts on stdin need not
# wait for it.
__all__ = ["predict_cli"]

_LINES_AT_ONCE = 1024
_SHOWN = 60  # characters of a text that was given for a file


def predict_cli(
    model: options.ModelFolder,
    data: Annotated[
        str, typer.Argument(metavar="[DATA|-]", help="Texts; - reads a text a line from stdin.")
    ] = "-",
    top: Annotated[int, typer.Option(metavar="K", help="Labels to give for each text.")] = 1,
    probabilities: Annotated[
        bool, typer.Option("--probabilities", help="Give the probability of every label.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write .csv, .tsv, .jsonl or .parquet, columns kept."),
    ] = None,
    text: options.Text = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="E", help="Of --out, or else of DATA; utf-8-sig suits spreadsheets."),
    ] = None,
    skip_bad_rows: options.SkipBadRows = False,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Label texts."""
    if top < 1:
        raise ConfigError(say("--top is {top}; expected at least 1.", top=top))
    if data == "-":
        _check_stdin(out=out, text=text, encoding=encoding, skip_bad_rows=skip_bad_rows)
    if out is not None:
        from gatewise.cli.tables import check_table

        check_table(out, encoding, overwrite=overwrite)
    predictor = load(model)
    count = len(predictor.classes_) if probabilities else top
    if data == "-":
        for lines in _stdin_lines():
            _print(predictor.answer(lines, top=count), json)
        return
    _refuse_text(data)
    from gatewise.cli.answered import answer_portions, forced_encoding, read_portions

    forced = forced_encoding(data, encoding, written=out is not None)
    columns = options.columns(text)
    rows = read_portions(data, text=columns, encoding=forced, skip_bad_rows=skip_bad_rows)
    tell(rows.notes)
    answered = answer_portions(predictor, rows, top=count)
    if out is None:
        for _, answers in answered:
            _print(answers, json)
        return
    from gatewise.cli.tables import write_table

    write_table(out, answered, rows.kinds, top=count, encoding=encoding or "utf-8")
    tell([say("{count:,} answers written to {path}.", count=rows.rows, path=out)])


def _check_stdin(**given: object) -> None:
    """Refuse options that mean nothing where texts come from stdin."""
    flags = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if flags:
        raise ConfigError(
            say(
                "{flags}: the texts come from stdin, one a line in UTF-8; expected DATA to be a "
                "file with this. Name the file, or leave the option out.",
                flags=", ".join(flags),
            )
        )


def _refuse_text(data: str) -> None:
    """Refuse a text where a file's name belongs; other slips are told when reading."""
    from gatewise.data.source import FORMATS, PACKED

    named = Path(data).suffix.lower() in (*FORMATS, *PACKED) or "://" in data
    if not named and not is_there(Path(data)):
        shown = data if len(data) <= _SHOWN else data[:_SHOWN] + "…"
        raise InputError(
            say(
                "{shown!r} is no file; expected DATA or -. To label one text: echo 'the text' | "
                "gatewise predict MODEL",
                shown=shown,
            )
        )


def _stdin_lines() -> Iterator[list[str]]:
    """Lines of stdin in portions; someone who types gets an answer a line."""
    typed = sys.stdin.isatty()
    if typed:
        tell([say("Type a text a line; Ctrl-D ends.")])
    size = 1 if typed else _LINES_AT_ONCE
    lines: list[str] = []
    for number, line in enumerate(sys.stdin.buffer, start=1):
        lines.append(_decode(line, number))
        if len(lines) >= size:
            yield lines
            lines = []
    if lines:
        yield lines


def _decode(line: bytes, number: int) -> str:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InputError.at(
            "stdin",
            number,
            say("byte {byte:#04x} is not UTF-8", byte=error.object[error.start]),
            say("a text a line in UTF-8"),
            say("Convert it, or give a file and --encoding."),
        ) from error
    if "\0" in text:
        remedy = say("Remove the byte, or give a file of text.")
        came, expected = say("there is a NUL byte"), say("a text a line")
        raise InputError.at("stdin", number, came, expected, remedy)
    return text


def _print(answers: list[Answer], json: bool) -> None:
    if json:
        lines = [json_line(answer.to_json()) for answer in answers]
    else:
        lines = [_line(answer) + "\n" for answer in answers]
    sys.stdout.write("".join(lines))
    sys.stdout.flush()


def _line(answer: Answer) -> str:
    """Labels with their probabilities, tab-separated, then what there is to know."""
    # Several labels: those that are given, unless more were asked for.
    shown = answer.labels if answer.multilabel and len(answer.top) == 1 else answer.top
    cells = [f"{label}\t{p:.4f}" for label, p in shown]
    if answer.rejected or answer.truncated or answer.empty:
        flags = [f for f in ("rejected", "truncated", "empty") if getattr(answer, f)]
        cells.append(",".join(flags))
    return "\t".join(cells)
