"""Labelled texts to a file that every reader of such files, ours first, reads back the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

from gatewise.bundle.files import write_file
from gatewise.data.labels import Label, is_multilabel, label_names, label_sets
from gatewise.errors import OutputError
from gatewise.languages import say

__all__ = ["write_rows"]

_FORMATS = (".csv", ".tsv", ".jsonl")
_JOINT = ";"
_NOT_IN_TSV = re.compile(r"[\t\n\r]")


def write_rows(path: Path, texts: Sequence[str], labels: Sequence[Label]) -> tuple[str, ...]:
    """Write columns `text` and `label` in UTF-8, whole or not at all.

    Label sets are lists in a `.jsonl`, and joined with semicolons in the other formats.

    Args:
        path: Its ending tells the format: `.csv`, `.tsv` or `.jsonl`.
        texts: N texts.
        labels: N labels.

    Returns:
        Sentences that tell what the file cannot say itself.

    Raises:
        OutputError: The ending is another one, a `.tsv` would have to hold a tab or a line break,
            a label that is to be joined holds a semicolon, or the place cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in _FORMATS:
        message = say(
            "{path}: expected a name that ends in {endings}. Rename the output.",
            path=path,
            endings=say(", ").join(_FORMATS),
        )
        raise OutputError(message)
    notes: tuple[str, ...] = ()
    if kind == ".jsonl":
        content = _jsonl(texts, labels)
    else:
        if is_multilabel(labels):
            notes = (_tell_joined(path),)
        names = _joined(path, labels)
        if kind == ".tsv":
            _check_tsv(path, texts, names)
        content = _delimited(texts, names, is_tsv=kind == ".tsv")
    write_file(path, content.encode())
    return notes


def _jsonl(texts: Sequence[str], labels: Sequence[Label]) -> str:
    return "".join(
        json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n"
        for text, label in zip(texts, labels, strict=True)
    )


def _joined(path: Path, labels: Sequence[Label]) -> list[str]:
    """A name for each row's label, or for all of them."""
    if not is_multilabel(labels):
        return label_names(labels)
    sets = label_sets(labels)
    odd = next((name for names in sets for name in names if _JOINT in name), None)
    if odd is not None:
        message = say(
            "{path}: the label {label} holds a semicolon, with which labels are joined here; "
            "expected none in this format. Write a .jsonl instead.",
            path=path,
            label=repr(odd),
        )
        raise OutputError(message)
    return [_JOINT.join(names) for names in sets]


def _tell_joined(path: Path) -> str:
    return say(
        "{path}: the labels of a row are joined with semicolons; read it with "
        '--label-separator "{separator}".',
        path=path,
        separator=_JOINT,
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
            message = say(
                "{path}: row {number} of {all} holds a tab or a line break; expected neither in a "
                ".tsv. Write a .csv or .jsonl instead.",
                path=path,
                number=number,
                all=len(texts),
            )
            raise OutputError(message)
