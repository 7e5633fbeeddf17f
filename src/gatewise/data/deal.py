"""Deal groups of rows to parts, so that each part gets its share of every class.

Groups go one after the other, class by class and in random order within each, to the part that
lags furthest behind its share. What a class cannot fill exactly is carried into the next, so that
the parts keep their shares as a whole and within each class, to about one row. Rows with label
sets are dealt by `iterative`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.data.iterative import deal_sets
from gatewise.data.labels import Label, is_multilabel, label_names, label_sets

__all__ = ["deal"]

Indices = NDArray[np.int64]


def deal(
    group: Indices, labels: Sequence[Label], shares: Sequence[float], *, seed: int, complete: bool
) -> Indices:
    """Deal whole groups.

    Args:
        group: (N,) group of each row, numbered from 0 without gaps.
        labels: N labels of either kind.
        shares: Of each part; together 1.
        seed: Of the random order.
        complete: Let part 0 have a row of every label, at the cost of its share.

    Returns:
        (N,) number of each row's part.
    """
    if not len(group):
        return np.empty(0, np.int64)
    if is_multilabel(labels):
        part = deal_sets(group, label_sets(labels), shares, seed=seed, complete=complete)
    else:
        part = _deal_classes(group, label_names(labels), shares, seed=seed, complete=complete)
    return part[group]


def _deal_classes(
    group: Indices, labels: Sequence[str], shares: Sequence[float], *, seed: int, complete: bool
) -> Indices:
    label = _rank_by_rarity(labels)
    stratum = np.full(group.max() + 1, label.max(), np.int64)
    np.minimum.at(stratum, group, label)  # a group of several labels counts as its rarest
    order = np.random.default_rng(seed).permutation(len(stratum))
    order = order[np.argsort(stratum[order], kind="stable")]
    starts = np.diff(stratum[order], prepend=-1) > 0
    part = _by_lag(order, starts & complete, np.bincount(group), shares)
    if complete:
        _complete_first(part, group, label)
    return part


def _rank_by_rarity(labels: Sequence[str]) -> Indices:
    """(N,) class numbers, 0 the rarest; equally rare ones in the order of their names."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    ranked = sorted(counts, key=lambda label: (counts[label], label))
    number = {label: rank for rank, label in enumerate(ranked)}
    return np.array([number[label] for label in labels], np.int64)


def _by_lag(
    order: Indices, to_first: NDArray[np.bool_], sizes: Indices, shares: Sequence[float]
) -> Indices:
    """Give each group (in `order`) the number of its part; some go to the first whatever it has."""
    part = np.zeros(len(order), np.int64)
    lag = [0.0] * len(shares)  # rows that each part is short of its share
    dealt = zip(order.tolist(), to_first.tolist(), sizes[order].tolist(), strict=True)
    for group, first, size in dealt:
        lag = [behind + share * size for behind, share in zip(lag, shares, strict=True)]
        chosen = 0 if first else lag.index(max(lag))
        lag[chosen] -= size
        part[group] = chosen
    return part


def _complete_first(part: Indices, group: Indices, label: Indices) -> None:
    """Give part 0 a group of each class that it lacks, as texts of several labels may cause."""
    present = np.zeros(label.max() + 1, np.bool_)
    present[label[part[group] == 0]] = True
    for missing in np.flatnonzero(~present):
        part[group[np.flatnonzero(label == missing)[0]]] = 0
