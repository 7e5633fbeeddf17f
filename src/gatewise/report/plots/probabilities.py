"""Reliability diagram and risk-coverage curve."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gatewise.evaluation import Rejection
from gatewise.evaluation.calibration import ReliabilityBin
from gatewise.languages import say
from gatewise.report.curves import RiskCoverage
from gatewise.report.plots.parts import Figure, axis, line, sheet
from gatewise.report.words import percent

__all__ = ["reliability_figure", "risk_coverage_figure"]

# What plotly.js puts in for the point under the pointer.
_X, _Y, _TEXT = "%{x:.1%}", "%{y:.1%}", "%{text}"


def reliability_figure(
    bins: Sequence[ReliabilityBin],
    *,
    said: str | None = None,
    right: str | None = None,
) -> Figure:
    """How often the model was right against what it said, a point a bin, with intervals.

    Args:
        bins: From `reliability`.
        said: What the horizontal axis shows, if it is not the probability of the answer.
        right: What the vertical axis shows, if it is not how many answers were right.
    """
    confidence = [row.confidence for row in bins]
    shares = [row.accuracy for row in bins]
    least = min(0.95, *confidence, *(score.low for score in shares))
    start = math.floor(10 * least) / 10
    measured = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": say("measured, with 95 % interval"),
        "x": confidence,
        "y": [score.value for score in shares],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [score.high - score.value for score in shares],
            "arrayminus": [score.value - score.low for score in shares],
            "color": "--accent",
            "thickness": 1.5,
        },
        "text": [f"{row.count:,}" for row in bins],
        "hovertemplate": _hover(
            say("said {said}, right {right} of {rows}", said=_X, right=_Y, rows=_TEXT)
        ),
        "line": {"color": "--accent"},
        "marker": {"size": 8},
    }
    name = say("ideal: right as often as it says")
    ideal = line(name, [start, 1], [start, 1], "--muted", "dash")
    ideal["hoverinfo"] = "skip"
    span = [start - 0.02, 1.02]
    layout = sheet(
        xaxis=axis(
            said or say("probability the model gave its answer"), tickformat=".0%", range=span
        ),
        yaxis=axis(right or say("answers that were right"), tickformat=".0%", range=span),
    )
    return {"data": [ideal, measured], "layout": layout}


def risk_coverage_figure(curve: RiskCoverage, rejection: Rejection | None) -> Figure:
    """Errors among the answers given, against the share of rows that get one."""
    coverage = curve.coverage.tolist()
    mode = "lines+markers" if len(coverage) < 20 else "lines"
    lower = line("", coverage, curve.low.tolist(), "--clear")
    upper = line(say("95 % interval"), coverage, curve.high.tolist(), "--clear")
    for edge in (lower, upper):
        edge.update(hoverinfo="skip", line={"width": 0})
    lower["showlegend"] = False
    upper.update(fill="tonexty", fillcolor="--band")
    risk = line(say("errors"), coverage, curve.risk.tolist(), "--accent")
    risk.update(
        mode=mode,
        text=[percent(value) for value in curve.threshold.tolist()],
        hovertemplate=_hover(
            say("{share} answered, {wrong} of them wrong", share=_X, wrong=_Y),
            say("least probability answered {least}", least=_TEXT),
        ),
    )
    marks = [_rejection_mark(rejection)] if rejection and rejection.coverage else []
    data = [lower, upper, risk, *marks]
    layout = sheet(
        xaxis=axis(say("rows answered, the surest first"), tickformat=".0%", range=[0, 1.02]),
        yaxis=axis(say("wrong among them"), tickformat=".1~%", rangemode="tozero"),
    )
    return {"data": data, "layout": layout}


def _rejection_mark(rejection: Rejection) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say("stored threshold"),
        "x": [rejection.coverage],
        "y": [1 - rejection.precision.value],
        "marker": {"symbol": "diamond", "size": 12, "color": "--second"},
        "hovertemplate": _hover(
            say(
                "threshold {threshold}: {share} answered, {wrong} of them wrong",
                threshold=percent(rejection.threshold),
                share=_X,
                wrong=_Y,
            )
        ),
    }


def _hover(*lines: str) -> str:
    """Lines beside the pointer, without the box that plotly adds."""
    return "<br>".join(lines) + "<extra></extra>"
