"""What the figures are made of: the sheet, its axes, a line.

A colour is the name of a CSS variable, which `plots.js` looks up: so light, dark and print need no
second figure. Strings from outside go through `plain`, since plotly takes some markup in them.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Figure", "axis", "line", "plain", "sheet"]

Figure = dict[str, Any]


def sheet(*, height: int = 420, **more: object) -> Figure:
    """A layout; what is given beyond the height goes into it as it is."""
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


def axis(title: str, **more: object) -> Figure:
    """An axis that does not zoom, so that a page scrolls under a finger."""
    return {
        "title": {"text": title, "standoff": 12},
        "automargin": True,
        "fixedrange": True,
        "gridcolor": "--line",
        "linecolor": "--line",
        "zerolinecolor": "--line",
        **more,
    }


def line(name: str, x: list[float], y: list[float], colour: str, dash: str = "solid") -> Figure:
    """A scatter trace of straight lines between the points."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": colour, "dash": dash, "width": 2},
    }


def plain(label: str) -> str:
    """A label that plotly shows as it is; it would take <b>, <a href> and entities for markup."""
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
