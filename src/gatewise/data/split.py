"""Cut rows into parts or folds: seeded, stratified, and with equal texts always on one side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gatewise.data.deal import deal
from gatewise.data.labels import Label
from gatewise.data.problems import counted
from gatewise.data.same_text import fold_case_and_space, group_by_text, overlap
from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = [
    "Split",
    "fold_case_and_space",
    "folds",
    "overlap",
    "sorted_by_label",
    "split",
    "split_for_training",
]

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Split:
    """Rising row indices of each part; a part that was not asked for is empty.

    Attributes:
        train: What weights are fitted to.
        select: What chooses epochs and models.
        calibrate: What temperature and thresholds are fitted to.
        test: What is measured once.
        repeats_kept_together: How many rows repeat an earlier text (0 for the cut in file order).
        notes: Sentences that tell what matters about the split.
    """

    train: Indices
    select: Indices
    calibrate: Indices
    test: Indices
    repeats_kept_together: int
    notes: tuple[str, ...]


def split(
    texts: Sequence[str],
    labels: Sequence[Label],
    *,
    shares: Mapping[str, float],
    seed: int,
    shuffle: bool = True,
) -> dict[str, Indices]:
    """Cut rows into named parts.

    Rows that are equal after `fold_case_and_space` stay together, whatever their labels. The first
    named part has a row of every label, so labels with one row are wholly in it.

    Args:
        texts: N texts.
        labels: N labels, or N label sets: then each part has its share of the rows of each label,
            and of those without one, as far as the sets allow.
        shares: Size of each part as a fraction; together 1. The first is the training part.
        seed: Of the random order.
        shuffle: False cuts in file order instead, without regard to labels and repeats.

    Returns:
        For each name the rising indices of its rows; together each row once.

    Raises:
        ConfigError: When a share is negative, or they do not add up to 1.
    """
    _check_shares(shares)
    if not shuffle:
        return _cut_in_order(len(texts), shares)
    return _deal_rows(group_by_text(texts), labels, shares, seed)


def split_for_training(
    texts: Sequence[str],
    labels: Sequence[Label],
    *,
    shares: Mapping[str, float],
    seed: int,
    shuffle: bool = True,
) -> Split:
    """`split` into the four parts of a training run, with what has to be told.

    Args:
        texts: N texts.
        labels: N labels or label sets.
        shares: Of `train` and any of `select`, `calibrate`, `test`.
        seed: Of the random order.
        shuffle: False cuts in file order instead.

    Raises:
        ConfigError: When a part or share is impossible.
    """
    unknown = set(shares) - {"train", "select", "calibrate", "test"}
    if unknown or next(iter(shares), None) != "train":
        message = say(
            "split shares name {names}; expected train first, then any of select, calibrate, "
            "test. Correct the names.",
            names=say(", ").join(shares) or say("nothing"),
        )
        raise ConfigError(message)
    _check_shares(shares)
    group = group_by_text(texts)
    if shuffle:
        parts = _deal_rows(group, labels, shares, seed)
        together = len(group) - len(np.unique(group))
        notes = _tell_repeats(together)
    else:
        parts = _cut_in_order(len(texts), shares)
        together = 0
        notes = _tell_order(parts, group, labels)
    empty = [name for name, share in shares.items() if share > 0 and not len(parts[name])]
    if empty:
        notes.append(_tell_empty(empty))
    nothing = np.empty(0, np.int64)
    select, calibrate, test = (parts.get(n, nothing) for n in ("select", "calibrate", "test"))
    return Split(parts["train"], select, calibrate, test, together, tuple(notes))


def folds(texts: Sequence[str], labels: Sequence[Label], *, count: int, seed: int) -> list[Indices]:
    """Cut rows into test parts for cross-validation; what a fold trains on is all the others.

    Rows that are equal after `fold_case_and_space` stay together. A label with a single row is in
    one fold, which cannot be trained to find it.

    Args:
        texts: N texts.
        labels: N labels or label sets, of which each fold has its share.
        count: How many folds, from 2 to the number of different texts.
        seed: Of the random order.

    Returns:
        For each fold the rising indices of its rows, one at least; together each row once.

    Raises:
        ConfigError: When there cannot be so many folds.
    """
    group = group_by_text(texts)
    different = int(group.max()) + 1 if len(group) else 0
    if not 2 <= count <= different:
        message = say(
            "{count} folds; expected from 2 to {different}, the number of different texts. "
            "Correct the number of folds.",
            count=count,
            different=different,
        )
        raise ConfigError(message)
    part = deal(group, labels, [1 / count] * count, seed=seed, complete=False)
    return [np.flatnonzero(part == fold) for fold in range(count)]


def sorted_by_label(labels: Iterable[Label]) -> bool:
    """Whether rows with the same label, or the same label set, stand together.

    A cut in file order then loses whole classes.
    """
    labels = list(labels)
    runs = 1 + sum(a != b for a, b in pairwise(labels))
    return 2 <= len(set(labels)) == runs < len(labels)


def _cut_in_order(n: int, shares: Mapping[str, float]) -> dict[str, Indices]:
    ends = np.rint(np.cumsum(list(shares.values())) * n).astype(np.int64)
    return dict(zip(shares, np.split(np.arange(n), ends[:-1]), strict=True))


def _deal_rows(
    group: Indices, labels: Sequence[Label], shares: Mapping[str, float], seed: int
) -> dict[str, Indices]:
    part = deal(group, labels, list(shares.values()), seed=seed, complete=True)
    return {name: np.flatnonzero(part == k) for k, name in enumerate(shares)}


def _check_shares(shares: Mapping[str, float]) -> None:
    values = list(shares.values())
    if not values or min(values) < 0 or not math.isclose(sum(values), 1, abs_tol=1e-6):
        message = say(
            "split shares {shares} add up to {total:g}; expected fractions of at least 0 that add "
            "up to 1. Correct the sizes of the parts.",
            shares=dict(shares),
            total=sum(values),
        )
        raise ConfigError(message)


def _tell_repeats(together: int) -> list[str]:
    if not together:
        return []
    rows = counted(together, "row")
    return [say("{rows} repeat an earlier text and stay on its side.", rows=rows)]


def _tell_empty(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return say("Too few rows for the part {name}.", name=parts[0])
    return say("Too few rows for the parts {names}.", names=say(", ").join(parts))


def _tell_order(parts: Mapping[str, Indices], group: Indices, labels: Sequence[Label]) -> list[str]:
    """What a cut in file order costs."""
    notes = []
    if sorted_by_label(labels):
        notes.append(
            say(
                "The file is sorted by label, so a cut in file order keeps whole classes out of "
                "training: leave out --no-shuffle."
            )
        )
    trained = set(group[parts["train"]].tolist())
    rest = [index for name, rows in parts.items() if name != "train" for index in rows.tolist()]
    both = sum(group[index] in trained for index in rest)
    if both:
        rows = counted(both, "row")
        notes.append(say("{rows} outside training repeat a training text.", rows=rows))
    return notes
