"""Read labelled texts from whatever a user has, and tell every decision that was taken.

A format's reader gives a `Table`; the columns are chosen; cells become texts and labels. Whatever
cannot be used raises `InputError` with the file, the row and a remedy; whatever can be used but
matters becomes a sentence in `Dataset.notes`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from gatewise.data.binary import read_excel, read_parquet
from gatewise.data.columns import Choice, choose_columns
from gatewise.data.delimited import read_delimited
from gatewise.data.encodings import check_encoding_name, decode, detect
from gatewise.data.fasttext import read_fasttext
from gatewise.data.fields import Labels, check_strings, labels_of, texts_of
from gatewise.data.folder import read_folder
from gatewise.data.header import name_columns
from gatewise.data.jsonl import read_jsonl
from gatewise.data.labels import Kind, Label, is_multilabel
from gatewise.data.notes import tell_encoding, tell_labels, tell_texts
from gatewise.data.problems import BadRows, counted, name_rows
from gatewise.data.source import file_format, is_folder, load_bytes, refuse_address, refuse_binary
from gatewise.data.table import Table, Wanted
from gatewise.errors import InputError

__all__ = ["Dataset", "read"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Dataset:
    """Texts, perhaps labels, and all that is known of where they come from.

    Attributes:
        source: As the user named it.
        texts: Raw texts; several text columns are joined by a line break.
        labels: A label a text, or a sorted tuple of labels a text (multi-label); None where labels
            are optional and not all there.
        rows: 1-based number of each text's row as an editor or spreadsheet counts (a header is row
            1; a row of several lines has the number of its first); in a folder, of the file.
        files: The file of each text where the source is a folder.
        columns: Every column by name in file order, text and label too, as the reader gave it.
        text_columns: The columns that make the text.
        label_column: The label column; None where there is none.
        encoding: For example `utf-8`, `utf-8-sig`, `utf-16`, `gb18030`, `big5`.
        notes: Sentences that tell each decision.
        skipped_rows: Numbers of bad rows that were dropped.
        weights: A weight a text, at least 0 and not all 0; None where no column was named.
    """

    source: str
    texts: list[str]
    labels: Sequence[Label] | None
    rows: list[int]
    files: list[str] | None
    columns: dict[str, list[object]]
    text_columns: tuple[str, ...]
    label_column: str | None
    encoding: str
    notes: tuple[str, ...]
    skipped_rows: tuple[int, ...]
    weights: list[float] | None = None

    @property
    def kind(self) -> Kind | None:
        """Whether each row has one label or a set of labels; None without labels."""
        if self.labels is None:
            return None
        return "multilabel" if is_multilabel(self.labels) else "multiclass"


def read(
    source: str | Path,
    *,
    text: Sequence[str] = (),
    label: str | None = None,
    encoding: str | None = None,
    skip_bad_rows: bool = False,
    labels: Literal["required", "optional"] = "required",
) -> Dataset:
    """Read a CSV, TSV, JSON Lines, Parquet, Excel or fastText file, or a folder of class folders.

    Args:
        source: The file or folder; text formats also packed as `.gz` or `.zst`.
        text: Text columns by name or 1-based number, joined by a line break; found when empty.
        label: The label column likewise; found when None.
        encoding: Force this encoding instead of recognising it.
        skip_bad_rows: Drop and count rows that cannot be used, instead of refusing the file.
        labels: Whether rows without labels are of use, as they are for predicting.

    Raises:
        InputError: For anything that cannot be read; the message names file, row and remedy.
        MissingExtraError: For `.xlsx` without the `excel` extra.
    """
    name = str(source)
    asked = (text,) if isinstance(text, str) else tuple(text)
    wanted = Wanted(asked, label, labels_required=labels == "required")
    bad = BadRows(name, skip=skip_bad_rows)
    refuse_address(name)
    if encoding is not None:
        check_encoding_name(encoding, name)
    with _paused_collector():
        table = _read_table(Path(source), name, encoding, wanted, bad)
        check_strings(table, bad)
        choice = _choose(table, wanted, name)
        found_texts = texts_of(table, choice.text, bad)
        found_labels, aside = _labels(table, choice, wanted, bad)
        values = None if found_labels is None else found_labels.values
        dataset = _assemble(table, choice, found_texts.values, values, bad)
    notes = (
        *tell_encoding(table.encoding, forced=encoding is not None),
        *table.notes,
        *choice.notes,
        *tell_texts(found_texts, dataset.texts, dataset.rows, dataset.files),
        *(tell_labels(found_labels, dataset.labels or []) if found_labels is not None else ()),
        *aside,
        *bad.notes(),
    )
    return replace(dataset, notes=notes)


def _read_table(path: Path, name: str, encoding: str | None, wanted: Wanted, bad: BadRows) -> Table:
    if is_folder(path):
        return read_folder(path, encoding=encoding, bad=bad)
    kind = file_format(path)
    data = load_bytes(path)
    if kind == ".parquet":
        return read_parquet(data, name)
    if kind == ".xlsx":
        return name_columns(read_excel(data, name), wanted, name)
    refuse_binary(name, data)
    spelling = encoding or detect(data)
    content = decode(data, name, spelling, keep_broken=bad.skip)
    if kind in (".jsonl", ".ndjson"):
        table = read_jsonl(content, bad=bad)
    elif kind == ".txt":
        table = read_fasttext(content, labels_required=wanted.labels_required, bad=bad)
    else:
        grid = read_delimited(content, is_tsv=kind == ".tsv", bad=bad)
        table = name_columns(grid, wanted, name)
    return replace(table, encoding=spelling)


def _choose(table: Table, wanted: Wanted, source: str) -> Choice:
    if not table.rows:
        remedy = "Give a file with one labelled text a row."
        raise InputError.at(source, None, "there are no usable rows", "rows of text", remedy)
    choice = choose_columns(table.columns, wanted, source)
    return replace(choice, notes=()) if table.names_are_ours else choice


def _labels(
    table: Table, choice: Choice, wanted: Wanted, bad: BadRows
) -> tuple[Labels | None, list[str]]:
    """The labels, and what to tell where optional ones are left aside."""
    if choice.label is None:
        return None, []
    if wanted.labels_required or wanted.label is not None:
        return labels_of(table, choice.label, bad), []
    without = BadRows(bad.source, skip=True)
    try:
        labels = labels_of(table, choice.label, without)
    except InputError:
        return None, ["Labels are left aside: several a row are not supported by this version yet."]
    if without.rows:
        return None, [f"Labels are left aside, for want of one in {name_rows(without.rows)}."]
    return labels, []


def _assemble(
    table: Table, choice: Choice, texts: list[str], labels: Sequence[Label] | None, bad: BadRows
) -> Dataset:
    kept = [i for i, row in enumerate(table.rows) if row not in bad.reasons]
    if not kept:
        came = f"none of {counted(len(bad.rows), 'row')} can be used"
        remedy = "Leave out --skip-bad-rows to see the first reason."
        raise InputError.at(bad.source, None, came, "rows with a text and a label", remedy)
    every = len(kept) == len(table.rows)

    def take(values: Sequence[_T]) -> list[_T]:
        return list(values) if every else [values[i] for i in kept]

    return Dataset(
        source=bad.source,
        texts=take(texts),
        labels=None if labels is None else take(labels),
        rows=take(table.rows),
        files=None if table.files is None else take(table.files),
        columns={name: take(cells) for name, cells in table.columns.items()},
        text_columns=choice.text,
        label_column=choice.label,
        encoding=table.encoding,
        notes=(),
        skipped_rows=bad.rows,
    )


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Millions of new strings make Python's cycle collector run over and over: 3 s of 4 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
