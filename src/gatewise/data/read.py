"""Read labelled texts from whatever a user has, and tell every decision that was taken.

A format's reader gives a `Table`; the columns are chosen; cells become texts and labels. Whatever
cannot be used raises `InputError` with the file, the row and a remedy; whatever can be used but
matters becomes a sentence in `Dataset.notes`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeVar

from gatewise.data.binary import read_excel, read_parquet
from gatewise.data.columns import Choice, choose_columns
from gatewise.data.dataset import Dataset
from gatewise.data.delimited import read_delimited
from gatewise.data.encodings import check_encoding_name, decode, detect
from gatewise.data.fasttext import read_fasttext
from gatewise.data.fields import check_strings, texts_of
from gatewise.data.folder import read_folder
from gatewise.data.header import name_columns
from gatewise.data.jsonl import read_jsonl
from gatewise.data.label_fields import Labels, labels_of
from gatewise.data.label_notes import tell_labels
from gatewise.data.labels import Label
from gatewise.data.notes import tell_encoding, tell_texts
from gatewise.data.problems import BadRows, counted, name_rows
from gatewise.data.source import file_format, is_folder, load_bytes, refuse_address, refuse_binary
from gatewise.data.table import Table, Wanted
from gatewise.data.weights import weights_of
from gatewise.errors import ConfigError, InputError
from gatewise.languages import say

__all__ = ["Dataset", "read"]

_T = TypeVar("_T")


def read(
    source: str | Path,
    *,
    text: Sequence[str] = (),
    label: str | None = None,
    label_separator: str | None = None,
    weight: str | None = None,
    encoding: str | None = None,
    skip_bad_rows: bool = False,
    labels: Literal["required", "optional"] = "required",
) -> Dataset:
    """Read a CSV, TSV, JSON Lines, Parquet, Excel or fastText file, or a folder of class folders.

    Args:
        source: The file or folder; text formats also packed as `.gz` or `.zst`.
        text: Text columns by name or 1-based number, joined by a line break; found when empty.
        label: The label column likewise; found when None.
        label_separator: What stands between several labels in one string; None takes strings whole.
        weight: The column of row weights; None weighs none, even if there is one of that name.
        encoding: Force this encoding instead of recognising it.
        skip_bad_rows: Drop and count rows that cannot be used, instead of refusing the file.
        labels: Whether rows without labels are of use, as they are for predicting.

    Raises:
        InputError: For anything that cannot be read; the message names file, row and remedy.
        ConfigError: For an empty `label_separator`.
        MissingExtraError: For `.xlsx` without the `excel` extra.
    """
    name = str(source)
    asked = (text,) if isinstance(text, str) else tuple(text)
    wanted = Wanted(asked, label, labels_required=labels == "required", weight=weight)
    bad = BadRows(name, skip=skip_bad_rows)
    refuse_address(name)
    if encoding is not None:
        check_encoding_name(encoding, name)
    _check_separator(label_separator)
    with _paused_collector():
        table = _read_table(Path(source), name, encoding, wanted, bad)
        check_strings(table, bad)
        choice = _choose(table, wanted, name)
        found_texts = texts_of(table, choice.text, bad)
        weights = None if choice.weight is None else weights_of(table, choice.weight, bad)
        found_labels, aside = _labels(table, choice, wanted, bad, label_separator)
        values = None if found_labels is None else found_labels.values
        dataset = _assemble(table, choice, found_texts.values, values, weights, bad)
    _check_weights(dataset, weight)
    notes = (
        *tell_encoding(table.encoding, forced=encoding is not None),
        *table.notes,
        *choice.notes,
        *tell_texts(found_texts, dataset.texts, dataset.rows, dataset.files),
        *(_told(found_labels, dataset, label_separator) if found_labels is not None else ()),
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
        came = say("there are no usable rows")
        remedy = say("Give a file with one labelled text a row.")
        raise InputError.at(source, None, came, say("rows of text"), remedy)
    choice = choose_columns(table.columns, wanted, source)
    return replace(choice, notes=()) if table.names_are_ours else choice


def _labels(
    table: Table, choice: Choice, wanted: Wanted, bad: BadRows, separator: str | None
) -> tuple[Labels | None, list[str]]:
    """The labels, and what to tell where optional ones are left aside."""
    if choice.label is None:
        return None, []
    if wanted.labels_required or wanted.label is not None:
        return labels_of(table, choice.label, bad, separator=separator), []
    without = BadRows(bad.source, skip=True)
    labels = labels_of(table, choice.label, without, separator=separator)
    if without.rows:
        places = name_rows(without.rows)
        return None, [say("Labels are left aside, for want of one in {places}.", places=places)]
    return labels, []


def _told(labels: Labels, dataset: Dataset, separator: str | None) -> list[str]:
    places = dataset.rows if dataset.files is None else dataset.files
    return tell_labels(labels, dataset.labels or [], places, separator=separator)


def _assemble(
    table: Table,
    choice: Choice,
    texts: list[str],
    labels: Sequence[Label] | None,
    weights: list[float] | None,
    bad: BadRows,
) -> Dataset:
    kept = [i for i, row in enumerate(table.rows) if row not in bad.reasons]
    if not kept:
        came = say("none of {rows} can be used", rows=counted(len(bad.rows), "row"))
        remedy = say("Leave out --skip-bad-rows to see the first reason.")
        raise InputError.at(bad.source, None, came, say("rows with a text and a label"), remedy)
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
        weights=None if weights is None else take(weights),
    )


def _check_separator(separator: str | None) -> None:
    if separator == "":
        message = say(
            "--label-separator is empty; expected what stands between the labels of a row, as ;. "
            "Give it, or leave the option out."
        )
        raise ConfigError(message)


def _check_weights(dataset: Dataset, column: str | None) -> None:
    if dataset.weights is not None and not any(dataset.weights):
        came = say("every weight in column {column} is 0", column=repr(column))
        remedy = say("Correct them, or name another column with --weight.")
        expected = say("a weight above 0 in some row")
        raise InputError.at(dataset.source, None, came, expected, remedy)


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
