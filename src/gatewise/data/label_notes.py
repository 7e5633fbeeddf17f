"""The sentences that tell what was found in labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gatewise.data.label_fields import Changes, Labels
from gatewise.data.labels import Label, count_labels
from gatewise.data.problems import Places, counted, name_rows
from gatewise.languages import say

__all__ = ["FoundLabels", "joined_by", "tell_labels"]

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SHOWN_CLASSES = 5
_SEPARATORS = (";", "|", ",", "；", "、", "，")
_LONGEST_SHOWN = 60
_FEWEST_JOINED = 0.05


@dataclass
class FoundLabels:
    """The labels of all rows, counted.

    Attributes:
        counts: How many rows that were kept have each value, in the order they were met.
        without: Where rows without a label are; only label sets can be empty.
        changes: What was done to labels, of rows that were dropped too.
        listed: The values are label sets.
    """

    counts: Counter[Label] = field(default_factory=Counter)
    without: Places = field(default_factory=Places)
    changes: Changes = field(default_factory=Changes)
    listed: bool = False

    @property
    def several(self) -> bool:
        """Whether some row has not exactly one label; else sets are taken as single labels."""
        return self.listed and any(len(value) != 1 for value in self.counts)

    def add(self, labels: Labels, kept: Sequence[int], places: Sequence[int | str]) -> None:
        """Count the labels of further rows.

        Args:
            labels: Of all these rows.
            kept: Which of them are kept.
            places: The rows' numbers, or their files.
        """
        values = [labels.values[i] for i in kept]
        self.counts.update(values)
        self.without.add([places[i] for i in kept if not labels.values[i]])
        self.changes.add(labels.changes)
        self.listed = labels.listed


def tell_labels(
    found: FoundLabels, *, noun: Literal["row", "file"], separator: str | None
) -> list[str]:
    """Tell whether rows have several labels, labels that are numbers, and labels that were changed.

    Args:
        found: The labels that were kept.
        noun: What the places of `found.without` are.
        separator: At which they were split.
    """
    values = [*found.counts]
    if found.several:
        notes = _tell_sets(found, noun)
    else:
        names = Counter({"".join(value): n for value, n in found.counts.items()})
        notes = _tell_names(names, listed=found.listed, separator=separator)
    return [*notes, *_tell_changes(found.changes, count_labels(values))]


def joined_by(names: Iterable[str] | Mapping[str, int]) -> str | None:
    """The separator at which labels look as if several were written in one; None if they do not.

    At least a twentieth of the rows has it, and at least half of the parts occur in several labels.

    Args:
        names: A name a row, or how many rows have each name.
    """
    rows = Counter(names)
    for separator in _SEPARATORS:
        joined = [name for name in rows if separator in name]
        if len(joined) < 2 or sum(rows[name] for name in joined) < _FEWEST_JOINED * rows.total():
            continue
        parts = Counter(
            part for name in rows for part in {part.strip() for part in name.split(separator)}
        )
        within = {part.strip() for name in joined for part in name.split(separator)}
        if 2 * sum(parts[part] > 1 for part in within) >= len(within):
            return separator
    return None


def _tell_sets(found: FoundLabels, noun: Literal["row", "file"]) -> list[str]:
    sizes = {value: len(value) for value in found.counts}
    mean = sum(sizes[value] * n for value, n in found.counts.items()) / found.counts.total()
    notes = [
        say(
            "Several labels a row (multi-label): {mean} on average, at most {most}.",
            mean=f"{mean:.2f}",
            most=max(sizes.values()),
        )
    ]
    if found.without:
        where = name_rows(found.without, noun)
        count = len(found.without)
        notes.append(say("Rows that carry no label: {n} ({where}).", n=count, where=where))
    return notes


def _tell_names(names: Mapping[str, int], *, listed: bool, separator: str | None) -> list[str]:
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
