"""The confusion matrix as a heat map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.confusion import Confusion
from gatewise.languages import say
from gatewise.report.plots.parts import Figure, axis, plain, sheet
from gatewise.report.words import cut, percent

__all__ = ["HEAT_TURN", "confusion_figure"]

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
            "title": {"text": say("share of the true class"), "side": "right"},
            "tickvals": [math.sqrt(step) for step in steps],
            "ticktext": [f"{step:.0%}" for step in steps],
            "outlinewidth": 0,
            "thickness": 12,
        },
        "xgap": 1,
        "ygap": 1,
    }
    names = [plain(cut(label, _LABEL_COLUMNS)) for label in labels]
    size = len(labels)
    ticks = {"tickvals": list(range(size)), "ticktext": names, "showgrid": False, "zeroline": False}
    angle = -45 if size > _UPRIGHT_LABELS else 0
    layout = sheet(
        height=190 + max(34 * size, 110),
        xaxis=axis(say("answer"), range=[-0.5, size - 0.5], tickangle=angle, **ticks),
        yaxis=axis(say("true class"), range=[size - 0.5, -0.5], **ticks),
    )
    return {"data": [cells, _cell_counts(counts, np.sqrt(shares))], "layout": layout}


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
    names = [plain(cut(label, 60)) for label in labels]
    return [
        [
            say(
                "true class: {true}<br>answer: {answer}<br>"
                "rows: {count:,} ({share} of the true class)",
                true=true,
                answer=answer,
                count=counts[row, column],
                share=percent(shares[row, column]),
            )
            for column, answer in enumerate(names)
        ]
        for row, true in enumerate(names)
    ]
