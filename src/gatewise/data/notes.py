"""The sentences that tell what was found in encoding, texts and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gatewise.data.fields import Labels, Texts
from gatewise.data.problems import counted, name_rows

__all__ = ["tell_encoding", "tell_labels", "tell_texts"]

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SHOWN_CLASSES = 5


def tell_encoding(encoding: str, *, forced: bool) -> list[str]:
    """Name an encoding other than plain UTF-8."""
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return []
    return [f"Encoding: {encoding.upper()} ({'as asked' if forced else 'recognised'})."]


def tell_texts(texts: Texts, values: Sequence[str], rows: Sequence[int], noun: str) -> list[str]:
    """Tell empty texts and texts of which a part is missing.

    Args:
        texts: As they were taken from the table.
        values: The texts that were kept.
        rows: Their row numbers.
        noun: `row`, or `file` in a folder.
    """
    notes = []
    empty = [row for row, text in zip(rows, values, strict=True) if not text.strip()]
    if empty:
        where = name_rows(empty, noun)
        notes.append(f"{counted(len(empty), 'empty text')} ({where}), kept as empty.")
    if texts.partial:
        where = name_rows(texts.partial, noun)
        notes.append(f"{counted(len(texts.partial), 'text')} lack one of the columns ({where}).")
    return notes


def tell_labels(labels: Labels, values: Sequence[str]) -> list[str]:
    """Tell labels that are numbers, and labels that were changed.

    Args:
        labels: As they were taken from the table.
        values: The labels that were kept.
    """
    notes = []
    classes = sorted(set(values))
    if all(_NUMBER.fullmatch(name) for name in classes):
        shown = ", ".join(classes[:_SHOWN_CLASSES]) + " …" * (len(classes) > _SHOWN_CLASSES)
        notes.append(f"Labels are numbers ({shown}), each taken as the name of a class.")
    elif labels.converted:
        count = counted(labels.converted, "label")
        notes.append(f"{count} that were no strings are taken as they are written.")
    if labels.trimmed:
        notes.append(f"White space around {counted(labels.trimmed, 'label')} was taken off.")
    return notes
