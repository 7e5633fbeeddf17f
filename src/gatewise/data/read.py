"""Read labelled texts from whatever a user has, and tell every decision that was taken.

A format's reader gives portions of a `Table`; the columns are chosen; cells become texts and
labels. Whatever cannot be used raises `InputError` with the file, the row and a remedy; whatever
can be used but matters becomes a sentence in `Dataset.notes`. `portions.portions` does the same
with a portion in memory at a time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Literal, TypeVar

from gatewise.data.dataset import Dataset
from gatewise.data.reading import Reading
from gatewise.data.table import Wanted

__all__ = ["Dataset", "read"]

_ROWS_AT_ONCE = 1 << 14

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
    asked = (text,) if isinstance(text, str) else tuple(text)
    wanted = Wanted(asked, label, labels, weight)
    with _paused_collector():
        reading = Reading.of(
            source,
            wanted,
            encoding=encoding,
            skip=skip_bad_rows,
            separator=label_separator,
            size=_ROWS_AT_ONCE,
        )
        parts = list(reading.parts())
        judge = reading.judge(parts)
        judged = [judge.judge(part) for part in parts]
        found = reading.findings(judged)
        dataset = _joined([judge.dataset(each, found) for each in judged])
    return replace(dataset, notes=reading.notes(judge, found))


def _joined(portions: Sequence[Dataset]) -> Dataset:
    first = portions[0]
    if len(portions) == 1:
        return first
    return replace(
        first,
        texts=_chained(each.texts for each in portions),
        labels=_chained_if_there(each.labels for each in portions),
        rows=_chained(each.rows for each in portions),
        files=_chained_if_there(each.files for each in portions),
        columns={name: _chained(each.columns[name] for each in portions) for name in first.columns},
        skipped_rows=tuple(_chained(each.skipped_rows for each in portions)),
        weights=_chained_if_there(each.weights for each in portions),
    )


def _chained(lists: Iterable[Sequence[_T]]) -> list[_T]:
    return list(chain.from_iterable(lists))


def _chained_if_there(lists: Iterable[Sequence[_T] | None]) -> list[_T] | None:
    there = [each for each in lists if each is not None]
    return _chained(there) if there else None


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
