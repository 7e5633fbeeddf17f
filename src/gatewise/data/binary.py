"""Parquet and Excel, both through polars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gatewise.data.header import Grid
from gatewise.data.problems import counted, name_rows
from gatewise.data.table import Table
from gatewise.errors import InputError, MissingExtraError

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
        came = f"a broken Parquet file ({_first_line(error)})"
        remedy = "Write or fetch the file once more."
        raise InputError.at(source, None, came, "a complete Parquet file", remedy) from error
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
        raise MissingExtraError.of("fastexcel", "excel", f"Reading {source}") from error
    try:
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps leading empty rows, without which row numbers would be off.
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except fastexcel.FastExcelError as error:
        came = f"a broken Excel workbook ({_first_line(error)})"
        remedy = "Save it once more as .xlsx, without a password."
        raise InputError.at(source, None, came, "a workbook (.xlsx)", remedy) from error
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
        others = ", ".join(map(repr, sheets[1:]))
        notes.append(f"Read the first sheet, {sheets[0]!r}; left aside: {others}.")
    if blank:
        notes.append(f"Passed over {counted(len(blank), 'empty row')} ({name_rows(blank)}).")
    return notes


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
