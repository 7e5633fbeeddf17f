"""The sets, what they are to show, who runs on them, and the names of the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from benchmarks.accuracy import DATA, read_rows

from gatewise.select import Rows

__all__ = [
    "BASELINE",
    "COUNTED",
    "CURVES",
    "RIVALS",
    "SEEDS",
    "SETS",
    "SIZES",
    "VARIANTS",
    "Cell",
    "Source",
    "cells",
    "drawn",
    "rows_of",
]

SEEDS = (0, 1, 2)

VARIANTS: Mapping[str, Mapping[str, Any]] = {"auto": {"model": {"name": "auto"}}}
"""Our runs that are held against the rivals, and the settings that are not the defaults."""

BASELINE = "linear"
"""Our own linear model, which learning curves are held against."""

RIVALS: Mapping[str, str] = {
    "svm": "LinearSVC",
    "logistic": "logistic regression",
    "fasttext": "fastText",
}
"""As the page names them."""

CURVES = ("banking77", "mr", "thucnews_titles")
SIZES = (200, 1000, 5000)


@dataclass(frozen=True)
class Source:
    """A set.

    Args:
        training: File to learn from.
        test: File to answer.
        goal: Test accuracy in % that `auto` has to reach; of several labels a row, micro-F1.
        expected: What the rivals reached in % when the goals were set.
        minutes: A training without a budget on two cores may take; None where none are told.
        counted: It is held against the rivals.
        unseen: The goal holds for the texts that do not stand in the training file as well.
    """

    training: str
    test: str
    goal: float
    expected: Mapping[str, float] = field(default_factory=dict)
    minutes: float | None = None
    counted: bool = True
    unseen: bool = False

    @property
    def several(self) -> bool:
        """Rows carry any number of labels."""
        return ".jsonl" in self.training


def _expected(*figures: float | None) -> dict[str, float]:
    pairs = zip(RIVALS, figures, strict=False)
    return {rival: figure for rival, figure in pairs if figure is not None}


def _plain(name: str, goal: float, *figures: float | None, **more: Any) -> Source:
    files = f"{name}/train.tsv", f"{name}/test.tsv"
    return Source(*files, goal, _expected(*figures), **more)


SETS: Mapping[str, Source] = {
    "trec6": _plain("trec6", 92.4, 90.4, 89.4, 89.6),
    "mr": Source("mr/train_pte.tsv", "mr/test_pte.tsv", 78.9, _expected(78.2, 78.3, 75.9)),
    "sst2": _plain("sst2", 84.7, 83.4, 82.7, 81.1),
    "banking77": _plain("banking77", 93.3, 91.2, 91.1, 88.4, minutes=3),
    "snips": _plain("snips", 98.3, 97.9, 97.6, 97.4),
    "imdb": Source(
        "imdb/train.tsv.gz", "imdb/test.tsv.gz", 92.2, _expected(90.7, None, 89.6), minutes=15
    ),
    "r8": Source("r8/train.tsv.gz", "r8/test.tsv.gz", 98.1, _expected(97.4, 97.1, 97.3)),
    "tweeteval_emotion": _plain("tweeteval_emotion", 74.8, 71.4, 70.2, 67.3),
    "chnsenticorp": _plain("chnsenticorp", 93.6, 92.9, 92.9, 91.7, unseen=True),
    "waimai_10k": _plain("waimai_10k", 91.5, 90.7, 90.7, 89.7, minutes=3),
    "thucnews_titles": Source(
        "thucnews_titles/train_45k.tsv.gz",
        "thucnews_titles/test.tsv",
        91.6,
        _expected(90.7, 90.1, 89.4),
        minutes=6,
    ),
    "reuters90": Source(
        "reuters90/train.jsonl.gz", "reuters90/test.jsonl.gz", 88.0, _expected(85.3)
    ),
    "sst2_phrases": Source("sst2/train_phrases.tsv.gz", "sst2/test.tsv", 86.0, counted=False),
}

COUNTED = tuple(name for name, source in SETS.items() if source.counted)


@dataclass(frozen=True)
class Cell:
    """One run.

    Args:
        data: The set.
        who: A variant of ours, the baseline or a rival.
        seed: Of everything random; of a curve also of the rows that are drawn.
        rows: Rows drawn from the training file; None: all of them.
    """

    data: str
    who: str
    seed: int
    rows: int | None = None

    @property
    def key(self) -> str:
        """Name in the results file."""
        if self.rows is None:
            return f"{self.data}/{self.who}/{self.seed}"
        return f"curve/{self.data}/{self.rows}/{self.who}/{self.seed}"

    @classmethod
    def of(cls, key: str) -> Cell:
        """The cell of a name."""
        if not key.startswith("curve/"):
            data, who, seed = key.split("/")
            return cls(data, who, int(seed))
        _, data, rows, who, seed = key.split("/")
        return cls(data, who, int(seed), int(rows))


def cells() -> Iterator[Cell]:
    """The rivals, which have one seed; then ours, seed after seed; then the curves."""
    yield from (Cell(data, rival, 0) for data in SETS for rival in RIVALS)
    ours = (BASELINE, *VARIANTS)
    yield from (Cell(data, who, seed) for seed in SEEDS for data in SETS for who in ours)
    for seed in SEEDS:
        for data in CURVES:
            yield from (Cell(data, who, seed, rows) for rows in SIZES for who in ours)


def rows_of(data: str) -> tuple[Rows, Rows]:
    """Training and test rows of a set."""
    source = SETS[data]
    return read_rows(DATA / source.training), read_rows(DATA / source.test)


def drawn(rows: Rows, cell: Cell) -> Rows:
    """The training rows of a cell; what a seed draws of fewer rows stands in what it draws of more.

    A plain draw: of many classes a small one may leave some out, as a user's own first rows do.
    """
    if cell.rows is None:
        return rows
    return rows.take(np.random.default_rng(cell.seed).permutation(len(rows))[: cell.rows])
