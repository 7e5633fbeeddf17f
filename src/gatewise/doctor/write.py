"""Labelled texts to a file that every reader of such files, ours first, reads back the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

from gatewise.bundle.files import write_file
from gatewise.errors import OutputError

__all__ = ["write_rows"]

_FORMATS = (".csv", ".tsv", ".jsonl")
_NOT_IN_TSV = re.compile(r"[\t\n\r]")


def write_rows(path: Path, texts: Sequence[str], labels: Sequence[str]) -> None:
    """Write columns `text` and `label` in UTF-8, whole or not at all.

    Args:
        path: Its ending tells the format: `.csv`, `.tsv` or `.jsonl`.
        texts: N texts.
        labels: N labels.

    Raises:
        OutputError: The ending is another one, a `.tsv` would have to hold a tab or a line break,
            or the place cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in _FORMATS:
        message = f"{path}: expected a name that ends in {', '.join(_FORMATS)}. Rename the output."
        raise OutputError(message)
    if kind == ".jsonl":
        content = _jsonl(texts, labels)
    else:
        if kind == ".tsv":
            _check_tsv(path, texts, labels)
        content = _delimited(texts, labels, is_tsv=kind == ".tsv")
    write_file(path, content.encode())


def _jsonl(texts: Sequence[str], labels: Sequence[str]) -> str:
    return "".join(
        json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n"
        for text, label in zip(texts, labels, strict=True)
    )


def _delimited(texts: Sequence[str], labels: Sequence[str], *, is_tsv: bool) -> str:
    content = io.StringIO()
    # Quotes around every field of a CSV also protect a lone carriage return; a TSV has them only
    # where a field holds a quote, which a reader could else take for the opening of one.
    if is_tsv:
        writer = csv.writer(content, delimiter="\t", lineterminator="\n")
    else:
        writer = csv.writer(content, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("text", "label"))
    writer.writerows(zip(texts, labels, strict=True))
    return content.getvalue()


def _check_tsv(path: Path, texts: Sequence[str], labels: Sequence[str]) -> None:
    for number, row in enumerate(zip(texts, labels, strict=True), 1):
        if any(_NOT_IN_TSV.search(field) for field in row):
            message = (
                f"{path}: row {number} of {len(texts)} holds a tab or a line break; expected "
                "neither in a .tsv. Write a .csv or .jsonl instead."
            )
            raise OutputError(message)
