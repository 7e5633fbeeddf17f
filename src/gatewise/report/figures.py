"""The four plots as plotly.js takes them: plain dicts, made without plotly.

A colour is the name of a CSS variable, which `plots.js` looks up: so light, dark and print need no
second figure. Strings from outside go through `_text`, since plotly takes some markup in them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation import Rejection
from gatewise.evaluation.calibration import ReliabilityBin
from gatewise.evaluation.confusion import Confusion
from gatewise.report.curves import RiskCoverage
from gatewise.report.words import cut, percent

__all__ = [
    "HEAT_TURN",
    "Figure",
    "confusion_figure",
    "history_figure",
    "reliability_figure",
    "risk_coverage_figure",
]

Figure = dict[str, Any]

_LABEL_COLUMNS = 24
# More labels than these stand in each other's way below the columns, unless they are turned.
_UPRIGHT_LABELS = 3

# Where text on the heat scale turns from the colour for its low to that for its high end: there,
# in light and in dark, both have a contrast of 4.5 or more.
HEAT_TURN = 0.66


def confusion_figure(confusion: Confusion, shown: NDArray[np.intp]) -> Figure:
    """A heat map of the rows and columns at the positions `shown`, with counts in its cells.

    The colour is the share of the true class's rows, on a square-root scale: confusions are mostly
    a few percent, and would all look like none on a linear one.
    """
    counts = confusion.counts[np.ix_(shown, shown)]
    shares = counts / np.maximum(confusion.actual[shown], 1)[:, None]
    labels = [confusion.labels[index] for index in shown]
    steps = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0)
    cells = {
        "type": "heatmap",
        "z": np.sqrt(shares).tolist(),
        "zmin": 0,
        "zmax": 1,
        "hovertext": _hover(labels, counts, shares),
        "hoverinfo": "text",
        "colorscale": [[0, "--heat-low"], [1, "--heat-high"]],
        "colorbar": {
            "title": {"text": "share of the true class", "side": "right"},
            "tickvals": [math.sqrt(step) for step in steps],
            "ticktext": [f"{step:.0%}" for step in steps],
            "outlinewidth": 0,
            "thickness": 12,
        },
        "xgap": 1,
        "ygap": 1,
    }
    names = [_text(cut(label, _LABEL_COLUMNS)) for label in labels]
    size = len(labels)
    ticks = {"tickvals": list(range(size)), "ticktext": names, "showgrid": False, "zeroline": False}
    angle = -45 if size > _UPRIGHT_LABELS else 0
    layout = _layout(
        height=190 + max(34 * size, 110),
        xaxis=_axis("answer", range=[-0.5, size - 0.5], tickangle=angle, **ticks),
        yaxis=_axis("true class", range=[size - 0.5, -0.5], **ticks),
    )
    return {"data": [cells, _cell_counts(counts, np.sqrt(shares))], "layout": layout}


def reliability_figure(bins: Sequence[ReliabilityBin]) -> Figure:
    """How often the model was right against what it said, a point a bin, with intervals."""
    said = [row.confidence for row in bins]
    right = [row.accuracy for row in bins]
    least = min(0.95, *said, *(score.low for score in right))
    start = math.floor(10 * least) / 10
    measured = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "measured, with 95 % interval",
        "x": said,
        "y": [score.value for score in right],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [score.high - score.value for score in right],
            "arrayminus": [score.value - score.low for score in right],
            "color": "--accent",
            "thickness": 1.5,
        },
        "text": [f"{row.count:,}" for row in bins],
        "hovertemplate": "said %{x:.1%}, right %{y:.1%} of %{text}<extra></extra>",
        "line": {"color": "--accent"},
        "marker": {"size": 8},
    }
    ideal = _line("ideal: right as often as it says", [start, 1], [start, 1], "--muted", "dash")
    ideal["hoverinfo"] = "skip"
    span = [start - 0.02, 1.02]
    layout = _layout(
        xaxis=_axis("probability the model gave its answer", tickformat=".0%", range=span),
        yaxis=_axis("answers that were right", tickformat=".0%", range=span),
    )
    return {"data": [ideal, measured], "layout": layout}


def risk_coverage_figure(curve: RiskCoverage, rejection: Rejection | None) -> Figure:
    """Errors among the answers given, against the share of rows that get one."""
    coverage = curve.coverage.tolist()
    mode = "lines+markers" if len(coverage) < 20 else "lines"
    lower = _line("", coverage, curve.low.tolist(), "--clear")
    upper = _line("95 % interval", coverage, curve.high.tolist(), "--clear")
    for edge in (lower, upper):
        edge.update(hoverinfo="skip", line={"width": 0})
    lower["showlegend"] = False
    upper.update(fill="tonexty", fillcolor="--band")
    risk = _line("errors", coverage, curve.risk.tolist(), "--accent")
    risk.update(
        mode=mode,
        text=[percent(value) for value in curve.threshold.tolist()],
        hovertemplate="%{x:.1%} answered, %{y:.1%} of them wrong<br>"
        "least probability answered %{text}<extra></extra>",
    )
    marks = [_rejection_mark(rejection)] if rejection and rejection.coverage else []
    data = [lower, upper, risk, *marks]
    layout = _layout(
        xaxis=_axis("rows answered, the surest first", tickformat=".0%", range=[0, 1.02]),
        yaxis=_axis("wrong among them", tickformat=".1~%", rangemode="tozero"),
    )
    return {"data": data, "layout": layout}


def history_figure(history: Sequence[Mapping[str, float]]) -> Figure:
    """Losses over the epochs, and accuracy below them; whichever of them there are."""
    losses = [
        _series(history, "train_loss", "loss, training rows", "--second", "dash"),
        _series(history, "select_loss", "loss, selection rows", "--accent", "solid"),
    ]
    above = [line for line in losses if line]
    below = _series(history, "select_accuracy", "accuracy, selection rows", "--accent", "dot")
    layout = _layout(height=300, xaxis=_axis("epoch", tickformat="~g"), hovermode="x unified")
    if above:
        layout["yaxis"] = _axis("loss", rangemode="tozero")
    if below:
        layout["yaxis2"] = _axis("accuracy", tickformat=".1~%")
        below["yaxis"] = "y2"
    if above and below:
        layout["height"] = 460
        layout["yaxis"]["domain"] = [0.5, 1]
        layout["yaxis2"]["domain"] = [0, 0.4]
        layout["xaxis"]["anchor"] = "y2"
    return {"data": [*above, *([below] if below else [])], "layout": layout}


def _series(
    history: Sequence[Mapping[str, float]], key: str, name: str, colour: str, dash: str
) -> Figure | None:
    """One value over the epochs; None where no epoch has it."""
    points = [
        (float(entry.get("epoch", position)), float(entry[key]))
        for position, entry in enumerate(history, start=1)
        if key in entry and math.isfinite(entry[key])
    ]
    if not points:
        return None
    epochs, values = zip(*points, strict=True)
    line = _line(name, list(epochs), list(values), colour, dash)
    line["mode"] = "lines+markers"
    line["hovertemplate"] = "%{y:.4~g}"
    return line


def _rejection_mark(rejection: Rejection) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "stored threshold",
        "x": [rejection.coverage],
        "y": [1 - rejection.precision.value],
        "marker": {"symbol": "diamond", "size": 12, "color": "--second"},
        "hovertemplate": f"threshold {percent(rejection.threshold)}: "
        "%{x:.1%} answered, %{y:.1%} of them wrong<extra></extra>",
    }


def _line(name: str, x: list[float], y: list[float], colour: str, dash: str = "solid") -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": colour, "dash": dash, "width": 2},
    }


def _layout(*, height: int = 420, **more: object) -> Figure:
    return {
        "height": height,
        "dragmode": False,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "paper_bgcolor": "--clear",
        "plot_bgcolor": "--clear",
        "font": {"color": "--ink", "size": 13},
        "hoverlabel": {
            "bgcolor": "--panel",
            "bordercolor": "--line",
            "font": {"color": "--ink"},
        },
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        **more,
    }


def _axis(title: str, **more: object) -> Figure:
    return {
        "title": {"text": title, "standoff": 12},
        "automargin": True,
        "fixedrange": True,
        "gridcolor": "--line",
        "linecolor": "--line",
        "zerolinecolor": "--line",
        **more,
    }


def _cell_counts(counts: NDArray[np.int64], heat: NDArray[np.float64]) -> Figure:
    """The counts that are not 0, as text that stands out from its cell."""
    rows, columns = np.nonzero(counts)
    colours = np.where(heat[rows, columns] < HEAT_TURN, "--on-low", "--on-high")
    return {
        "type": "scatter",
        "mode": "text",
        "x": columns.tolist(),
        "y": rows.tolist(),
        "text": [f"{count:,}" for count in counts[rows, columns].tolist()],
        "textfont": {"color": colours.tolist()},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _hover(
    labels: Sequence[str], counts: NDArray[np.int64], shares: NDArray[np.float64]
) -> list[list[str]]:
    names = [_text(cut(label, 60)) for label in labels]
    return [
        [
            f"true class: {true}<br>answer: {answer}<br>"
            f"rows: {counts[row, column]:,} ({percent(shares[row, column])} of the true class)"
            for column, answer in enumerate(names)
        ]
        for row, true in enumerate(names)
    ]


def _text(label: str) -> str:
    """A label that plotly shows as it is; it would take <b>, <a href> and entities for markup."""
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
