"""Whether labels can be learnt from: the classes, their sizes, and which have only one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatewise.data.dataset import Dataset
from gatewise.data.labels import Kind, as_sets, count_labels
from gatewise.data.problems import counted, few
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["LabelFacts", "check_labels"]

_SHOWN = 5


@dataclass(frozen=True)
class LabelFacts:
    """The classes of a dataset.

    Attributes:
        kind: Whether a row has one label or a set of labels.
        classes: Labels in the order of their characters (so `10` comes before `9`).
        counts: Rows of each class, in the same order.
        one_row_classes: The classes with a single row, which can only be trained on.
        labels_per_row: The mean number of labels a row.
        most_labels: The largest number of labels in a row.
        unlabelled: The number of rows without a label; only multi-label data have such.
        notes: Sentences that tell the classes with a single row.
    """

    kind: Kind
    classes: tuple[str, ...]
    counts: tuple[int, ...]
    one_row_classes: tuple[str, ...]
    labels_per_row: float
    most_labels: int
    unlabelled: int
    notes: tuple[str, ...]


def check_labels(dataset: Dataset) -> LabelFacts:
    """Count the classes of a dataset.

    Args:
        dataset: With labels.

    Raises:
        InputError: When there are no labels, fewer than two classes, or one row of every class.
    """
    if dataset.labels is None or dataset.kind is None:
        came, remedy = say("there are no labels"), say("Name their column with --label.")
        raise InputError.at(dataset.source, None, came, say("a label in each row"), remedy)
    counts = count_labels(dataset.labels)
    _check_number(dataset, counts)
    single = tuple(label for label, count in counts.items() if count == 1)
    if len(single) == len(counts):
        came = say(
            "each of the {n} labels in column {column!r} occurs once",
            n=len(counts),
            column=dataset.label_column,
        )
        remedy = say("Add rows, or name another column with --label.")
        raise InputError.at(dataset.source, None, came, say("several rows of a class"), remedy)
    sizes = [len(labels) for labels in as_sets(dataset.labels)]
    return LabelFacts(
        kind=dataset.kind,
        classes=tuple(counts),
        counts=tuple(counts.values()),
        one_row_classes=single,
        labels_per_row=sum(sizes) / len(sizes),
        most_labels=max(sizes),
        unlabelled=sizes.count(0),
        notes=_tell_single(dataset, single),
    )


def _check_number(dataset: Dataset, counts: Mapping[str, int]) -> None:
    if len(counts) >= 2:
        return
    rows = len(dataset.texts)
    if not counts:
        came = say("not one of {rows} rows carries a label", rows=rows)
    elif dataset.kind == "multilabel":
        came = say("the only label of {rows} rows is {label}", rows=rows, label=repr(*counts))
    else:
        came = say(
            "all {rows} have the label {label!r}",
            rows=counted(rows, "row"),
            label=next(iter(counts)),
        )
    remedy = say("Add rows of another class, or name another column with --label.")
    raise InputError.at(dataset.source, None, came, say("at least two classes"), remedy)


def _tell_single(dataset: Dataset, single: tuple[str, ...]) -> tuple[str, ...]:
    if not single or dataset.labels is None:
        return ()
    places = dataset.files or [say("row {row}", row=row) for row in dataset.rows]
    labelled = zip(as_sets(dataset.labels), places, strict=True)
    place_of = {label: place for labels, place in labelled for label in labels}
    named = [say("{label!r} ({place})", label=label, place=place_of[label]) for label in single]
    return (
        say(
            "{classes} with one row, kept for training, never measured: {told}.",
            classes=counted(len(single), "class"),
            told=few(named, _SHOWN),
        ),
    )
