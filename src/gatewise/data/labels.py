"""What a row is labelled with: one name (multi-class), or a set of names (multi-label)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Kind",
    "Label",
    "LabelSet",
    "as_label_set",
    "as_sets",
    "count_labels",
    "indicators",
    "is_multilabel",
    "label_names",
    "label_sets",
    "sets_of",
]

LabelSet: TypeAlias = tuple[str, ...]
"""Distinct names, sorted; a row may have none."""

Label: TypeAlias = str | LabelSet
"""A row's label; within one data set all are of one kind."""

Kind = Literal["multiclass", "multilabel"]


def is_multilabel(labels: Sequence[Label]) -> bool:
    """Whether rows carry label sets, as the first one tells; False where there are no rows."""
    return bool(labels) and isinstance(labels[0], tuple)


def label_names(labels: Sequence[Label]) -> list[str]:
    """The labels of a multi-class data set, one a row.

    Raises:
        TypeError: One of them is a label set; the caller has not looked at the kind.
    """
    names = [label for label in labels if isinstance(label, str)]
    if len(names) < len(labels):
        message = "label sets where one label a row was expected"
        raise TypeError(message)
    return names


def label_sets(labels: Sequence[Label]) -> list[LabelSet]:
    """The label sets of a multi-label data set, one a row.

    Raises:
        TypeError: One of them is a single label; the caller has not looked at the kind.
    """
    sets = [label for label in labels if isinstance(label, tuple)]
    if len(sets) < len(labels):
        message = "single labels where a label set a row was expected"
        raise TypeError(message)
    return sets


def as_label_set(names: Iterable[str]) -> LabelSet:
    """Names in the form of a `LabelSet`: sorted, each once."""
    return tuple(sorted(set(names)))


def as_sets(labels: Iterable[Label]) -> list[LabelSet]:
    """Labels of either kind as label sets; a single label is a set of one."""
    return [(label,) if isinstance(label, str) else label for label in labels]


def indicators(sets: Sequence[LabelSet], classes: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each row has each of `classes`, (N, C); other labels are passed over."""
    number = {label: i for i, label in enumerate(classes)}
    table = np.zeros((len(sets), len(classes)), np.bool_)
    for row, labels in enumerate(sets):
        table[row, [number[label] for label in labels if label in number]] = True
    return table


def sets_of(table: NDArray[np.bool_], classes: Sequence[str]) -> list[LabelSet]:
    """The labels of each row of `table`, (N, C): the inverse of `indicators`."""
    return [tuple(classes[i] for i in np.flatnonzero(row).tolist()) for row in table]


def count_labels(labels: Iterable[Label]) -> dict[str, int]:
    """The number of rows that carry each label, the labels in the order of their characters."""
    counts: dict[str, int] = {}
    for name in chain.from_iterable(as_sets(labels)):
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
