"""Paired differences and ratios of errors, with intervals.

Intervals are percentiles of a bootstrap: rows of the test file are drawn anew, and both sides
answer the same rows. Of ours, whose runs differ by their seed, the mean of the seeds is held
against the rival; where seeds are drawn anew as well, so is what the mean is taken of. Rows that
all runs answer alike are counted together, so a draw is one of the multinomial distribution over a
few patterns.

Legend: N rows, S seeds, P patterns of answers, B draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.against.answers import Answers
from numpy.typing import NDArray

from gatewise.evaluation.intervals import CONFIDENCE, Score

__all__ = ["DRAWS", "Pair", "difference", "ratio_of_errors"]

DRAWS = 10_000
_FEWEST = 0.5
"""Errors that a draw without any is counted with, so that its logarithm is finite."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """Ours and another's answers to the same rows.

    Args:
        ours: Of each seed.
        other: Of the rival, or of each seed of the baseline.
    """

    ours: Sequence[Answers]
    other: Sequence[Answers]

    def __post_init__(self) -> None:
        if len({len(answers) for answers in (*self.ours, *self.other)}) != 1:
            raise ValueError("The answers are not to the same rows; remove the older cells.")

    def scores(self) -> tuple[float, float]:
        """Mean over seeds of ours and of the other."""
        means = [np.mean([a.score for a in side]) for side in (self.ours, self.other)]
        return float(means[0]), float(means[1])

    def drawn(self, random: np.random.Generator, draws: int, *, seeds: bool) -> Floats:
        """Scores (2, B) of ours and of the other on rows, and maybe on seeds, drawn anew."""
        every = (*self.ours, *self.other)
        columns = [numbers for answers in every for numbers in (answers.parts, answers.sizes)]
        patterns, counts = np.unique(np.stack(columns, 1), axis=0, return_counts=True)  # (P, 2 S)
        rows = int(counts.sum())
        drawn = random.multinomial(rows, counts / rows, size=draws)  # (B, P)
        sums = drawn @ patterns  # (B, 2 S)
        scores = sums[:, ::2] / np.maximum(1, sums[:, 1::2])  # (B, S)
        sides = np.split(scores, [len(self.ours)], axis=1)
        return np.stack([_mean(side, random, seeds=seeds) for side in sides])


def _mean(scores: Floats, random: np.random.Generator, *, seeds: bool) -> Floats:
    """(B,) of scores (B, S) of all seeds, or of as many drawn from them."""
    if seeds:
        draws, count = scores.shape
        chosen = random.integers(count, size=(draws, count))
        scores = np.take_along_axis(scores, chosen, axis=1)
    mean: Floats = scores.mean(axis=1)
    return mean


def difference(pair: Pair, *, draws: int = DRAWS) -> Score:
    """Mean score of ours less the other's.

    The answers are averaged over the seeds row by row before rows are drawn, so the interval is
    that of the mean of these very seeds.
    """
    ours, other = pair.scores()
    found = pair.drawn(np.random.default_rng(0), draws, seeds=False)  # (2, B)
    return _interval(ours - other, found[0] - found[1])


def ratio_of_errors(pairs: Sequence[Pair], *, draws: int = DRAWS) -> Score:
    """Geometric mean over sets of our error over the other's.

    Rows and seeds are drawn anew, set by set: the interval tells what other test rows and other
    seeds would have shown, not what other sets would.
    """
    random = np.random.default_rng(0)
    logs = []
    for pair in pairs:
        drawn = pair.drawn(random, draws, seeds=True)  # (2, B)
        scores = np.column_stack((pair.scores(), drawn))  # (2, 1 + B)
        errors = np.maximum(_FEWEST / len(pair.ours[0]), 1 - scores)
        logs.append(np.log(errors[0] / errors[1]))
    means = np.exp(np.mean(logs, axis=0))  # (1 + B,)
    return _interval(float(means[0]), means[1:])


def _interval(value: float, drawn: Floats) -> Score:
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Score(value, float(low), float(high))
