"""Deal rows with label sets: iterative stratification, on groups of rows.

K. Sechidis, G. Tsoumakas, I. Vlahavas: On the Stratification of Multi-Label Data, ECML PKDD 2011.
The label with the fewest rows left is dealt first, each of its rows to the part that needs it most,
and every label of that row is counted there. Two things differ. Whole groups are dealt. And parts
whose needs are less than a row apart count as equal, among which the one is chosen that lags most
behind its share of what has been dealt: of all rows, and of each label of the row. Else many labels
of few rows each would all go to the largest part. Rows without labels are dealt last, as if that
were a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.data.labels import LabelSet

__all__ = ["deal_sets"]

Indices = NDArray[np.int64]

_NO_LABEL = ""  # a label is never empty, so this names the stratum of rows without one


def deal_sets(
    group: Indices,
    labels: Sequence[LabelSet],
    shares: Sequence[float],
    *,
    seed: int,
    complete: bool,
) -> Indices:
    """Deal whole groups.

    Args:
        group: (N,) group of each row, numbered from 0 without gaps.
        labels: N label sets.
        shares: Of each part; together 1.
        seed: Of the random order.
        complete: Let part 0 have a row of every label, at the cost of its share.

    Returns:
        (groups,) number of each group's part.
    """
    content = _Content.of(group, labels, seed)
    dealer = _Dealer(content, shares)
    while (stratum := dealer.rarest()) is not None:
        dealer.deal(stratum, complete=complete and stratum != content.no_label)
    if complete:
        dealer.complete_first()
    return dealer.part


@dataclass(frozen=True, eq=False)
class _Content:
    """Which labels the rows of each group have; a stratum is a label, the last one none.

    Attributes:
        sizes: (groups,) rows.
        stratum: (pairs,) strata of group 0, then of group 1, and so on.
        rows: (pairs,) how many rows of the group are in that stratum.
        starts: (groups + 1,) where the pairs of each group begin.
        groups: (pairs,) groups of stratum 0 in random order, then of stratum 1, and so on.
        bounds: (strata + 1,) where the groups of each stratum begin.
    """

    sizes: Indices
    stratum: Indices
    rows: Indices
    starts: Indices
    groups: Indices
    bounds: Indices

    @classmethod
    def of(cls, group: Indices, labels: Sequence[LabelSet], seed: int) -> _Content:
        names = sorted({name for each in labels for name in each})
        number = {name: index for index, name in enumerate([*names, _NO_LABEL])}
        flat = (number[name] for each in labels for name in each or (_NO_LABEL,))
        repeated = np.repeat(group, np.fromiter((len(each) or 1 for each in labels), np.int64))
        keys = repeated * len(number) + np.fromiter(flat, np.int64, len(repeated))
        pairs, rows = np.unique(keys, return_counts=True)
        owner, stratum = np.divmod(pairs, len(number))
        sizes = np.bincount(group)
        rank = np.random.default_rng(seed).permutation(len(sizes))
        return cls(
            sizes=sizes,
            stratum=stratum,
            rows=rows,
            starts=np.searchsorted(owner, np.arange(len(sizes) + 1)),
            groups=owner[np.lexsort((rank[owner], stratum))],
            bounds=np.searchsorted(np.sort(stratum), np.arange(len(number) + 1)),
        )

    @property
    def no_label(self) -> int:
        """The stratum of rows without a label."""
        return len(self.bounds) - 2

    def groups_in(self, stratum: int) -> list[int]:
        """The groups with a row in that stratum, in random order."""
        found: list[int] = self.groups[self.bounds[stratum] : self.bounds[stratum + 1]].tolist()
        return found

    def strata_of(self, group: int) -> Iterator[tuple[int, int]]:
        """The strata of a group, with its rows in each."""
        own = slice(self.starts[group], self.starts[group + 1])
        return zip(self.stratum[own].tolist(), self.rows[own].tolist(), strict=True)


class _Dealer:
    """What has been dealt, and what each part still needs.

    Attributes:
        part: (groups,) the number of each group's part; -1 until it is dealt.
    """

    def __init__(self, content: _Content, shares: Sequence[float]) -> None:
        strata = content.no_label + 1
        rows = np.bincount(content.stratum, weights=content.rows, minlength=strata)
        self.part: Indices = np.full(len(content.sizes), -1, np.int64)
        self._content = content
        self._shares = shares
        self._every = strata  # all rows, labelled or not, are counted as one stratum more
        self._left = np.append(rows.astype(np.int64), content.sizes.sum())
        self._need = [[share * rows for share in shares] for rows in self._left.tolist()]
        self._in_first = np.zeros(strata, np.bool_)

    def rarest(self) -> int | None:
        """The label with the fewest rows to deal, then the rows without one, then None."""
        labels = self._left[: self._content.no_label]
        if labels.any():
            return int(np.argmin(np.where(labels > 0, labels, np.iinfo(np.int64).max)))
        return self._content.no_label if self._left[self._content.no_label] else None

    def deal(self, stratum: int, *, complete: bool) -> None:
        """Deal what is left of a stratum, its first group to part 0 if that has none of it."""
        for group in self._content.groups_in(stratum):
            if self.part[group] < 0:
                to_first = complete and not self._in_first[stratum]
                self._give(group, 0 if to_first else self._neediest(stratum, group))

    def complete_first(self) -> None:
        """Give part 0 a group of each label that it lacks: all may have gone with rarer ones."""
        for stratum in np.flatnonzero(~self._in_first[:-1]).tolist():
            if not self._in_first[stratum]:
                self._put(self._content.groups_in(stratum)[0], 0)

    def _neediest(self, stratum: int, group: int) -> int:
        need = self._need[stratum]
        least = max(0.0, max(need) - 1)
        concerned = [self._every, *(own for own, _ in self._content.strata_of(group))]
        left = int(self._left[concerned].sum())

        def lag(part: int) -> float:
            needed: float = sum(self._need[own][part] for own in concerned)
            return needed - self._shares[part] * left

        return max((part for part in range(len(need)) if need[part] > least), key=lag)

    def _give(self, group: int, part: int) -> None:
        every = (self._every, int(self._content.sizes[group]))
        for stratum, rows in (every, *self._content.strata_of(group)):
            self._left[stratum] -= rows
            self._need[stratum][part] -= rows
        self._put(group, part)

    def _put(self, group: int, part: int) -> None:
        self.part[group] = part
        if part == 0:
            for stratum, _ in self._content.strata_of(group):
                self._in_first[stratum] = True
