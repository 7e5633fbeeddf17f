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
from gatewise.report.words import interval, limits, paragraph, percent

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
    return Section("probabilities", say("Probabilities"), content)


def _reliability(page: Page) -> Html:
    bins = reliability(page.confidence, page.correct)
    said, right = float(np.mean(page.confidence, dtype=np.float64)), page.report.accuracy.value
    summary = say(
        "The model gave its answers {said} on average, and {right} were right; calibration error "
        "{error}. Points below the line: it was too sure of itself; above: not sure enough.",
        said=percent(said),
        right=percent(right),
        error=percent(page.report.calibration.ece),
    )
    numbers = table(
        say("Rows from the least to the most sure"),
        (say("Probability"), say("Right"), say("95 % interval"), say("Rows")),
        [_bin_row(row) for row in bins],
        class_="numbers",
    )
    return plot("reliability", say("Reliability"), reliability_figure(bins), summary, numbers)


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
        say("What a threshold on the probability brings"),
        (
            say("Rows answered"),
            say("Wrong among them"),
            say("95 % interval"),
            say("Least probability"),
        ),
        [_curve_row(curve, place) for place in places],
        class_="numbers",
    )
    figure = risk_coverage_figure(curve, report.rejection)
    summary = paragraph(_told_of_curve(curve, report))
    return plot("risk-coverage", say("Risk and coverage"), figure, summary, numbers)


def _curve_row(curve: RiskCoverage, place: int) -> tuple[str, ...]:
    return (
        percent(curve.coverage[place]),
        percent(curve.risk[place]),
        limits(curve.low[place], curve.high[place]),
        percent(curve.threshold[place]),
    )


def _told_of_curve(curve: RiskCoverage, report: Report) -> Iterable[str]:
    yield say(
        "With every row answered, {wrong} of the answers are wrong.",
        wrong=percent(curve.risk[-1]),
    )
    half = curve.at(0.5)
    if curve.coverage[half] < 1:
        yield say(
            "With only the surest {share} answered, {wrong} are.",
            share=percent(curve.coverage[half]),
            wrong=percent(curve.risk[half]),
        )
    kept = report.rejection
    if kept and not kept.coverage:
        yield say(
            "The stored threshold, {threshold}, answers none of these rows.",
            threshold=percent(kept.threshold),
        )
    elif kept:
        yield say(
            "The stored threshold, {threshold}, answers {coverage} of the rows; {precision} of "
            "these answers are right (95 % interval {limits}).",
            threshold=percent(kept.threshold),
            coverage=percent(kept.coverage),
            precision=percent(kept.precision.value),
            limits=interval(kept.precision),
        )
