from __future__ import annotations

import dataclasses
import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from gatewise.evaluation import Report
from gatewise.evaluation.report import Counts
from gatewise.report.text import summary
from gatewise.report.words import interval, percent, ranked_classes, verdicts
from report.samples import CHINESE, names, sample_page, single


def printed(report: Report, *, limit: int = 30, colour: bool = False) -> str:
    system = "truecolor" if colour else None
    console = Console(file=io.StringIO(), width=80, color_system=system, force_terminal=colour)  # type: ignore[arg-type]
    console.print(summary(report, labels_limit=limit))
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_scores_stand_beside_the_baselines() -> None:
    report = single(sample_page())
    assert report.baseline is not None
    lines = printed(report).splitlines()
    told = next(line for line in lines if line.lstrip().startswith("accuracy"))
    assert (
        told.split("accuracy")[1].split()
        == (
            f"{percent(report.accuracy.value)} {interval(report.accuracy)} "
            f"{percent(report.baseline.accuracy)}"
        ).split()
    )
    whole = " ".join(" ".join(lines).split())
    assert verdicts(report)[0] in whole
    assert "1 text is empty." in whole
    assert "2 texts are longer" in whole


@pytest.mark.parametrize("count", [2, 6, 77])
def test_it_fits_in_80_columns(count: int) -> None:
    report = single(sample_page(classes=names(count), rows=1000))
    assert max(cell_len(line) for line in printed(report).splitlines()) <= 80


def test_the_weakest_classes_come_first_and_the_rest_is_told() -> None:
    report = single(sample_page(classes=[f"c{index}" for index in range(50)], rows=3000))
    text = printed(report, limit=10)
    ranked = ranked_classes(report)
    places = [text.index(f" {label} ") for label, _ in ranked[:10]]
    assert places == sorted(places)
    least = percent(ranked[10][1].f1.value)
    assert f"40 more classes with an F1 of {least} or better" in text
    assert not any(f" {label} " in text for label, _ in ranked[10:])


def test_class_scores_have_limits_that_hold_the_exact_ones() -> None:
    report = single(sample_page())
    line = next(line for line in printed(report).splitlines() if CHINESE[0] in line)
    value, limits = line.split()[1:3]
    low, high = (int(limit) for limit in limits.strip("()").split("–"))
    score = report.per_class[CHINESE[0]].precision
    assert value == f"{100 * score.value:.1f}"
    assert low <= 100 * score.low < low + 1.001
    assert high - 1.001 < 100 * score.high <= high


def test_labels_are_neither_markup_nor_commands() -> None:
    text = printed(single(sample_page(classes=["[bold]a[/bold]", "\x1b[31mred"])))
    assert "[bold]a[/bold]" in text
    assert "\x1b" not in text


def test_colour_carries_no_meaning() -> None:
    report = single(sample_page())
    console = Console(file=io.StringIO(), width=80, no_color=True, highlight=False)
    console.print(summary(report))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == printed(report)


def test_without_baseline_or_remarks() -> None:
    report = single(sample_page(baseline=False))
    quiet = dataclasses.replace(report, counts=Counts(0, 0, 0))
    text = printed(quiet)
    assert "There is no baseline beside it" in text
    assert "longer" not in text
    assert "baseline" not in text.replace(
        "There is no baseline beside it: the model is the linear one, or it was left out.", ""
    )
