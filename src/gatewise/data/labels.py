"""Whether labels can be learnt from: the classes, their sizes, and which have only one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gatewise.data.problems import counted
from gatewise.data.read import Dataset
from gatewise.errors import InputError

__all__ = ["LabelFacts", "check_labels"]

_SHOWN = 5


@dataclass(frozen=True)
class LabelFacts:
    """The classes of a dataset.

    Attributes:
        classes: Labels in the order of their characters (so `10` comes before `9`).
        counts: Rows of each class, in the same order.
        one_row_classes: The classes with a single row, which can only be trained on.
        notes: Sentences that tell the latter.
    """

    classes: tuple[str, ...]
    counts: tuple[int, ...]
    one_row_classes: tuple[str, ...]
    notes: tuple[str, ...]


def check_labels(dataset: Dataset) -> LabelFacts:
    """Count the classes of a dataset.

    Args:
        dataset: With labels.

    Raises:
        InputError: When there are no labels, fewer than two classes, or one row of every class.
    """
    if dataset.labels is None:
        came, remedy = "there are no labels", "Name their column with --label."
        raise InputError.at(dataset.source, None, came, "a label in each row", remedy)
    counter = Counter(dataset.labels)
    classes = tuple(sorted(counter))
    if len(classes) < 2:
        came = f"all {counted(len(dataset.labels), 'row')} have the label {classes[0]!r}"
        remedy = "Add rows of another class, or name another column with --label."
        raise InputError.at(dataset.source, None, came, "at least two classes", remedy)
    single = tuple(label for label in classes if counter[label] == 1)
    if len(single) == len(classes):
        came = f"each of the {len(classes)} labels in column {dataset.label_column!r} occurs once"
        remedy = "Add rows, or name another column with --label."
        raise InputError.at(dataset.source, None, came, "several rows of a class", remedy)
    counts = tuple(counter[label] for label in classes)
    return LabelFacts(classes, counts, single, _tell_single(dataset, single))


def _tell_single(dataset: Dataset, single: tuple[str, ...]) -> tuple[str, ...]:
    if not single or dataset.labels is None:
        return ()
    places = dataset.files or [f"row {row}" for row in dataset.rows]
    place_of = dict(zip(dataset.labels, places, strict=True))
    told = ", ".join(f"{label!r} ({place_of[label]})" for label in single[:_SHOWN])
    more = f" and {len(single) - _SHOWN} more" if len(single) > _SHOWN else ""
    count = f"{len(single)} class{'es' * (len(single) > 1)}"
    return (f"{count} with one row, kept for training, never measured: {told}{more}.",)
