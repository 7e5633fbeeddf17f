"""What the terminal shows of a report: 80 columns are enough, and colour carries no meaning."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from gatewise.evaluation import AnyReport, MultilabelReport, Score
from gatewise.evaluation.metrics import ClassScores
from gatewise.languages import say
from gatewise.report.plain import plain
from gatewise.report.search import best_trials, cautions, gains, settings_of
from gatewise.report.words import (
    baseline_name,
    counted,
    interval,
    percent,
    ranked_classes,
    remarks,
    verdicts,
)

__all__ = ["compared", "searched", "summary"]


def summary(report: AnyReport, *, labels_limit: int = 30) -> RenderableType:
    """Scores beside the baseline's, what the difference means, the classes and what to know.

    Args:
        report: What was measured.
        labels_limit: Most classes to list; the weakest come first, and a line tells of the rest.
    """
    ranked = ranked_classes(report)
    several = isinstance(report, MultilabelReport)
    return Group(
        _scores(report),
        *(plain(sentence) for sentence in verdicts(report)),
        _classes(ranked[:labels_limit], several=several),
        *(plain(told) for told in _rest(ranked[labels_limit:], several=several)),
        *(plain(sentence) for sentence in remarks(report)),
    )


def compared(tried: Iterable[tuple[str, Score, float]]) -> RenderableType:
    """Models that were tried: name, score on the rows that chose, share of the answer."""
    table = _table(say("Model"), say("Score"), say("95 % interval"), say("Share of the answer"))
    for name, score, share in tried:
        counts = percent(share) if share else say("left out")
        table.add_row(plain(name), percent(score.value), interval(score), counts)
    return table


def searched(tuning: Mapping[str, Any]) -> RenderableType:
    """A search: gains over the defaults, what mattered, the best trials, and cautions."""
    tables = [gains(tuning), *map(settings_of, tuning["models"]), best_trials(tuning)]
    parts: list[RenderableType] = [
        say("Search, on the held-out rows that choose; defaults → best:")
    ]
    for heads, rows in tables:
        table = _table(*heads)
        for row in rows:
            table.add_row(*map(plain, row))
        parts.append(table)
    return Group(*parts, *(plain(sentence) for sentence in cautions(tuning)))


def _scores(report: AnyReport) -> Table:
    base = report.baseline
    beside = [baseline_name(report)] if base else []
    table = _table(counted(report.n, "row"), say("value"), say("95 % interval"), *beside)
    for title, key in _shown(report):
        score: Score = getattr(report, key)
        last = [percent(getattr(base, key))] if base else []
        table.add_row(title, percent(score.value), interval(score), *last)
    for title, area in _areas(report):
        table.add_row(title, percent(area.value), interval(area), *([""] if base else []))
    return table


def _shown(report: AnyReport) -> Iterable[tuple[str, str]]:
    """Titles and keys of the scores, which a baseline has too."""
    if isinstance(report, MultilabelReport):
        yield say("micro F1"), "micro_f1"
        yield say("macro F1"), "macro_f1"
        yield say("all labels right"), "accuracy"
    else:
        yield say("accuracy"), "accuracy"
        yield say("macro F1"), "macro_f1"


def _areas(report: AnyReport) -> Iterable[tuple[str, Score]]:
    """Areas under curves, of two classes; a baseline has none."""
    if isinstance(report, MultilabelReport):
        return
    if report.roc_auc is not None:
        yield say("ROC AUC"), report.roc_auc
    if report.pr_auc is not None:
        yield say("PR AUC"), report.pr_auc


def _classes(ranked: Iterable[tuple[str, ClassScores]], *, several: bool) -> Table:
    first = say("label (in %)") if several else say("class (in %)")
    table = _table(first, say("precision"), say("recall"), "F1", say("rows"))
    for label, row in ranked:
        cells = (_short(score) for score in (row.precision, row.recall, row.f1))
        table.add_row(plain(label), *cells, f"{row.support:,}")
    return table


def _rest(ranked: list[tuple[str, ClassScores]], *, several: bool) -> Iterable[str]:
    if not ranked:
        return
    least = percent(ranked[0][1].f1.value)
    if several:
        yield say(
            "Labels not shown: {count}, each with an F1 of {least} or better; --json tells all.",
            count=f"{len(ranked):,}",
            least=least,
        )
    else:
        yield say(
            "{more} with an F1 of {least} or better; --json tells all.",
            more=counted(len(ranked), "more class", "more classes"),
            least=least,
        )


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _short(score: Score) -> str:
    """Limits in whole percent, rounded outwards, leave room for the label."""
    return f"{100 * score.value:.1f} ({math.floor(100 * score.low)}–{math.ceil(100 * score.high)})"
