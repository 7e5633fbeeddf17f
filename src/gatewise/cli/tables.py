"""Answers beside the columns that came in, as a file."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gatewise.bundle.files import check_writable, write_file
from gatewise.cli.options import check_new
from gatewise.data.encodings import check_encoding_name
from gatewise.data.read import Dataset
from gatewise.errors import OutputError
from gatewise.languages import say
from gatewise.runtime import Answer

if TYPE_CHECKING:
    import polars as pl

__all__ = ["check_table", "write_table"]

_FORMATS = (".csv", ".tsv", ".jsonl", ".parquet")

Columns = Mapping[str, Sequence[object]]


def check_table(path: Path, encoding: str | None, *, overwrite: bool) -> None:
    """Refuse a file that could not be written, before the work for it is done.

    Raises:
        OutputError: It exists, cannot be written, or has an ending that means nothing.
        InputError: The encoding is unknown.
    """
    if path.suffix.lower() not in _FORMATS:
        raise OutputError(
            say(
                "--out {path}: expected a name that ends in {endings}. Rename it.",
                path=path,
                endings=", ".join(_FORMATS),
            )
        )
    check_new("--out", path, say("a new file"), overwrite=overwrite)
    if encoding is not None:
        check_encoding_name(encoding, f"--out {path}")
    check_writable(path)


def write_table(
    path: Path, dataset: Dataset, answers: Sequence[Answer], *, top: int, encoding: str
) -> None:
    """Write every column of `dataset` and those of `answers` after them.

    An answer's column whose name is taken is called `predicted_...`, so nothing is lost.

    Raises:
        OutputError: The file cannot be written, or not in this encoding.
    """
    columns: dict[str, Sequence[object]] = dict(dataset.columns)
    for name, values in _answered(answers, top).items():
        while name in columns:
            name = f"predicted_{name}"
        columns[name] = values
    write_file(path, _render(columns, path, encoding))


def _answered(answers: Sequence[Answer], top: int) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    if answers and answers[0].multilabel:
        columns["labels"] = [[label for label, _ in answer.labels] for answer in answers]
        columns["probabilities"] = [[p for _, p in answer.labels] for answer in answers]
    names = ("label", "probability", "rejected", "truncated", "empty")
    for name in names[2:] if columns else names:
        columns[name] = [getattr(answer, name) for answer in answers]
    for rank in range(1, min(top, len(answers[0].top) if answers else 0)):
        columns[f"label_{rank + 1}"] = [answer.top[rank][0] for answer in answers]
        columns[f"probability_{rank + 1}"] = [answer.top[rank][1] for answer in answers]
    return columns


def _render(columns: Columns, path: Path, encoding: str) -> bytes:
    ending = path.suffix.lower()
    if ending == ".parquet":
        buffer = io.BytesIO()
        _frame(columns).write_parquet(buffer)
        return buffer.getvalue()
    if ending == ".jsonl":
        content = "".join(_json_lines(columns))
    else:
        content = _frame(columns).write_csv(separator="," if ending == ".csv" else "\t")
    try:
        return content.encode(encoding)
    except UnicodeEncodeError as error:
        row = content.count("\n", 0, error.start) + 1
        raise OutputError(
            say(
                "{path}, row {row}: {character!r} cannot be written in {encoding}; expected text "
                "that this encoding holds. Leave out --encoding for UTF-8.",
                path=path,
                row=row,
                character=error.object[error.start],
                encoding=encoding,
            )
        ) from error


def _json_lines(columns: Columns) -> Iterable[str]:
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, (_finite(cell) for cell in cells), strict=True))
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _finite(cell: object) -> object:
    """JSON has no word for the numbers that are none."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _frame(columns: Columns) -> pl.DataFrame:
    import polars as pl  # a tenth of a second that no other command has to wait

    return pl.DataFrame([_series(name, values) for name, values in columns.items()])


def _series(name: str, values: Sequence[object]) -> pl.Series:
    """A column of one plain type; of several types or nested values it becomes text."""
    import polars as pl

    try:
        series = pl.Series(name, values)
    except (TypeError, OverflowError, pl.exceptions.PolarsError):
        series = pl.Series(name, values, dtype=pl.Object)
    if series.dtype.is_nested() or series.dtype == pl.Object:
        return pl.Series(name, [_text(value) for value in values], dtype=pl.String)
    return series


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
