"""How was it made? Training history, notes and counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from gatewise.evaluation import MultilabelReport
from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.markup import Section, element, items, join, plot, table
from gatewise.report.plots import history_figure
from gatewise.report.words import counted, remarks

__all__ = ["notes", "training"]

_KEYS = ("train_loss", "select_loss", "select_accuracy", "learning_rate")


def training(page: Page) -> Section | None:
    """Losses and accuracy over the epochs."""
    if not page.history:
        return None
    keys = [key for key in _KEYS if any(key in entry for entry in page.history)]
    numbers = table(
        "Each epoch",
        ("Epoch", *(key.replace("_", " ").capitalize() for key in keys)),
        _epoch_rows(page.history, keys),
        class_="numbers",
    )
    summary = " ".join(_told_of_training(page.history))
    picture = plot(
        "history", "Loss and accuracy by epoch", history_figure(page.history), summary, numbers
    )
    return Section("training", "Training", picture)


def notes(page: Page) -> Section:
    """What was decided and found on the way, and rows that a reader should know of."""
    counts = page.report.counts
    rows = [
        ("Rows measured", page.report.n),
        ("Empty texts", counts.empty),
        ("Texts cut at the length the model reads", counts.truncated),
        ("Rows whose label the model never saw", counts.unseen_label),
    ]
    if isinstance(page.report, MultilabelReport):
        rows.append((say("Rows without a label"), page.report.counts.no_label))
    told_counts = table("Counts", (), [(key, f"{count:,}") for key, count in rows], class_="facts")
    told = (*remarks(page.report), *page.notes)
    listed = items(told) if told else element("p", "Nothing out of the ordinary.")
    return Section("notes", "Notes and counts", join((listed, told_counts)))


def _epoch_rows(
    history: Sequence[Mapping[str, float]], keys: Sequence[str]
) -> Iterable[tuple[str, ...]]:
    for position, entry in enumerate(history, start=1):
        cells = (f"{entry[key]:.4g}" if key in entry else "" for key in keys)
        yield (f"{entry.get('epoch', position):g}", *cells)


def _told_of_training(history: Sequence[Mapping[str, float]]) -> Iterable[str]:
    yield f"{counted(len(history), 'epoch')}."
    for key, best, word in (("select_loss", min, "lowest"), ("select_accuracy", max, "highest")):
        points = [
            (entry[key], entry.get("epoch", position))
            for position, entry in enumerate(history, start=1)
            if math.isfinite(entry.get(key, math.nan))
        ]
        if points:
            value = best(point[0] for point in points)
            epoch = next(number for score, number in points if score == value)
            what = key.removeprefix("select_").capitalize()
            yield f"{what} on the selection rows was {word} in epoch {epoch:g} ({value:.4g})."
