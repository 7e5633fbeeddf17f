"""The forms that labels come in, as what the training takes. N texts, C classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import column_or_1d

from gatewise.data.labels import Label, as_label_set
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Form", "Targets", "read_targets"]

Form: TypeAlias = Literal["single", "collections", "indicator"]
"""One label a row; a collection of labels a row; or 0 and 1, a row a text, a column a label."""


@dataclass(frozen=True)
class Targets:
    """The labels of N rows.

    Args:
        form: How they were given.
        values: What each row carries, as numbers of `classes`; of one label each, one number.
        classes: Every label once, sorted, as it was given, shape (C,); of an indicator the
            numbers of its columns.
    """

    form: Form
    values: list[list[int]]
    classes: NDArray[Any]

    def names(self) -> list[Label]:
        """The labels as the training takes them: whatever is no string by its `str`."""
        names = [str(label) for label in self.classes]
        if self.form == "single":
            return [names[number] for (number,) in self.values]
        return [as_label_set(names[number] for number in row) for row in self.values]


def read_targets(y: Any) -> Targets:
    """Find out the form of `y`, and read it.

    Args:
        y: N labels, N collections of labels, or (N, C) of 0 and 1: an array, a sparse matrix or
            N lists.

    Raises:
        InputError: It has none of these forms.
    """
    if hasattr(y, "toarray"):
        return _indicator(np.asarray(y.toarray()))
    if hasattr(y, "__array__") and not isinstance(y, Iterable):
        y = np.asarray(y)
    shape: tuple[int, ...] = getattr(y, "shape", ())
    if len(shape) == 2 and shape[1] != 1:
        return _indicator(np.asarray(y))
    if y is None:
        raise InputError(
            say(
                "fit requires y to be passed, but the target y is None; expected a list of labels. "
                "Write fit(texts, labels)."
            )
        )
    if isinstance(y, str | bytes | Mapping) or not isinstance(y, Iterable):
        raise InputError(
            say(
                "y is a {kind}; expected a list of labels. Write fit(texts, labels).",
                kind=type(y).__name__,
            )
        )
    return _listed(list(column_or_1d(np.asarray(y), warn=True) if len(shape) == 2 else y))


def _listed(rows: list[Any]) -> Targets:
    several = [_is_collection(row) for row in rows]
    if any(several):
        return _collections(rows, several)
    _check(rows, "y")
    classes, numbers = _unique(rows)
    if classes.dtype.kind == "f" and (classes != np.rint(classes)).any():
        raise InputError(
            say(
                "y holds continuous numbers such as {value}; expected labels. Convert them with "
                "str() if each stands for a class.",
                value=classes[classes != np.rint(classes)].tolist()[0],
            )
        )
    return Targets("single", [[number] for number in numbers], classes)


def _indicator(y: NDArray[Any]) -> Targets:
    wrong = y[(y != 0) & (y != 1)]
    if wrong.size:
        raise InputError(
            say(
                "y has {columns} columns and holds {value!r}; expected 0 and 1, a column a label, "
                "or one label a row.",
                columns=y.shape[1],
                value=wrong.tolist()[0],
            )
        )
    rows = [np.flatnonzero(row).tolist() for row in y]
    return Targets("indicator", rows, np.arange(y.shape[1]))


def _collections(rows: list[Any], several: list[bool]) -> Targets:
    if not all(several):
        number = several.index(not several[0])
        raise InputError(
            say(
                "y[{number}] is {label!r} and y[0] is {first!r}; expected one label in every row, "
                "or a collection of labels in every row.",
                number=number,
                label=rows[number],
                first=rows[0],
            )
        )
    for number, row in enumerate(rows):
        _check(list(row), f"y[{number}]")
    if _is_matrix(rows):
        return _indicator(np.asarray([list(row) for row in rows]))
    classes, numbers = _unique(list(chain.from_iterable(rows)))
    rest = iter(numbers)
    return Targets("collections", [sorted({next(rest) for _ in row}) for row in rows], classes)


def _is_matrix(rows: list[Any]) -> bool:
    """Whether rows of equal length hold nothing but 0 and 1.

    They cannot be collections of the labels 0 and 1: with two or more in each, which do not
    repeat, all would be the same.
    """
    if any(not isinstance(row, Sequence | np.ndarray) for row in rows):
        return False
    lengths = {len(row) for row in rows}
    return (
        len(lengths) == 1
        and min(lengths) > 1
        and all(v in (0, 1) for v in chain.from_iterable(rows))
    )


def _unique(labels: list[Any]) -> tuple[NDArray[Any], list[int]]:
    """The different labels, sorted, and which of them each is."""
    try:
        classes, numbers = np.unique(np.asarray(labels), return_inverse=True)
    except TypeError as error:
        kinds = ", ".join(sorted({type(label).__name__ for label in labels}))
        raise InputError(
            say(
                "y holds labels of the types {kinds}, which have no order; expected one type. "
                "Convert them with str().",
                kinds=kinds,
            )
        ) from error
    return classes, numbers.tolist()


def _is_collection(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _is_label(value: object) -> bool:
    """Whether it is one value, and none that stands for nothing as None and NaN do."""
    if value is None or isinstance(value, Mapping) or _is_collection(value):
        return False
    try:
        return bool(value == value)
    except TypeError:  # what is missing in pandas is neither equal nor unequal to itself
        return False


def _check(labels: list[Any], name: str) -> None:
    for number, label in enumerate(labels):
        if not _is_label(label):
            raise InputError(
                say(
                    "{name}[{number}] is {label!r}; expected one label. Drop the row.",
                    name=name,
                    number=number,
                    label=label,
                )
            )
