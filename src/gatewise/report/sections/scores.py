"""How good is it? The headline, every score, and the scores of each class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gatewise.evaluation import Report, Score
from gatewise.evaluation.metrics import ClassScores
from gatewise.report.content import Page
from gatewise.report.markup import Html, Section, element, join, name, paragraphs, table, whisker
from gatewise.report.words import baseline_name, cut, interval, percent, ranked_classes, verdicts

__all__ = ["classes", "result", "scores"]

# Some 700 bytes a class: more than these would swell the page, and nobody reads them.
_SHOWN_CLASSES = 500

# Fields of the report, which the baseline may have too: title, and what it says.
_SHARES = {
    "accuracy": ("Accuracy", "Share of rows with the right answer."),
    "macro_f1": ("Macro F1", "Mean F1 of the classes, each counted alike."),
    "macro_precision": ("Macro precision", "Mean over the classes: how often the answer is right."),
    "macro_recall": ("Macro recall", "Mean over the classes: how many of the rows are found."),
    "micro_f1": ("Micro F1", "With one label a row, the same as accuracy."),
    "weighted_f1": ("Weighted F1", "Mean F1 of the classes, weighted by their rows."),
}
_LOG_LOSS = "0 is perfect; confident errors cost the most."
_BRIER = "0 is perfect; squared error of the probabilities."
_ECE = "Mean distance between probability and accuracy; 0 is perfect."


def result(page: Page) -> Section:
    """Accuracy beside the baseline's, what the difference means, and what was run."""
    report = page.report
    facts = table("What was run", (), page.facts.items(), class_="facts")
    verdict = element("div", paragraphs(verdicts(report)), class_="verdict")
    figures = element("dl", *_headline(report), class_="headline")
    return Section("result", "Result", join((figures, verdict, *([facts] if page.facts else []))))


def scores(page: Page) -> Section:
    """Every score of the report with its interval and what it says."""
    columns = ("Score", "Value", "95 % interval", "0 to 100 %", "Baseline", "What it says")
    whole = table("Scores on the same rows", columns, _score_rows(page.report), class_="scores")
    return Section("scores", "Scores", whole)


def classes(page: Page) -> Section:
    """Precision, recall and F1 of each class, the weakest first."""
    report = page.report
    ranked = ranked_classes(report)
    known = set(report.classes)
    rows = [_class_row(label, label in known, row) for label, row in ranked[:_SHOWN_CLASSES]]
    columns = ("Class", "Rows", "Precision", "Recall", "F1", "F1, 0 to 100 %")
    caption = "Scores of each class with 95 % intervals, the weakest F1 first"
    told = paragraphs(_told_of_classes(report, len(ranked)))
    return Section(
        "classes", "Classes", join((told, table(caption, columns, rows, class_="numbers")))
    )


def _headline(report: Report) -> Iterable[Html]:
    right = int(report.confusion.hits.sum())
    yield _figure(
        "Accuracy",
        percent(report.accuracy.value),
        f"95 % interval {interval(report.accuracy)}",
        f"{right:,} of {report.n:,} rows right",
    )
    if report.baseline:
        title = baseline_name(report)
        title = title[:1].upper() + title[1:]
        yield _figure(title, percent(report.baseline.accuracy), "accuracy on the same rows")
    if report.against:
        yield _figure(
            report.against.model, percent(report.against.accuracy), "accuracy on the same rows"
        )


def _figure(title: str, value: str, *lines: str) -> Html:
    told = [element("dd", line) for line in lines]
    return element("div", element("dt", title), element("dd", value, class_="big"), *told)


def _score_rows(report: Report) -> Iterable[tuple[str, ...]]:
    for key, (title, meaning) in _SHARES.items():
        score: Score = getattr(report, key)
        beside: float | None = getattr(report.baseline, key, None)
        yield _row(title, score, "" if beside is None else percent(beside), meaning)
    if report.roc_auc:
        first, second = (cut(label, 30) for label in report.classes)
        meaning = f"Chance that a row of “{second}” is ranked above one of “{first}”."
        yield _row("ROC AUC", report.roc_auc, "", meaning)
    calibration = report.calibration
    yield ("Log loss", f"{report.log_loss:.3f}", "", "", "", _LOG_LOSS)
    yield ("Brier score", f"{calibration.brier:.3f}", "", "", "", _BRIER)
    yield ("Calibration error", percent(calibration.ece), "", "", "", _ECE)


def _row(title: str, score: Score, beside: str, meaning: str) -> tuple[str, ...]:
    return (title, percent(score.value), interval(score), whisker(score), beside, meaning)


def _told_of_classes(report: Report, count: int) -> Iterable[str]:
    absent = [label for label in report.classes if label not in report.per_class]
    if absent:
        told = join(_listed(absent[:20]))
        more = f" and {len(absent) - 20:,} more" if len(absent) > 20 else ""
        yield join(("Neither among the rows nor among the answers: ", told, more, "."))
    if count > _SHOWN_CLASSES:
        yield f"The weakest {_SHOWN_CLASSES} of {count:,} classes; --json tells all."


def _listed(labels: Sequence[str]) -> Iterable[str]:
    for position, label in enumerate(labels):
        if position:
            yield ", "
        yield name(label)


def _class_row(label: str, known: bool, row: ClassScores) -> tuple[str, ...]:
    title = (
        name(label)
        if known
        else join((name(label), " ", element("em", "(never seen in training)")))
    )
    cells = (_with_interval(score) for score in (row.precision, row.recall, row.f1))
    return (title, f"{row.support:,}", *cells, whisker(row.f1))


def _with_interval(score: Score) -> Html:
    return join((percent(score.value), " ", element("small", interval(score))))
