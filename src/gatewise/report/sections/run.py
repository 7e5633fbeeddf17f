"""How was it made? Training history, notes and counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from gatewise.evaluation import MultilabelReport
from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.markup import Html, Section, element, items, join, plot, table
from gatewise.report.plots import history_figure
from gatewise.report.words import counted, interval, paragraph, percent, remarks

__all__ = ["notes", "training", "tried"]

_HEADS = {
    "train_loss": "Train loss",
    "select_loss": "Select loss",
    "select_accuracy": "Select accuracy",
    "learning_rate": "Learning rate",
}


def tried(page: Page) -> Section | None:
    """What the models that were compared came to, and what each counts."""
    if not page.tried:
        return None
    rows = (
        (name, percent(score.value), interval(score), percent(share) if share else say("left out"))
        for name, score, share in page.tried
    )
    heads = (say("Model"), say("Score"), say("95 % interval"), say("Share of the answer"))
    told = say(
        "Held-out rows chose between these models and what each counts, so their scores here are "
        "a little too good; the scores of this page are from other rows."
    )
    compared = table(say("Models compared"), heads, rows, class_="numbers")
    return Section("tried", say("Models tried"), join((element("p", told), compared)))


def training(page: Page) -> Section | None:
    """Losses and accuracy over the epochs of each network."""
    if not page.history:
        return None
    several = len(page.history) > 1
    parts = (_network(name if several else "", own) for name, own in page.history.items())
    return Section("training", say("Training"), join(parts))


def _network(name: str, history: Sequence[Mapping[str, float]]) -> Html:
    """One network's plot; `name` tells it from others, if there are any."""
    heads = {
        key: say(head) for key, head in _HEADS.items() if any(key in entry for entry in history)
    }
    of = f": {name}" if name else ""
    numbers = table(
        say("Each epoch") + of,
        (say("Epoch"), *heads.values()),
        _epoch_rows(history, list(heads)),
        class_="numbers",
    )
    return plot(
        f"history-{name}" if name else "history",
        say("Loss and accuracy by epoch") + of,
        history_figure(history),
        paragraph(_told_of_training(history)),
        numbers,
    )


def notes(page: Page) -> Section:
    """What was decided and found on the way, and rows that a reader should know of."""
    counts = page.report.counts
    rows = [
        (say("Rows measured"), page.report.n),
        (say("Empty texts"), counts.empty),
        (say("Texts cut at the length the model reads"), counts.truncated),
        (say("Rows whose label the model never saw"), counts.unseen_label),
    ]
    if isinstance(page.report, MultilabelReport):
        rows.append((say("Rows without a label"), page.report.counts.no_label))
    cells = [(key, f"{count:,}") for key, count in rows]
    told_counts = table(say("Counts"), (), cells, class_="facts")
    told = (*remarks(page.report), *page.notes)
    listed = items(told) if told else element("p", say("Nothing out of the ordinary."))
    return Section("notes", say("Notes and counts"), join((listed, told_counts)))


def _epoch_rows(
    history: Sequence[Mapping[str, float]], keys: Sequence[str]
) -> Iterable[tuple[str, ...]]:
    for position, entry in enumerate(history, start=1):
        cells = (f"{entry[key]:.4g}" if key in entry else "" for key in keys)
        yield (f"{entry.get('epoch', position):g}", *cells)


def _told_of_training(history: Sequence[Mapping[str, float]]) -> Iterable[str]:
    yield say("{epochs}.", epochs=counted(len(history), "epoch"))
    if lowest := _first(history, "select_loss", min):
        epoch, value = lowest
        yield say(
            "Loss on the selection rows was lowest in epoch {epoch:g} ({value:.4g}).",
            epoch=epoch,
            value=value,
        )
    if highest := _first(history, "select_accuracy", max):
        epoch, value = highest
        yield say(
            "Accuracy on the selection rows was highest in epoch {epoch:g} ({value:.4g}).",
            epoch=epoch,
            value=value,
        )


def _first(
    history: Sequence[Mapping[str, float]], key: str, best: Callable[[Iterable[float]], float]
) -> tuple[float, float] | None:
    """The first epoch with the best value, and that value; None where no epoch has one."""
    points = [
        (entry[key], entry.get("epoch", position))
        for position, entry in enumerate(history, start=1)
        if math.isfinite(entry.get(key, math.nan))
    ]
    if not points:
        return None
    value = best(score for score, _ in points)
    return next(epoch for score, epoch in points if score == value), value
