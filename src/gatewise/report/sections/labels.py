"""Right and wrong decisions label by label, where a row may carry several."""

from __future__ import annotations

from gatewise.evaluation import MultilabelReport
from gatewise.languages import say
from gatewise.report.markup import Section, join, name, paragraphs, table

__all__ = ["decisions"]

# As many as the table of scores.
_SHOWN_LABELS = 500


def decisions(report: MultilabelReport) -> Section:
    """The 2 x 2 table of each label, those with the most errors first."""
    counts = report.confusion.counts
    errors = counts[:, 0, 1] + counts[:, 1, 0]
    order = (-errors).argsort(kind="stable")[:_SHOWN_LABELS]
    rows = []
    for index in order.tolist():
        (right_no, wrong), (missed, hit) = counts[index].tolist()
        cells = (f"{count:,}" for count in (hit, missed, wrong, right_no))
        rows.append((name(report.confusion.labels[index]), *cells))
    columns = (
        say("Label"),
        say("Given rightly"),
        say("Missed"),
        say("Given wrongly"),
        say("Left out rightly"),
    )
    caption = say("Decisions on each label, the most errors first")
    told = say(
        "A row may carry several labels, so each label is decided by itself: {wrong} of {all} "
        "decisions were wrong.",
        wrong=f"{int(errors.sum()):,}",
        all=f"{int(counts.sum()):,}",
    )
    numbers = table(caption, columns, rows, class_="numbers")
    return Section("confusions", say("Decisions"), join((paragraphs([told]), numbers)))
