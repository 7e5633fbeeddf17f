"""How good is it? The headline, every score, and the scores of each class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gatewise.evaluation import AnyReport, MultilabelReport, Report, Score
from gatewise.evaluation.metrics import ClassScores
from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.markup import Html, Section, element, join, name, paragraphs, table, whisker
from gatewise.report.sections.measures import headline, losses, shares
from gatewise.report.words import baseline_name, cut, interval, percent, ranked_classes, verdicts

__all__ = ["classes", "result", "scores"]

# Some 700 bytes a class: more than these would swell the page, and nobody reads them.
_SHOWN_CLASSES = 500
_SHOWN_ABSENT = 20


def result(page: Page) -> Section:
    """Accuracy beside the baseline's, what the difference means, and what was run."""
    report = page.report
    facts = table(say("What was run"), (), page.facts.items(), class_="facts")
    verdict = element("div", paragraphs(verdicts(report)), class_="verdict")
    figures = element("dl", *_headline(report), class_="headline")
    return Section(
        "result", say("Result"), join((figures, verdict, *([facts] if page.facts else [])))
    )


def scores(page: Page) -> Section:
    """Every score of the report with its interval and what it says."""
    columns = (
        say("Score"),
        say("Value"),
        say("95 % interval"),
        say("0 to 100 %"),
        say("Baseline"),
        say("What it says"),
    )
    caption = say("Scores on the same rows")
    whole = table(caption, columns, _score_rows(page.report), class_="scores")
    return Section("scores", say("Scores"), whole)


def classes(page: Page) -> Section:
    """Precision, recall and F1 of each class, the weakest first."""
    report = page.report
    ranked = ranked_classes(report)
    known = set(report.classes)
    rows = [_class_row(label, label in known, row) for label, row in ranked[:_SHOWN_CLASSES]]
    if isinstance(report, MultilabelReport):
        title, first = say("Labels"), say("Label")
        caption = say("Scores of each label with 95 % intervals, the weakest F1 first")
    else:
        title, first = say("Classes"), say("Class")
        caption = say("Scores of each class with 95 % intervals, the weakest F1 first")
    columns = (first, *_class_heads())
    told = paragraphs(_told_of_classes(report, len(ranked)))
    numbers = table(caption, columns, rows, class_="numbers")
    return Section("classes", title, join((told, numbers)))


def _class_heads() -> tuple[str, ...]:
    return say("Rows"), say("Precision"), say("Recall"), "F1", say("F1, 0 to 100 %")


def _headline(report: AnyReport) -> Iterable[Html]:
    key = headline(report)
    score: Score = getattr(report, key)
    hits = int(report.confusion.hits.sum())
    if isinstance(report, MultilabelReport):
        right = say(
            "{hits} of {count} labels found",
            hits=f"{hits:,}",
            count=f"{int(report.confusion.actual.sum()):,}",
        )
        beside = say("micro F1 on the same rows")
    else:
        right = say("{hits:,} of {rows:,} rows right", hits=hits, rows=report.n)
        beside = say("accuracy on the same rows")
    title, _ = shares(report)[key]
    told = say("95 % interval {limits}", limits=interval(score))
    yield _figure(title, percent(score.value), told, right)
    if report.baseline:
        title = baseline_name(report)
        value = percent(getattr(report.baseline, key))
        yield _figure(title[:1].upper() + title[1:], value, beside)
    if report.against:
        yield _figure(report.against.model, percent(getattr(report.against, key)), beside)


def _figure(title: str, value: str, *lines: str) -> Html:
    told = [element("dd", line) for line in lines]
    return element("div", element("dt", title), element("dd", value, class_="big"), *told)


def _score_rows(report: AnyReport) -> Iterable[tuple[str, ...]]:
    for key, (title, meaning) in shares(report).items():
        score: Score = getattr(report, key)
        beside: float | None = getattr(report.baseline, key, None)
        yield _row(title, score, "" if beside is None else percent(beside), meaning)
    if isinstance(report, Report):
        yield from _areas(report)
    for title, value, meaning in losses(report):
        yield (title, value, "", "", "", meaning)


def _areas(report: Report) -> Iterable[tuple[str, ...]]:
    """Areas under curves, where there are two classes."""
    if report.roc_auc:
        first, second = (cut(label, 30) for label in report.classes)
        meaning = say(
            "Chance that a row of “{second}” is ranked above one of “{first}”.",
            second=second,
            first=first,
        )
        yield _row(say("ROC AUC"), report.roc_auc, "", meaning)
    if report.pr_auc:
        second = cut(report.classes[1], 30)
        meaning = say(
            "Mean precision on the way down to each row of “{label}”; by chance, its share of the "
            "rows.",
            label=second,
        )
        yield _row(say("PR AUC"), report.pr_auc, "", meaning)


def _row(title: str, score: Score, beside: str, meaning: str) -> tuple[str, ...]:
    return (title, percent(score.value), interval(score), whisker(score), beside, meaning)


def _told_of_classes(report: AnyReport, count: int) -> Iterable[str]:
    if isinstance(report, MultilabelReport):
        counted = report.confusion
        idle = ((counted.actual + counted.predicted) == 0).nonzero()[0].tolist()
        absent = [counted.labels[index] for index in idle]
    else:
        absent = [label for label in report.classes if label not in report.per_class]
    if absent:
        yield _told_of_absent(absent)
    if count > _SHOWN_CLASSES:
        yield say(
            "The weakest {shown} of {all:,} classes; --json tells all.",
            shown=_SHOWN_CLASSES,
            all=count,
        )


def _told_of_absent(labels: Sequence[str]) -> Html:
    """Markup goes into a template as it is, since the template itself holds none."""
    told = say(", ").join(name(label) for label in labels[:_SHOWN_ABSENT])
    more = len(labels) - _SHOWN_ABSENT
    if more > 0:
        told = say("{told} and {more} more", told=told, more=f"{more:,}")
    return Html(say("Neither among the rows nor among the answers: {labels}.", labels=told))


def _class_row(label: str, known: bool, row: ClassScores) -> tuple[str, ...]:
    title = (
        name(label)
        if known
        else join((name(label), " ", element("em", say("(never seen in training)"))))
    )
    cells = (_with_interval(score) for score in (row.precision, row.recall, row.f1))
    return (title, f"{row.support:,}", *cells, whisker(row.f1))


def _with_interval(score: Score) -> Html:
    return join((percent(score.value), " ", element("small", interval(score))))
