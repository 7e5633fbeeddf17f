"""Losses and accuracy over the epochs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gatewise.languages import say
from gatewise.report.plots.parts import Figure, axis, line, sheet

__all__ = ["history_figure"]


def history_figure(history: Sequence[Mapping[str, float]]) -> Figure:
    """Losses over the epochs, and accuracy below them; whichever of them there are."""
    losses = [
        _series(history, "train_loss", say("loss, training rows"), "--second", "dash"),
        _series(history, "select_loss", say("loss, selection rows"), "--accent", "solid"),
    ]
    above = [series for series in losses if series]
    below = _series(history, "select_accuracy", say("accuracy, selection rows"), "--accent", "dot")
    layout = sheet(height=300, xaxis=axis(say("epoch"), tickformat="~g"), hovermode="x unified")
    if above:
        layout["yaxis"] = axis(say("loss"), rangemode="tozero")
    if below:
        layout["yaxis2"] = axis(say("accuracy"), tickformat=".1~%")
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
    series = line(name, list(epochs), list(values), colour, dash)
    series.update(mode="lines+markers", hovertemplate="%{y:.4~g}")
    return series
