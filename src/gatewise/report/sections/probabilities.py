"""Do the probabilities mean what they say, and what does withholding unsure answers bring?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gatewise.evaluation import MultilabelReport, Report, reliability
from gatewise.evaluation.calibration import ReliabilityBin
from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.curves import RiskCoverage, risk_coverage
from gatewise.report.markup import Html, Section, element, plot, table
from gatewise.report.plots import reliability_figure, risk_coverage_figure
from gatewise.report.words import interval, percent

__all__ = ["probabilities"]

_TOLD_COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)


def probabilities(page: Page) -> Section | None:
    """Reliability diagram and risk-coverage curve, side by side where there is room."""
    if not len(page.confidence):
        return None
    if isinstance(page.report, MultilabelReport):
        content = element("div", _reliability_of_labels(page, page.report), class_="pair")
    else:
        content = element(
            "div", _reliability(page), _risk_coverage(page, page.report), class_="pair"
        )
    return Section("probabilities", "Probabilities", content)


def _reliability(page: Page) -> Html:
    bins = reliability(page.confidence, page.correct)
    said, right = float(np.mean(page.confidence, dtype=np.float64)), page.report.accuracy.value
    summary = (
        f"The model gave its answers {percent(said)} on average, and {percent(right)} were right; "
        f"calibration error {percent(page.report.calibration.ece)}. Points below the line: it was "
        "too sure of itself; above: not sure enough."
    )
    numbers = table(
        "Rows from the least to the most sure",
        ("Probability", "Right", "95 % interval", "Rows"),
        [_bin_row(row) for row in bins],
        class_="numbers",
    )
    return plot("reliability", "Reliability", reliability_figure(bins), summary, numbers)


def _reliability_of_labels(page: Page, report: MultilabelReport) -> Html:
    bins = reliability(page.confidence, page.correct, by_mass=True)
    summary = say(
        "Each point holds decisions of similar probability, one a row and label; calibration error "
        "{error}. Points below the line: labels are given too high a probability; above: too low.",
        error=percent(report.calibration.ece),
    )
    numbers = table(
        say("Decisions from the least to the most probable"),
        (say("Probability"), say("Applies"), say("95 % interval"), say("Decisions")),
        [_bin_row(row) for row in bins],
        class_="numbers",
    )
    figure = reliability_figure(
        bins, said=say("probability of the label"), right=say("rows that carry it")
    )
    return plot("reliability", say("Reliability"), figure, summary, numbers)


def _bin_row(row: ReliabilityBin) -> tuple[str, ...]:
    right = row.accuracy
    return (percent(row.confidence), percent(right.value), interval(right), f"{row.count:,}")


def _risk_coverage(page: Page, report: Report) -> Html:
    curve = risk_coverage(page.confidence, page.correct)
    places = sorted({curve.at(share) for share in _TOLD_COVERAGES}, reverse=True)
    numbers = table(
        "What a threshold on the probability brings",
        ("Rows answered", "Wrong among them", "95 % interval", "Least probability"),
        [_curve_row(curve, place) for place in places],
        class_="numbers",
    )
    figure = risk_coverage_figure(curve, report.rejection)
    summary = " ".join(_told_of_curve(curve, report))
    return plot("risk-coverage", "Risk and coverage", figure, summary, numbers)


def _curve_row(curve: RiskCoverage, place: int) -> tuple[str, ...]:
    low, high = 100 * curve.low[place], 100 * curve.high[place]
    return (
        percent(curve.coverage[place]),
        percent(curve.risk[place]),
        f"{low:.1f} to {high:.1f} %",
        percent(curve.threshold[place]),
    )


def _told_of_curve(curve: RiskCoverage, report: Report) -> Iterable[str]:
    yield f"With every row answered, {percent(curve.risk[-1])} of the answers are wrong."
    half = curve.at(0.5)
    if curve.coverage[half] < 1:
        yield (
            f"With only the surest {percent(curve.coverage[half])} answered, "
            f"{percent(curve.risk[half])} are."
        )
    kept = report.rejection
    if kept and not kept.coverage:
        yield f"The stored threshold, {percent(kept.threshold)}, answers none of these rows."
    elif kept:
        yield (
            f"The stored threshold, {percent(kept.threshold)}, answers {percent(kept.coverage)} of "
            f"the rows; {percent(kept.precision.value)} of these answers are right (95 % interval "
            f"{interval(kept.precision)})."
        )
