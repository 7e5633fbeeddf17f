"""Cut rows into parts: seeded, stratified, and with equal texts always on one side.

Groups of equal texts go one after the other, class by class and in random order within each, to
the part that lags furthest behind its share. What a class cannot fill exactly is carried into the
next, so that the parts keep their shares as a whole and within each class, to about one row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import Label, label_names
from gatewise.data.problems import counted
from gatewise.data.same_text import fold_case_and_space, group_by_text, overlap
from gatewise.errors import ConfigError

__all__ = [
    "Split",
    "fold_case_and_space",
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
    named part has a row of every class, so classes with one row are wholly in it.

    Args:
        texts: N texts.
        labels: N labels.
        shares: Size of each part as a fraction; together 1. The first is the training part.
        seed: Of the random order within each class.
        shuffle: False cuts in file order instead, without regard to labels and repeats.

    Returns:
        For each name the rising indices of its rows; together each row once.

    Raises:
        ConfigError: When a share is negative, or they do not add up to 1.
    """
    _check_shares(shares)
    if not shuffle:
        return _cut_in_order(len(texts), shares)
    return _split_groups(group_by_text(texts), labels, shares, seed)


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
        labels: N labels.
        shares: Of `train` and any of `select`, `calibrate`, `test`.
        seed: Of the random order within each class.
        shuffle: False cuts in file order instead.

    Raises:
        ConfigError: When a part or share is impossible.
    """
    unknown = set(shares) - {"train", "select", "calibrate", "test"}
    if unknown or next(iter(shares), None) != "train":
        message = (
            f"split shares name {', '.join(shares) or 'nothing'}; expected train first, then any "
            "of select, calibrate, test. Correct the names."
        )
        raise ConfigError(message)
    _check_shares(shares)
    group = group_by_text(texts)
    if shuffle:
        parts = _split_groups(group, labels, shares, seed)
        together = len(group) - len(np.unique(group))
        notes = _tell_repeats(together)
    else:
        parts = _cut_in_order(len(texts), shares)
        together = 0
        notes = _tell_order(parts, group, labels)
    empty = [name for name, share in shares.items() if share > 0 and not len(parts[name])]
    if empty:
        notes.append(f"Too few rows for the part{'s' * (len(empty) > 1)} {', '.join(empty)}.")
    nothing = np.empty(0, np.int64)
    select, calibrate, test = (parts.get(n, nothing) for n in ("select", "calibrate", "test"))
    return Split(parts["train"], select, calibrate, test, together, tuple(notes))


def sorted_by_label(labels: Iterable[Label]) -> bool:
    """Whether the rows of each class stand together, so that a cut in file order loses classes."""
    labels = list(labels)
    runs = 1 + sum(a != b for a, b in pairwise(labels))
    return 2 <= len(set(labels)) == runs < len(labels)


def _cut_in_order(n: int, shares: Mapping[str, float]) -> dict[str, Indices]:
    ends = np.rint(np.cumsum(list(shares.values())) * n).astype(np.int64)
    return dict(zip(shares, np.split(np.arange(n), ends[:-1]), strict=True))


def _split_groups(
    group: Indices, labels: Sequence[Label], shares: Mapping[str, float], seed: int
) -> dict[str, Indices]:
    names = list(shares)
    if not len(group):
        return {name: np.empty(0, np.int64) for name in names}
    label = _rank_by_rarity(label_names(labels))
    stratum = np.full(group.max() + 1, label.max(), np.int64)
    np.minimum.at(stratum, group, label)  # a group of several labels counts as its rarest
    order = np.random.default_rng(seed).permutation(len(stratum))
    order = order[np.argsort(stratum[order], kind="stable")]
    part = _deal(order, stratum, np.bincount(group), list(shares.values()))
    _complete_training(part, group, label)
    return {name: np.flatnonzero(part[group] == k) for k, name in enumerate(names)}


def _rank_by_rarity(labels: Sequence[str]) -> Indices:
    """(N,) class numbers, 0 the rarest; equally rare ones in the order of their names."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    ranked = sorted(counts, key=lambda label: (counts[label], label))
    number = {label: rank for rank, label in enumerate(ranked)}
    return np.array([number[label] for label in labels], np.int64)


def _deal(order: Indices, stratum: Indices, sizes: Indices, shares: Sequence[float]) -> Indices:
    """Give each group (in `order`) the number of its part; a class's first group is trained on."""
    part = np.zeros(len(order), np.int64)
    lag = [0.0] * len(shares)  # rows that each part is short of its share
    starts = np.diff(stratum[order], prepend=-1) > 0
    dealt = zip(order.tolist(), starts.tolist(), sizes[order].tolist(), strict=True)
    for group, starts_class, size in dealt:
        lag = [behind + share * size for behind, share in zip(lag, shares, strict=True)]
        chosen = 0 if starts_class else lag.index(max(lag))
        lag[chosen] -= size
        part[group] = chosen
    return part


def _complete_training(part: Indices, group: Indices, label: Indices) -> None:
    """Give training a group of each class that it lacks, as texts of several labels may cause."""
    trained = np.zeros(label.max() + 1, np.bool_)
    trained[label[part[group] == 0]] = True
    for missing in np.flatnonzero(~trained):
        part[group[np.flatnonzero(label == missing)[0]]] = 0


def _check_shares(shares: Mapping[str, float]) -> None:
    values = list(shares.values())
    if not values or min(values) < 0 or not math.isclose(sum(values), 1, abs_tol=1e-6):
        message = (
            f"split shares {dict(shares)} add up to {sum(values):g}; expected fractions of at "
            "least 0 that add up to 1. Correct the sizes of the parts."
        )
        raise ConfigError(message)


def _tell_repeats(together: int) -> list[str]:
    if not together:
        return []
    return [f"{counted(together, 'row')} repeat an earlier text and stay on its side."]


def _tell_order(parts: Mapping[str, Indices], group: Indices, labels: Sequence[Label]) -> list[str]:
    """What a cut in file order costs."""
    notes = []
    if sorted_by_label(labels):
        notes.append(
            "The file is sorted by label, so a cut in file order keeps whole classes out of "
            "training: leave out --no-shuffle."
        )
    trained = set(group[parts["train"]].tolist())
    rest = [index for name, rows in parts.items() if name != "train" for index in rows.tolist()]
    both = sum(group[index] in trained for index in rest)
    if both:
        notes.append(f"{counted(both, 'row')} outside training repeat a training text.")
    return notes
