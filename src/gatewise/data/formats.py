"""Which reader a file or folder gets."""

from __future__ import annotations

from pathlib import Path

from gatewise.data.binary import open_excel, open_parquet
from gatewise.data.content import Content
from gatewise.data.delimited import read_delimited
from gatewise.data.encodings import recognise
from gatewise.data.fasttext import open_fasttext
from gatewise.data.folder import open_folder
from gatewise.data.jsonl import read_jsonl
from gatewise.data.layout import layout_of
from gatewise.data.problems import BadRows
from gatewise.data.source import file_format, is_folder, refuse_binary
from gatewise.data.table import Source, Wanted
from gatewise.data.text import Text

__all__ = ["open_source"]


def open_source(
    path: Path, name: str, encoding: str | None, wanted: Wanted, bad: BadRows, *, size: int
) -> Source:
    """Open a file or folder, and decide on its encoding and layout.

    Args:
        path: The file or folder.
        name: As the user named it.
        encoding: A forced encoding, or None.
        wanted: What the user asked for.
        bad: Whether bad rows are skipped.
        size: Rows a portion. A workbook and a folder are whole in memory all the same, and so is
            a Parquet file that is packed.

    Raises:
        InputError: It cannot be read.
        MissingExtraError: For `.xlsx` without the `excel` extra.
    """
    if is_folder(path):
        return open_folder(path, encoding=encoding, bad=bad, size=size)
    kind = file_format(path)
    content = Content(path)
    if kind == ".parquet":
        return open_parquet(content, name, size=size)
    if kind == ".xlsx":
        return open_excel(content.whole(), name, size=size)
    refuse_binary(name, next(content.blocks()))
    spelling = encoding or recognise(content.blocks)
    text = Text.examined(content, name, spelling, keep_broken=bad.skip)
    if kind == ".txt":
        return open_fasttext(text, labels_required=wanted.labels_required, size=size)
    if kind in (".jsonl", ".ndjson"):
        return Source(lambda bad: read_jsonl(text, size=size, bad=bad), spelling)
    layout = layout_of(text, is_tsv=kind == ".tsv")
    return Source(
        lambda bad: read_delimited(text, layout, size=size, bad=bad),
        spelling,
        layout.notes,
        headed=True,
    )
