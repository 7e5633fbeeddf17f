"""What was found, set by set: ours beside the best rival, or beside our own linear model."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks.against.answers import Answers
from benchmarks.against.judged import Pair, difference, ratio_of_errors
from benchmarks.against.sets import COUNTED, RIVALS, SEEDS, SETS, Cell

from gatewise.evaluation.intervals import Score

__all__ = ["Results", "Runs", "Standing", "best_rival", "ratio", "runs_of", "standing"]

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
    """Ours beside another on one set."""

    ours: Runs
    other: Runs

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
        """Whether every seed has run."""
        return self.ours.whole and self.other.whole


def standing(ours: Runs | None, other: Runs | None) -> Standing | None:
    """Both side by side; None where one has not run."""
    return Standing(ours, other) if ours and other else None


def ratio(results: Results, variant: str) -> tuple[Score, int] | None:
    """Geometric mean of errors over the best rival's, and on how many sets.

    Only sets with one label a row count, as their errors are shares of rows.
    """
    single = [data for data in COUNTED if not SETS[data].several]
    found = [
        standing(runs_of(results, data, variant), best_rival(results, data)) for data in single
    ]
    whole = [one.pair for one in found if one and one.whole]
    return (ratio_of_errors(whole), len(whole)) if whole else None
