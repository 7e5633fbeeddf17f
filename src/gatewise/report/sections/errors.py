"""Where does it go wrong? Classes taken for each other, and the errors it was surest of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation import MultilabelReport
from gatewise.evaluation.confusion import Confusion
from gatewise.languages import say
from gatewise.report.confusions import confused_pairs, most_confused
from gatewise.report.content import Mistake, Page
from gatewise.report.markup import Html, Section, element, join, name, paragraphs, plot, table
from gatewise.report.plots import confusion_figure
from gatewise.report.sections.labels import decisions
from gatewise.report.words import cut, paragraph, percent

__all__ = ["confusions", "mistakes"]

_SHOWN_CLASSES = 20
_SHOWN_PAIRS = 20
_SHOWN_MISTAKES = 50
_SHOWN_CHARACTERS = 400


def confusions(page: Page) -> Section:
    """The confusion matrix, or its most confused part, and the most confused pairs.

    Where a row may carry several labels there are no pairs, but right and wrong decisions.
    """
    if isinstance(page.report, MultilabelReport):
        return decisions(page.report)
    matrix = page.report.confusion
    shown = most_confused(matrix, _SHOWN_CLASSES)
    picture = plot(
        "confusion",
        say("Confusion matrix"),
        confusion_figure(matrix, shown),
        paragraph(_told_of_matrix(matrix, shown)),
        _matrix_table(matrix, shown),
        # Cells that hold four digits on a small screen, and do not sprawl on a large one.
        width=(200 + 25 * len(shown), 300 + 110 * len(shown)),
    )
    return Section("confusions", say("Confusions"), join((picture, _pairs(matrix))))


def mistakes(page: Page) -> Section:
    """The wrong answers that the model gave the highest probability."""
    report = page.report
    wrong = report.n - round(report.accuracy.value * report.n)
    shown = page.mistakes[:_SHOWN_MISTAKES]
    told = list(_told_of_mistakes(len(shown), wrong))
    content = join((paragraphs(told), *([_mistake_table(shown)] if shown else [])))
    return Section("mistakes", say("Most confident mistakes"), content)


def _told_of_matrix(matrix: Confusion, shown: NDArray[np.intp]) -> Iterable[str]:
    wrong = matrix.total - int(matrix.hits.sum())
    yield say("A row is a true class, a column the answer; the diagonal holds the right ones.")
    yield say(
        "{wrong:,} of {all:,} rows were taken for another class.", wrong=wrong, all=matrix.total
    )
    if len(shown) < len(matrix.labels):
        part = matrix.counts[np.ix_(shown, shown)]
        inside = int(part.sum() - part.trace())
        yield say(
            "Shown are the {shown} of {all:,} classes that most errors touch; {inside:,} of the "
            "errors lie between them.",
            shown=len(shown),
            all=len(matrix.labels),
            inside=inside,
        )
    yield say("Empty cells are 0.")


def _matrix_table(matrix: Confusion, shown: NDArray[np.intp]) -> Html:
    labels = [name(cut(matrix.labels[index], 24)) for index in shown]
    counts = matrix.counts[np.ix_(shown, shown)].tolist()
    rows = [
        (label, *(f"{count:,}" for count in row)) for label, row in zip(labels, counts, strict=True)
    ]
    return table(
        say("Rows of each true class (down) by answer (across)"),
        (say("True class"), *labels),
        rows,
        class_="numbers",
    )


def _pairs(matrix: Confusion) -> Html:
    pairs = confused_pairs(matrix, _SHOWN_PAIRS)
    if not pairs:
        return element("p", say("No class was taken for another."))
    rows = [
        (name(pair.true), name(pair.predicted), f"{pair.count:,}", percent(pair.share))
        for pair in pairs
    ]
    columns = (say("True class"), say("Taken for"), say("Rows"), say("Of the true class"))
    return table(say("Most confused pairs"), columns, rows, class_="pairs")


def _told_of_mistakes(shown: int, wrong: int) -> Iterable[str]:
    if not wrong:
        yield say("Every row was answered right.")
    elif not shown:
        yield say("{wrong:,} answers were wrong; no text was kept to show.", wrong=wrong)
    else:
        yield say(
            "{shown:,} of {wrong:,} wrong answers, the surest first. Look here for wrong labels "
            "and for what the model cannot know. Texts of your data stand here: mind who gets this "
            "page.",
            shown=shown,
            wrong=wrong,
        )


def _mistake_table(shown: Sequence[Mistake]) -> Html:
    numbered = any(mistake.row is not None for mistake in shown)
    rows = [
        (
            *(["" if mistake.row is None else f"{mistake.row}"] if numbered else []),
            _names(mistake.true),
            _names(mistake.predicted),
            percent(mistake.probability),
            element("div", _excerpt(mistake.text), class_="text", dir="auto"),
        )
        for mistake in shown
    ]
    columns = (say("True class"), say("Answer"), say("Probability"), say("Text"))
    if any(isinstance(mistake.true, tuple) for mistake in shown):
        columns = (say("True labels"), say("Given labels"), say("Surest wrong"), say("Text"))
    heads = (say("Row"), *columns) if numbered else columns
    return table(say("Wrong answers, the surest first"), heads, rows, class_="mistakes")


def _names(labels: str | tuple[str, ...]) -> Html:
    """One label, or a label a line."""
    if isinstance(labels, str):
        return name(labels)
    if not labels:
        return element("em", say("none"))
    return join(element("div", name(label)) for label in labels)


def _excerpt(text: str) -> str:
    if not text.strip():
        return say("(empty)")
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS].rstrip() + "…"
