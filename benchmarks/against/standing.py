"""What was found, set by set: ours beside the best rival, or beside our own linear model."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from benchmarks.against.answers import Answers
from benchmarks.against.judged import Pair, difference, ratio_of_errors
from benchmarks.against.sets import COUNTED, RIVALS, SEEDS, SETS, Cell

from gatewise.evaluation.intervals import Score

__all__ = [
    "Results",
    "Runs",
    "Standing",
    "beside",
    "best_rival",
    "best_then",
    "hardest_ratio",
    "ratio",
    "runs_of",
    "standing",
]

Results = Mapping[str, Any]
"""What each cell gave, by its key."""


@dataclass(frozen=True)
class Runs:
    """The runs of one on one set, a run a seed, at least one."""

    who: str
    kept: tuple[Mapping[str, Any], ...]

    @property
    def mean(self) -> float:
        """Of the scores."""
        return statistics.mean(float(run["score"]) for run in self.kept)

    @property
    def unseen(self) -> float:
        """Mean score on texts that were not learnt from."""
        return statistics.mean(float(run.get("unseen", run["score"])) for run in self.kept)

    @property
    def seconds(self) -> float:
        """The longest run's."""
        return max(float(run["seconds"]) for run in self.kept)

    @property
    def whole(self) -> bool:
        """Whether every seed of ours has run."""
        return self.who in RIVALS or len(self.kept) == len(SEEDS)

    @property
    def answers(self) -> list[Answers]:
        """Of each seed."""
        return [Answers.from_json(run["answers"]) for run in self.kept]


def runs_of(results: Results, data: str, who: str, rows: int | None = None) -> Runs | None:
    """What ran; None where nothing did."""
    keys = (Cell(data, who, seed, rows).key for seed in SEEDS)
    kept = [results[key] for key in keys if "score" in results.get(key, {})]
    return Runs(who, tuple(kept)) if kept else None


def best_rival(results: Results, data: str) -> Runs | None:
    """The rival with the highest score on the test file; of equals the first."""
    every = [runs_of(results, data, rival) for rival in RIVALS]
    return max((runs for runs in every if runs), key=lambda runs: runs.mean, default=None)


@dataclass(frozen=True)
class Standing:
    """Ours beside another on one set.

    Args:
        ours: Runs of a variant.
        other: Of the best rival, or of the baseline.
        settled: No rival is missing that could be the best.
    """

    ours: Runs
    other: Runs
    settled: bool = True

    @cached_property
    def pair(self) -> Pair:
        """The answers of both."""
        return Pair(self.ours.answers, self.other.answers)

    @cached_property
    def difference(self) -> Score:
        """Mean score of ours less the other's, with its interval."""
        return difference(self.pair)

    @property
    def below(self) -> bool:
        """Significantly."""
        return self.difference.high < 0

    @property
    def above(self) -> bool:
        """Significantly."""
        return self.difference.low > 0

    @property
    def whole(self) -> bool:
        """Whether every seed and every rival has run."""
        return self.settled and self.ours.whole and self.other.whole


def standing(ours: Runs | None, other: Runs | None) -> Standing | None:
    """Both side by side; None where one has not run."""
    return Standing(ours, other) if ours and other else None


def beside(results: Results, data: str, variant: str) -> Standing | None:
    """Ours beside the best rival; None where one has not run."""
    found = standing(runs_of(results, data, variant), best_rival(results, data))
    settled = all(Cell(data, rival, 0).key in results for rival in RIVALS)
    return replace(found, settled=settled) if found else None


def best_then(data: str) -> float | None:
    """The highest figure in % that a rival reached when the goals were set."""
    return max(SETS[data].expected.values(), default=None)


def ratio(results: Results, variant: str) -> tuple[Score, int] | None:
    """Geometric mean of errors over the best rival's, and on how many sets.

    Only sets with one label a row count, as their errors are shares of rows.
    """
    single = [data for data in COUNTED if not SETS[data].several]
    whole = [one for data in single if (one := beside(results, data, variant)) and one.whole]
    return (ratio_of_errors([one.pair for one in whole]), len(whole)) if whole else None


def hardest_ratio(results: Results, variant: str) -> tuple[float, int] | None:
    """The same over the best rival's now or then, whichever erred less, without an interval."""
    ratios = []
    for data in COUNTED:
        found = None if SETS[data].several else beside(results, data, variant)
        if found and found.whole:
            least = min(1 - found.other.mean, 1 - (best_then(data) or 0) / 100)
            # A mean of no errors at all would have no logarithm.
            ratios.append(max(1e-6, 1 - found.ours.mean) / max(1e-6, least))
    return (statistics.geometric_mean(ratios), len(ratios)) if ratios else None
