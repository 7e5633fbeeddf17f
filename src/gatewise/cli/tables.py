"""Answers beside the columns that came in, as a file."""

from __future__ import annotations

import codecs
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from gatewise.bundle.files import check_writable, write_file
from gatewise.data.read import Dataset
from gatewise.errors import ConfigError, OutputError
from gatewise.runtime import Answer

__all__ = ["check_table", "write_table"]

_FORMATS = (".csv", ".tsv", ".jsonl", ".parquet")


def check_table(path: Path, encoding: str | None, *, overwrite: bool) -> None:
    """Refuse a file that could not be written, before the work for it is done.

    Raises:
        OutputError: It exists, cannot be written, or has an ending that means nothing.
        ConfigError: The encoding is unknown.
    """
    if path.suffix.lower() not in _FORMATS:
        raise OutputError(f"--out {path}: expected a name that ends in {', '.join(_FORMATS)}.")
    if path.is_dir() or (path.exists() and not overwrite):
        raise OutputError(
            f"--out {path}: something is there already; expected a new file. "
            "Name another one, or add --overwrite."
        )
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError as error:
            raise ConfigError(
                f"--encoding is {encoding!r}, which is unknown; expected for example utf-8, "
                "utf-8-sig or gb18030."
            ) from error
    check_writable(path)


def write_table(
    path: Path, dataset: Dataset, answers: Sequence[Answer], *, top: int, encoding: str
) -> None:
    """Write every column of `dataset` and those of `answers` after them.

    An answer's column whose name is taken is called `predicted_...`, so nothing is lost.

    Raises:
        OutputError: The file cannot be written, or not in this encoding.
    """
    frame = pl.DataFrame(dict(dataset.columns), strict=False)
    taken = set(frame.columns)
    for name, values in _columns(answers, top).items():
        free = f"predicted_{name}" if name in taken else name
        frame = frame.with_columns(pl.Series(free, values))
    write_file(path, _render(frame, path.suffix.lower(), encoding))


def _columns(answers: Sequence[Answer], top: int) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {
        name: [getattr(answer, name) for answer in answers]
        for name in ("label", "probability", "rejected", "truncated", "empty")
    }
    for rank in range(1, min(top, len(answers[0].top) if answers else 0)):
        columns[f"label_{rank + 1}"] = [answer.top[rank][0] for answer in answers]
        columns[f"probability_{rank + 1}"] = [answer.top[rank][1] for answer in answers]
    return columns


def _render(frame: pl.DataFrame, ending: str, encoding: str) -> bytes:
    if ending == ".parquet":
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        return buffer.getvalue()
    if ending == ".jsonl":
        content = frame.write_ndjson()
    else:
        content = frame.write_csv(separator="," if ending == ".csv" else "\t")
    try:
        return content.encode(encoding)
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        raise OutputError(
            f"{character!r} cannot be written in {encoding}; expected text that this encoding "
            "holds. Leave out --encoding for UTF-8."
        ) from error
