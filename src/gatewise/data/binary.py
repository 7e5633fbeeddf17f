"""Parquet and Excel, both through polars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gatewise.data.header import Grid
from gatewise.data.problems import counted, name_rows
from gatewise.data.table import Table
from gatewise.errors import InputError, MissingExtraError
from gatewise.languages import say

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_excel", "read_parquet"]


def read_parquet(data: bytes, source: str) -> Table:
    """Read a Parquet file; categories become strings, all other types stay.

    Raises:
        InputError: When the file is damaged.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data))
        columns = {name: _plain(frame[name]) for name in frame.columns}
    # A panic in polars' own code, which some damaged files cause, is not an Exception.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        came = say("a broken Parquet file ({reason})", reason=_first_line(error))
        remedy = say("Write or fetch the file once more.")
        raise InputError.at(source, None, came, say("a complete Parquet file"), remedy) from error
    return Table(columns, list(range(1, frame.height + 1)))


def read_excel(data: bytes, source: str) -> Grid:
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
    return Grid(columns, rows, tuple(_notes(book.sheet_names, blank)))


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
