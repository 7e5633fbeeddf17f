"""The losses of a search, trial by trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gatewise.languages import say
from gatewise.report.plots.parts import Figure, axis, sheet

__all__ = ["trials_figure"]

_COLOURS = ("--accent", "--second", "--muted", "--ink")
_SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up", "star")


def trials_figure(history: Sequence[Mapping[str, Any]]) -> Figure:
    """The loss of each complete trial over its number; a model has a colour and a shape."""
    models = list(dict.fromkeys(trial["model"] for trial in history))
    layout = sheet(
        height=360,
        xaxis=axis(say("trial"), tickformat="d"),
        yaxis=axis(say("loss"), rangemode="tozero"),
    )
    return {
        "data": [_points(history, model, i) for i, model in enumerate(models)],
        "layout": layout,
    }


def _points(history: Sequence[Mapping[str, Any]], model: str, index: int) -> Figure:
    complete = [t for t in history if t["model"] == model and t["loss"] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": model,
        "x": [trial["number"] for trial in complete],
        "y": [trial["loss"] for trial in complete],
        "marker": {
            "color": _COLOURS[index % len(_COLOURS)],
            "symbol": _SYMBOLS[index % len(_SYMBOLS)],
            "size": 9,
        },
        "hovertemplate": "%{y:.4f}",
    }
