"""What a search found, on the terminal and on the page, in both languages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

from rich.console import Console

from gatewise.languages import speaking
from gatewise.report import render
from gatewise.report.plots import trials_figure
from gatewise.report.search import best_trials, cautions, gains, settings_of
from gatewise.report.text import searched
from report.samples import read, sample_page

LOSSES = (0.5, 0.45, None, 0.48)


def sample(*, importance: float | None = 0.7) -> dict[str, Any]:
    """A search of two models, as `select.findings` gives it."""
    setting = {"option": "model.C", "default": 0.5, "best": 0.1234567, "importance": importance}
    widths = {"option": "model.widths", "default": [1, 2], "best": [3], "importance": None}
    value = {"loss": 0.5, "score": 0.8}
    model = {
        "model": "linear",
        "trials": 4,
        "ended_early": 1,
        "default": value,
        "best": {"loss": 0.45, "score": 0.82},
        "settings": [setting, widths],
    }
    history = [
        {
            "model": name,
            "number": number,
            "loss": loss,
            "score": None if loss is None else 0.8,
            "settings": {"model.C": 0.5},
        }
        for name in ("linear", "textcnn")
        for number, loss in enumerate(LOSSES, start=1)
    ]
    return {
        "trials": 8,
        "ended_early": 2,
        "rows": 1234,
        "interrupted": False,
        "models": [model, {**model, "model": "textcnn", "default": {"loss": None, "score": None}}],
        "history": history,
    }


def shown(tuning: dict[str, Any], width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, no_color=True).print(searched(tuning))
    return stream.getvalue()


def test_tables_hold_what_was_found() -> None:
    tuning = sample()
    first, second = gains(tuning).rows
    assert first == ("linear", "4", "1", "0.5000 → 0.4500", "80.0 % → 82.0 %")
    assert second[3:] == ("– → 0.4500", "– → 82.0 %")
    assert settings_of(tuning["models"][0]).rows == [
        ("model.C", "0.5", "0.123", "70.0 %"),
        ("model.widths", "[1, 2]", "[3]", "–"),
    ]
    assert [row[1:3] for row in best_trials(tuning).rows][:2] == [("2", "0.4500"), ("2", "0.4500")]


def test_the_terminal_shows_everything_in_80_columns() -> None:
    told = shown(sample())
    assert "1,234 rows" in told
    assert all(word in told for word in ("linear", "textcnn", "0.5000 → 0.4500", "70.0 %"))
    assert max(map(len, told.splitlines())) <= 80


def test_cautions_tell_what_may_not_be_read_into_it() -> None:
    assert "few trials" in list(cautions(sample()))[1]
    assert "too few" in list(cautions(sample(importance=None)))[1]


def test_the_figure_has_a_point_a_complete_trial() -> None:
    figure = trials_figure(sample()["history"])
    assert [trace["x"] for trace in figure["data"]] == [[1, 2, 4]] * 2
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 2


def test_the_page_has_a_section_where_there_was_a_search() -> None:
    assert "search" not in read(_without_scripts(render(sample_page()))).ids()
    page = read(_without_scripts(render(replace(sample_page(), tuning=sample()))))
    assert {"search", "plot-trials"} <= {*page.ids()}
    assert page.tables["Setting of linear"][1] == ["model.C", "0.5", "0.123", "70.0 %"]


def test_both_speak_chinese() -> None:
    with speaking("zh"):
        told = shown(sample(), 200)
        page = _without_scripts(render(replace(sample_page(), tuning=sample())))
    assert not set(re.findall(r"[A-Za-z]{3,}", told)) - {"linear", "textcnn", "model", "widths"}
    assert "linear 的设置" in page
    assert "每次试验的损失" in page


def _without_scripts(page: str) -> str:
    return re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
