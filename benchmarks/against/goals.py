"""What ours has to reach, and what it reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.against.sets import BASELINE, COUNTED, CURVES, SETS, SIZES
from benchmarks.against.standing import (
    Results,
    Standing,
    beside,
    hardest_ratio,
    ratio,
    runs_of,
    standing,
)

__all__ = ["RATIO", "STRETCH", "Goal", "curve", "goals"]

RATIO, STRETCH = 0.90, 0.85
"""Geometric mean of our error over the best rival's, at most; and what would be better still."""


@dataclass(frozen=True)
class Goal:
    """A goal and what was reached.

    Args:
        sentence: What is asked.
        asked: The bound as shown.
        reached: As shown; a dash where something has not run.
        met: None where something has not run.
    """

    sentence: str
    asked: str
    reached: str
    met: bool | None

    def line(self) -> str:
        """A line of a table in Markdown."""
        word = {None: "not measured", True: "met", False: "**missed**"}[self.met]
        return f"| {self.sentence} | {self.asked} | {self.reached} | {word} |"


def goals(results: Results, variant: str) -> Iterator[Goal]:
    """Every goal, in order."""
    told = f"{variant} below the best rival, of {len(COUNTED)} sets"
    yield _never_below(told, [beside(results, data, variant) for data in COUNTED])
    yield from _ratios(results, variant)
    for data in SETS:
        yield from _reached(results, data, variant)
    curves = [curve(results, data, rows, variant) for data in CURVES for rows in SIZES]
    told = f"{variant} below {BASELINE} on a curve, of {len(curves)} points"
    yield _never_below(told, curves)
    for data in SETS:
        yield from _seconds(results, data, variant)


def curve(results: Results, data: str, rows: int, variant: str) -> Standing | None:
    """Ours beside the baseline, both learnt from the same few rows."""
    ours, baseline = (runs_of(results, data, who, rows) for who in (variant, BASELINE))
    return standing(ours, baseline)


def _never_below(sentence: str, every: list[Standing | None]) -> Goal:
    whole = [one for one in every if one and one.whole]
    below = sum(one.below for one in whole)
    lacking = len(every) - len(whole)
    reached = f"{below}" + (f", {lacking} not run" if lacking else "")
    met = False if below else None if lacking else True
    return Goal(f"{sentence}, significantly", "0", reached, met)


def _ratios(results: Results, variant: str) -> Iterator[Goal]:
    single = sum(not SETS[data].several for data in COUNTED)
    told = f"geometric mean of errors over the best rival's, {single} sets"
    found, hardest = ratio(results, variant), hardest_ratio(results, variant)
    shown = f"{found[0].value:.3f} ({found[0].low:.3f} to {found[0].high:.3f})" if found else "—"
    value, sets = (found[0].value, found[1]) if found else (None, 0)
    yield _ratio(told, RATIO, value, shown, lacking=single - sets)
    yield _ratio("the same, stretch", STRETCH, value, shown, lacking=single - sets)
    value, sets = hardest or (None, 0)
    shown = "—" if value is None else f"{value:.3f}"
    told = "the same, over the best rival's now or then"
    yield _ratio(told, RATIO, value, shown, lacking=single - sets)


def _ratio(told: str, bound: float, value: float | None, shown: str, *, lacking: int) -> Goal:
    """A goal that waits until no set is lacking."""
    if value is not None and lacking:
        shown += f", {lacking} sets not run"
    met = None if value is None or lacking else value <= bound
    return Goal(told, f"≤ {bound:.2f}", shown, met)


def _reached(results: Results, data: str, variant: str) -> Iterator[Goal]:
    source = SETS[data]
    runs = runs_of(results, data, variant)
    measure = "micro-F1" if source.several else "accuracy"
    scores = {measure: runs.mean if runs else None}
    if source.unseen:
        scores[f"{measure}, texts that were not learnt from"] = runs.unseen if runs else None
    for told, score in scores.items():
        reached = "—" if score is None else f"{100 * score:.2f} %"
        met = 100 * score >= source.goal if runs and runs.whole and score is not None else None
        yield Goal(f"{data}: {told}", f"≥ {source.goal:.1f} %", reached, met)


def _seconds(results: Results, data: str, variant: str) -> Iterator[Goal]:
    source = SETS[data]
    if source.minutes is None:
        return
    runs = runs_of(results, data, variant)
    met = runs.seconds <= 60 * source.minutes if runs and runs.whole else None
    reached = f"{runs.seconds / 60:.1f} min" if runs else "—"
    yield Goal(f"{data}: the longest run", f"≤ {source.minutes:g} min", reached, met)
