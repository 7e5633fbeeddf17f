"""The sentences that tell what was found in labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from gatewise.data.label_fields import Changes, Labels
from gatewise.data.labels import (
    Label,
    LabelSet,
    count_labels,
    is_multilabel,
    label_names,
    label_sets,
)
from gatewise.data.problems import counted, name_rows
from gatewise.languages import say

__all__ = ["joined_by", "tell_labels"]

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SHOWN_CLASSES = 5
_SEPARATORS = (";", "|", ",", "；", "、", "，")
_LONGEST_SHOWN = 60
_FEWEST_JOINED = 0.05


def tell_labels(
    labels: Labels,
    values: Sequence[Label],
    places: Sequence[int | str],
    *,
    separator: str | None = None,
) -> list[str]:
    """Tell whether rows have several labels, labels that are numbers, and labels that were changed.

    Args:
        labels: As they were taken from the table.
        values: The labels that were kept.
        places: Their row numbers; of a folder, their files.
        separator: At which they were split.
    """
    if is_multilabel(values):
        notes = _tell_sets(label_sets(values), places)
    else:
        notes = _tell_names(label_names(values), listed=labels.listed, separator=separator)
    return [*notes, *_tell_changes(labels.changes, count_labels(values))]


def joined_by(names: Sequence[str]) -> str | None:
    """The separator at which labels look as if several were written in one; None if they do not.

    At least a twentieth of the rows has it, and at least half of the parts occur in several labels.
    """
    rows = Counter(names)
    for separator in _SEPARATORS:
        joined = [name for name in rows if separator in name]
        if len(joined) < 2 or sum(rows[name] for name in joined) < _FEWEST_JOINED * len(names):
            continue
        parts = Counter(
            part for name in rows for part in {part.strip() for part in name.split(separator)}
        )
        within = {part.strip() for name in joined for part in name.split(separator)}
        if 2 * sum(parts[part] > 1 for part in within) >= len(within):
            return separator
    return None


def _tell_sets(sets: Sequence[LabelSet], places: Sequence[int | str]) -> list[str]:
    sizes = [len(names) for names in sets]
    mean = sum(sizes) / len(sizes)
    notes = [
        say(
            "Several labels a row (multi-label): {mean} on average, at most {most}.",
            mean=f"{mean:.2f}",
            most=max(sizes),
        )
    ]
    without = [place for place, size in zip(places, sizes, strict=True) if not size]
    if without:
        where = name_rows(without, "row" if isinstance(without[0], int) else "file")
        notes.append(say("Rows that carry no label: {n} ({where}).", n=len(without), where=where))
    return notes


def _tell_names(names: Sequence[str], *, listed: bool, separator: str | None) -> list[str]:
    if listed and separator is None:
        return [
            say("Each list of labels holds one, so this is taken as one label a row (multi-class).")
        ]
    if listed:
        sentence = say(
            "Split at {separator}, each row has one label, so this is taken as one label a row "
            "(multi-class).",
            separator=repr(separator),
        )
        return [sentence]
    mark = joined_by(names)
    if mark is None:
        return []
    example = next(name for name in names if mark in name)
    return [
        say(
            "Labels such as {label} look like several in one, and each is taken whole; "
            '--label-separator "{separator}" would split them.',
            label=repr(example[:_LONGEST_SHOWN]),
            separator=mark,
        )
    ]


def _tell_changes(changes: Changes, classes: Collection[str]) -> list[str]:
    notes = []
    if classes and all(_NUMBER.fullmatch(name) for name in classes):
        shown = say(", ").join([*classes][:_SHOWN_CLASSES])
        shown += " …" * (len(classes) > _SHOWN_CLASSES)
        notes.append(
            say("Labels are numbers ({shown}), each taken as the name of a class.", shown=shown)
        )
    elif changes.converted:
        count = counted(changes.converted, "label")
        notes.append(
            say("{labels} that were no strings are taken as they are written.", labels=count)
        )
    if changes.trimmed:
        count = counted(changes.trimmed, "label")
        notes.append(say("White space around {labels} was taken off.", labels=count))
    if changes.merged:
        notes.append(say("Labels named twice in a row and merged: {n}.", n=changes.merged))
    if changes.blank:
        notes.append(say("Blank parts between separators, left out: {n}.", n=changes.blank))
    if changes.bare:
        notes.append(
            say("Labels outside of lists, each taken as a list of one: {n}.", n=changes.bare)
        )
    return notes
