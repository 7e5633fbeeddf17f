"""The plots as plotly.js takes them: plain dicts, made without plotly."""

from __future__ import annotations

from gatewise.report.plots.confusion import HEAT_TURN, confusion_figure
from gatewise.report.plots.history import history_figure
from gatewise.report.plots.parts import Figure
from gatewise.report.plots.probabilities import reliability_figure, risk_coverage_figure
from gatewise.report.plots.trials import trials_figure

__all__ = [
    "HEAT_TURN",
    "Figure",
    "confusion_figure",
    "history_figure",
    "reliability_figure",
    "risk_coverage_figure",
    "trials_figure",
]
