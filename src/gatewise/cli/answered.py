"""Files that `gatewise predict` answers portion by portion; texts on stdin need none of this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from gatewise.data.content import Content
from gatewise.data.dataset import Dataset
from gatewise.data.encodings import recognise_unicode
from gatewise.data.portions import Portions, portions
from gatewise.runtime import Answer, Predictor
from gatewise.training.ahead import ahead

__all__ = ["answer_portions", "forced_encoding", "read_portions"]

_ROWS_AT_ONCE = 4096


def read_portions(
    data: str, *, text: Sequence[str], encoding: str | None, skip_bad_rows: bool
) -> Portions:
    """Read a file through, and give its rows a few thousand at a time; labels are of no use.

    Raises:
        InputError: It cannot be read.
    """
    return portions(
        data,
        rows=_ROWS_AT_ONCE,
        text=text,
        encoding=encoding,
        skip_bad_rows=skip_bad_rows,
        labels="unused",
    )


def answer_portions(
    predictor: Predictor, rows: Portions, *, top: int
) -> Iterator[tuple[Dataset, list[Answer]]]:
    """Portions with their answers; the next portion is read while one is classified."""
    reading = iter(rows)
    with closing(ahead(lambda _: next(reading, None), count())) as datasets:
        for dataset in datasets:
            if dataset is None:
                return
            yield dataset, predictor.answer(dataset.texts, top=top)


def forced_encoding(data: str, encoding: str | None, *, written: bool) -> str | None:
    """The encoding to read DATA in; None to recognise it.

    Where answers are written, `--encoding` is theirs, and DATA that is Unicode stays what it is:
    read as GB18030, say, it would be nonsense without an error.
    """
    if encoding is None or encoding == "utf-8-sig":  # with its mark or without: recognised
        return None
    if written and Path(data).is_file():
        content = Content(Path(data))
        found = recognise_unicode(content.blocks())
        if found == "utf-8":
            nul = any(b"\0" in block for block in content.blocks())
            return encoding if nul else None  # with NUL it is UTF-16 without its mark
        if found:
            return None
    return encoding
