from __future__ import annotations

import json
import math
import re
from importlib import resources

import numpy as np
import pytest

from gatewise.evaluation import Rejection, confusion, reliability, wilson
from gatewise.report.curves import risk_coverage
from gatewise.report.plots import (
    HEAT_TURN,
    Figure,
    confusion_figure,
    history_figure,
    reliability_figure,
    risk_coverage_figure,
)
from report.samples import CHINESE, HOSTILE, history_entry

CSS = (resources.files("gatewise.report") / "assets" / "style.css").read_text(encoding="utf-8")
Colour = tuple[float, float, float]


def variables(block: int) -> dict[str, str]:
    """Colours of the light (0) or dark (1) theme."""
    themes = re.findall(r":root[^{]*\{(.*?)\}", CSS, flags=re.DOTALL)
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", themes[block]))


def colour(code: str) -> Colour:
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def contrast(first: Colour, second: Colour) -> float:
    """WCAG 2.2's ratio of relative luminances."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(channels: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("name", ["--ink", "--muted", "--accent", "--second"])
def test_text_and_lines_stand_out(theme: int, name: str) -> None:
    found = variables(theme)
    assert contrast(colour(found[name]), colour(found["--ground"])) >= 4.5
    assert contrast(colour(found[name]), colour(found["--panel"])) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
def test_counts_stand_out_on_every_shade(theme: int) -> None:
    found = variables(theme)
    low, high = colour(found["--heat-low"]), colour(found["--heat-high"])
    for heat in np.linspace(0, 1, 101):
        red, green, blue = (a + (b - a) * heat for a, b in zip(low, high, strict=True))
        text = found["--on-low" if heat < HEAT_TURN else "--on-high"]
        assert contrast((red, green, blue), colour(text)) >= 4.5


def strings(value: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in strings(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in strings(inner, key)]
    return [(key, value)] if isinstance(value, str) else []


def samples() -> list[Figure]:
    matrix = confusion([HOSTILE, *CHINESE], [*CHINESE, HOSTILE])
    confidence = np.linspace(0.3, 1, 100)
    correct = confidence > 0.5
    return [
        confusion_figure(matrix, np.arange(7)),
        reliability_figure(reliability(confidence, correct)),
        risk_coverage_figure(
            risk_coverage(confidence, correct), Rejection(0.5, wilson(60, 70), 0.7)
        ),
        history_figure([history_entry(epoch) for epoch in range(1, 9)]),
    ]


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_are_variables_of_both_themes(theme: int) -> None:
    known = variables(0) | variables(theme)
    named = {
        value for key, value in strings(samples()) if key.endswith("color") or key == "colorscale"
    }
    assert named
    assert named <= set(known)


def test_figures_are_strict_json_without_tags() -> None:
    for figure in samples():
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    shown = [value for key, value in strings(samples()[0]) if key in {"ticktext", "hovertext"}]
    assert any("&lt;script&gt;" in value for value in shown)
    assert not any(re.search(r"<(?!br>)", value) for value in shown)


def test_heat_map_holds_the_counts() -> None:
    matrix = confusion(["a", "a", "b", "c"], ["a", "b", "b", "a"])
    cells, counts = confusion_figure(matrix, np.asarray([0, 1]))["data"]
    np.testing.assert_allclose(np.square(cells["z"]), [[0.5, 0.5], [0.0, 1.0]])
    placed = list(zip(counts["y"], counts["x"], counts["text"], strict=True))
    assert placed == [(0, 0, "1"), (0, 1, "1"), (1, 1, "1")]


@pytest.mark.parametrize(
    ("keys", "axes"),
    [
        (("train_loss",), {"yaxis"}),
        (("select_accuracy",), {"yaxis2"}),
        (("select_loss", "select_accuracy"), {"yaxis", "yaxis2"}),
        ((), set()),
    ],
)
def test_history_shows_what_there_is(keys: tuple[str, ...], axes: set[str]) -> None:
    history = [{key: history_entry(epoch)[key] for key in keys} for epoch in (1, 2, 3)]
    figure = history_figure(history)
    assert len(figure["data"]) == len(keys)
    assert {axis for axis in figure["layout"] if axis.startswith("yaxis")} == axes
    assert all(line["x"] == [1, 2, 3] for line in figure["data"])


def test_diverged_epochs_are_left_out() -> None:
    history = [{"epoch": 1, "train_loss": 1.0}, {"epoch": 2, "train_loss": math.nan}]
    assert history_figure(history)["data"][0]["x"] == [1]


def test_a_threshold_that_answers_nothing_has_no_mark() -> None:
    curve = risk_coverage(np.asarray([0.4]), np.asarray([True]))
    assert len(risk_coverage_figure(curve, Rejection(0.9, wilson(0, 0), 0.0))["data"]) == 3
    assert len(risk_coverage_figure(curve, Rejection(0.2, wilson(1, 1), 1.0))["data"]) == 4
