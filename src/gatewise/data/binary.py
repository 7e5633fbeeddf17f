"""Parquet and Excel, both through polars."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gatewise.data.content import Content
from gatewise.data.problems import BadRows, counted, name_rows
from gatewise.data.source import PACKED
from gatewise.data.table import Source, Table, ordinal
from gatewise.errors import InputError, MissingExtraError
from gatewise.languages import say

if TYPE_CHECKING:
    import polars as pl

__all__ = ["open_excel", "open_parquet"]

_ROWS_AT_ONCE = 1 << 14
"""Rows of Parquet read in one go: the fewer, the less memory, and the more often polars begins."""


def open_parquet(content: Content, source: str, *, size: int) -> Source:
    """Open a Parquet file; categories become strings, all other types stay.

    Args:
        content: The file; where it is packed, it is kept whole in memory.
        source: The file as the user named it.
        size: Rows a portion.

    Raises:
        InputError: When the file is damaged.
    """
    import polars as pl

    next(content.blocks())  # tells what is missing or empty as of every file
    packed = content.path.suffix.lower() in PACKED or not content.path.is_file()
    data = content.whole() if packed else None

    def tables(_: BadRows) -> Iterator[Table]:
        start = 0
        with _told_when_broken(source):
            frames = pl.scan_parquet(content.path if data is None else io.BytesIO(data))
            height = frames.select(pl.len()).collect().item()
        while start < height:
            with _told_when_broken(source):
                table = _table(frames.slice(start, _ROWS_AT_ONCE).collect(), start + 1)
            yield from table.portions(size)
            start += _ROWS_AT_ONCE

    return Source(tables)


def _table(frame: pl.DataFrame, first: int) -> Table:
    columns = {name: _plain(frame[name]) for name in frame.columns}
    return Table(columns, list(range(first, first + frame.height)))


@contextmanager
def _told_when_broken(source: str) -> Iterator[None]:
    import polars as pl

    try:
        yield
    # A panic in polars' own code, which some damaged files cause, is not an Exception.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        came = say("a broken Parquet file ({reason})", reason=_first_line(error))
        remedy = say("Write or fetch the file once more.")
        raise InputError.at(source, None, came, say("a complete Parquet file"), remedy) from error


def open_excel(data: bytes, source: str, *, size: int) -> Source:
    """Read the first sheet of a workbook as strings: 1.0 as `1`, an empty cell as an empty string.

    Raises:
        InputError: When the file is damaged.
        MissingExtraError: When fastexcel is not installed.
    """
    try:
        import fastexcel
    except ImportError as error:
        raise MissingExtraError.of(
            "fastexcel", "excel", say("Reading {source}", source=source)
        ) from error
    try:
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps leading empty rows, without which row numbers would be off.
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except fastexcel.FastExcelError as error:
        came = say("a broken Excel workbook ({reason})", reason=_first_line(error))
        remedy = say("Save it once more as .xlsx, without a password.")
        raise InputError.at(source, None, came, say("a workbook (.xlsx)"), remedy) from error
    cells = [[cell or "" for cell in column.to_list()] for column in frame]
    filled = [any(row) for row in zip(*cells, strict=True)]
    blank = [number for number, has in enumerate(filled, 1) if not has]
    columns = [[c for c, has in zip(column, filled, strict=True) if has] for column in cells]
    rows = [number for number, has in enumerate(filled, 1) if has]
    table = Table({ordinal(i): [*column] for i, column in enumerate(columns)}, rows)
    notes = tuple(_notes(book.sheet_names, blank))
    return Source(lambda _: table.portions(size), notes=notes, headed=True)


def _plain(column: pl.Series) -> list[object]:
    import polars as pl

    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    return column.to_list()


def _notes(sheets: list[str], blank: list[int]) -> list[str]:
    notes = []
    if len(sheets) > 1:
        others = say(", ").join(map(repr, sheets[1:]))
        notes.append(
            say(
                "Read the first sheet, {first!r}; left aside: {others}.",
                first=sheets[0],
                others=others,
            )
        )
    if blank:
        rows = counted(len(blank), "empty row")
        notes.append(say("Passed over {lines} ({places}).", lines=rows, places=name_rows(blank)))
    return notes


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
