"""Findings on the classes: whether they can be learnt, their sizes, and their order."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from gatewise.data.labels import as_sets, is_multilabel, label_sets
from gatewise.data.problems import counted, few
from gatewise.data.split import sorted_by_label
from gatewise.doctor.finding import Finding, quoted
from gatewise.doctor.subject import Subject
from gatewise.languages import say

__all__ = [
    "LabelsPerRow",
    "few_rows",
    "labels_per_row",
    "one_row",
    "sorted_rows",
    "uneven_classes",
    "unlabelled_rows",
    "unlearnable_labels",
]

_FEW = 10  # with a tenth held out, smaller classes may have no row left to be measured on
_UNEVEN = 10  # from here on always answering the larger class is right in over 90 % of two
_NAMED = 5


@dataclass(frozen=True)
class LabelsPerRow:
    """How many labels the rows of a multi-label file have.

    Attributes:
        mean: Of all rows.
        max: The most in a row.
        none: How many rows have no label.
    """

    mean: float
    max: int
    none: int

    def to_json(self) -> dict[str, Any]:
        """The numbers as plain values."""
        return dict(vars(self))


def labels_per_row(subject: Subject) -> LabelsPerRow | None:
    """Count the labels of each row, where rows may have several."""
    labels = subject.dataset.labels
    if labels is None or not is_multilabel(labels):
        return None
    sizes = [len(names) for names in label_sets(labels)]
    return LabelsPerRow(sum(sizes) / len(sizes), max(sizes), sizes.count(0))


def unlearnable_labels(subject: Subject) -> Finding | None:
    """Labels from which nothing can be learnt, whatever the texts."""
    counts = subject.counts
    if not counts:
        came = say("No labels")
    elif len(counts) == 1:
        came = say("One label only, {label}", label=quoted(next(iter(counts))))
    elif max(counts.values()) == 1:
        came = say("{n} labels, each in a single row", n=len(counts))
    else:
        return None
    return subject.finding(
        "unlearnable_labels",
        "error",
        message=say("{came}; training needs two classes and several rows of one.", came=came),
        remedy=say("Add rows of other classes, or name another column with --label."),
    )


def one_row(subject: Subject) -> Finding | None:
    """Classes with a single row."""
    single = _of_size(subject, 1, 1)
    if not single:
        return None
    indices = _rows_of(subject, single)
    return subject.finding(
        "one_row_classes",
        "warning",
        message=say(
            "{classes} with a single row, too few to be on both sides of a split: {names} "
            "({places}).",
            classes=counted(len(single), "class"),
            names=few(list(map(quoted, single)), _NAMED),
            places=subject.places(indices),
        ),
        remedy=say("Add rows, or merge them with other classes."),
        indices=indices,
    )


def few_rows(subject: Subject) -> Finding | None:
    """Classes with several rows, but few."""
    small = _of_size(subject, 2, _FEW - 1)
    if not small:
        return None
    indices = _rows_of(subject, small)
    names = [f"{quoted(label)} {count}" for label, count in reversed(small.items())]
    return subject.finding(
        "few_row_classes",
        "warning",
        message=say(
            "{classes} with fewer than {least} rows: {names} ({places}).",
            classes=counted(len(small), "class"),
            least=_FEW,
            names=few(names, _NAMED),
            places=subject.places(indices),
        ),
        remedy=say("Add rows, or merge them with other classes; their own scores mean little."),
        indices=indices,
    )


def uneven_classes(subject: Subject) -> Finding | None:
    """A class many times the size of another."""
    counts = list(subject.counts.items())
    if not counts or counts[0][1] < _UNEVEN * counts[-1][1]:
        return None
    (large, most), (small, least) = counts[0], counts[-1]
    return subject.finding(
        "uneven_classes",
        "warning",
        message=say(
            "Class {large} has {most} rows, class {small} {least}: {times:.0f} times as many.",
            large=quoted(large),
            most=most,
            small=quoted(small),
            least=least,
            times=most / least,
        ),
        remedy=say(
            "Judge by macro F1 and by the scores of each class, not by accuracy; add rows of "
            "small classes."
        ),
    )


def unlabelled_rows(subject: Subject) -> Finding | None:
    """Rows with an empty set of labels."""
    labels = subject.dataset.labels or ()
    indices = [index for index, label in enumerate(labels) if label == ()]
    if not indices:
        return None
    return subject.finding(
        "unlabelled_rows",
        "info",
        message=say(
            "Rows that carry no label: {n}, {share} ({places}).",
            n=len(indices),
            share=subject.share(indices),
            places=subject.places(indices),
        ),
        remedy=say(
            "They are trained on and measured as rows to which no label applies. If their labels "
            "are only missing, add them or take the rows out."
        ),
        indices=indices,
    )


def sorted_rows(subject: Subject) -> Finding | None:
    """Rows that stand class by class."""
    labels = subject.dataset.labels
    if labels is None or not sorted_by_label(labels):
        return None
    begins = [i for i in range(len(labels)) if i == 0 or labels[i] != labels[i - 1]]
    return subject.finding(
        "sorted_by_label",
        "warning",
        message=say(
            "Rows sorted by label: the classes begin at {places}.", places=subject.places(begins)
        ),
        remedy=say(
            "Shuffle before any cut in file order, which would keep whole classes out of "
            "training; Gatewise shuffles unless --no-shuffle is given."
        ),
        indices=begins,
    )


def _of_size(subject: Subject, low: int, high: int) -> dict[str, int]:
    return {label: count for label, count in subject.counts.items() if low <= count <= high}


def _rows_of(subject: Subject, labels: Container[str]) -> list[int]:
    sets = as_sets(subject.dataset.labels or ())
    return [i for i, names in enumerate(sets) if any(name in labels for name in names)]
