"""Answers beside the columns that came in, as a file."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from gatewise.bundle.files import check_writable, replacing, scratch_folder
from gatewise.cli.options import check_new
from gatewise.data.dataset import Dataset
from gatewise.data.encodings import check_encoding_name
from gatewise.errors import OutputError
from gatewise.languages import say
from gatewise.runtime import Answer

if TYPE_CHECKING:
    import polars as pl

__all__ = ["check_table", "write_table"]

_FORMATS = (".csv", ".tsv", ".jsonl", ".parquet")

_ROWS_A_GROUP = 1 << 13
"""Rows of Parquet written in one go; of larger groups polars holds more the longer it goes on."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)

Columns: TypeAlias = Mapping[str, Sequence[object]]
Types: TypeAlias = "Mapping[str, pl.DataType]"


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
    path: Path,
    answered: Iterable[tuple[Dataset, Sequence[Answer]]],
    kinds: Mapping[str, Mapping[type, object]],
    *,
    top: int,
    encoding: str,
) -> None:
    """Write every column of the data and those of the answers after them, portion by portion.

    An answer's column whose name is taken is called `predicted_...`, so nothing is lost. Until
    everything is written it stands in `path.partial`.

    Args:
        path: The file.
        answered: Portions with their answers.
        kinds: For each column of the data the types of its cells, with an example of each.
        top: Labels an answer.
        encoding: Of text; Parquet has its own.

    Raises:
        OutputError: The file cannot be written, or not in this encoding.
    """
    types = {name: _type_of(kind) for name, kind in kinds.items()}
    portions = (_columns(dataset, answers, top) for dataset, answers in answered)
    with replacing(path) as partial:
        if path.suffix.lower() == ".parquet":
            frames = (_frame(columns, types) for columns in portions)
            _write_parquet(partial, frames)
        else:
            _write_text(partial, portions, types, path, encoding)


def _columns(dataset: Dataset, answers: Sequence[Answer], top: int) -> Columns:
    columns: dict[str, Sequence[object]] = dict(dataset.columns)
    for name, values in _answered(answers, top).items():
        while name in columns:
            name = f"predicted_{name}"
        columns[name] = values
    return columns


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


def _write_text(
    partial: Path, portions: Iterable[Columns], types: Types, path: Path, encoding: str
) -> None:
    encoder = codecs.getincrementalencoder(encoding)()  # writes a byte order mark once
    rows = 0
    with partial.open("wb") as file:
        for columns in portions:
            content = _render(columns, types, path.suffix.lower(), header=not rows)
            try:
                file.write(encoder.encode(content))
            except UnicodeEncodeError as error:
                row = rows + error.object.count("\n", 0, error.start) + 1
                raise _unencodable(path, row, encoding, error) from error
            rows += content.count("\n")


def _write_parquet(partial: Path, frames: Iterable[pl.DataFrame]) -> None:
    """Write groups of rows to files of their own, which polars then joins in little memory."""
    import polars as pl

    with scratch_folder(partial) as folder, ThreadPoolExecutor(1) as worker:
        for number, group in enumerate(_groups(frames)):
            _written(group.write_parquet, folder / f"{number:09}.parquet")
        whole = pl.scan_parquet(folder / "*.parquet", glob=True)
        # On a thread of its own: Ctrl-C would else interrupt polars and this thread one by one.
        size = _ROWS_A_GROUP
        worker.submit(_written, whole.sink_parquet, partial, row_group_size=size).result()


def _written(write: Callable[..., object], place: Path, **how: int) -> None:
    """Let polars write; a full disk is to it what a wrong query is."""
    import polars as pl

    try:
        write(place, **how)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise OSError(str(error).strip().partition("\n")[0]) from error


def _groups(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    import polars as pl

    held: list[pl.DataFrame] = []
    for frame in frames:
        held.append(frame)
        if sum(each.height for each in held) >= _ROWS_A_GROUP:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)


def _render(columns: Columns, types: Types, ending: str, *, header: bool) -> str:
    if ending == ".jsonl":
        return "".join(_json_lines(columns))
    separator = "," if ending == ".csv" else "\t"
    return _frame(columns, types).write_csv(separator=separator, include_header=header)


def _unencodable(path: Path, row: int, encoding: str, error: UnicodeEncodeError) -> OutputError:
    return OutputError(
        say(
            "{path}, row {row}: {character!r} cannot be written in {encoding}; expected text "
            "that this encoding holds. Leave out --encoding for UTF-8.",
            path=path,
            row=row,
            character=error.object[error.start],
            encoding=encoding,
        )
    )


def _json_lines(columns: Columns) -> Iterable[str]:
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, map(_finite, cells), strict=True))
        yield _ENCODER.encode(row) + "\n"


def _finite(cell: object) -> object:
    """JSON has no word for the numbers that are none."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _frame(columns: Columns, types: Types) -> pl.DataFrame:
    import polars as pl  # a tenth of a second that no other command has to wait

    return pl.DataFrame(
        [_series(name, values, types.get(name)) for name, values in columns.items()]
    )


def _series(name: str, values: Sequence[object], dtype: pl.DataType | None) -> pl.Series:
    import polars as pl

    if dtype is None:  # a column of ours
        dtype = _type_of({type(value): value for value in values})
    if dtype == pl.String:
        values = [_text(value) for value in values]
    return pl.Series(name, values, dtype=dtype)


def _type_of(kinds: Mapping[type, object]) -> pl.DataType:
    """The plain type of a column; text where there are several, or values that are nested."""
    import polars as pl

    examples = [example for example in kinds.values() if example is not None]
    if not examples:
        return pl.Null()
    if len(examples) > 1 or (isinstance(examples[0], int) and not _fits(examples[0])):
        return pl.String()
    try:
        dtype = pl.Series(examples).dtype
    except (TypeError, OverflowError, pl.exceptions.PolarsError):
        return pl.String()
    return pl.String() if dtype.is_nested() or dtype == pl.Object else dtype


def _fits(number: int) -> bool:
    return -(2**63) <= number < 2**63


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
