"""What each score is called and what it says, for one label a row and for several."""

from __future__ import annotations

from collections.abc import Iterable

from gatewise.evaluation import AnyReport, MultilabelReport
from gatewise.languages import say
from gatewise.report.words import percent

__all__ = ["headline", "losses", "shares"]

# Fields of the report, which the baseline may have too: title, and what it says.
_SHARES_OF_CLASSES = {
    "accuracy": ("Accuracy", "Share of rows with the right answer."),
    "macro_f1": ("Macro F1", "Mean F1 of the classes, each counted alike."),
    "macro_precision": ("Macro precision", "Mean over the classes: how often the answer is right."),
    "macro_recall": ("Macro recall", "Mean over the classes: how many of the rows are found."),
    "micro_f1": ("Micro F1", "With one label a row, the same as accuracy."),
    "weighted_f1": ("Weighted F1", "Mean F1 of the classes, weighted by their rows."),
}


def headline(report: AnyReport) -> str:
    """The field of the report and of its baseline that stands first."""
    return "micro_f1" if isinstance(report, MultilabelReport) else "accuracy"


def shares(report: AnyReport) -> dict[str, tuple[str, str]]:
    """Fields of the report that are shares, with their titles and meanings."""
    if isinstance(report, MultilabelReport):
        return _shares_of_labels()
    return {
        field: (say(title), say(meaning)) for field, (title, meaning) in _SHARES_OF_CLASSES.items()
    }


def losses(report: AnyReport) -> Iterable[tuple[str, str, str]]:
    """Title, value and meaning of what has no interval."""
    brier, error = f"{report.calibration.brier:.3f}", percent(report.calibration.ece)
    if isinstance(report, MultilabelReport):
        yield (
            say("Hamming loss"),
            percent(report.hamming_loss),
            say("Share of wrong decisions, one a row and label."),
        )
        yield (
            say("Log loss"),
            f"{report.log_loss:.3f}",
            say("Mean over all decisions; 0 is perfect, confident errors cost the most."),
        )
        yield (
            say("Brier score"),
            brier,
            say("Mean over all decisions; 0 is perfect, squared error of the probabilities."),
        )
        yield (
            say("Calibration error"),
            error,
            say("Mean distance between a label's probability and how often it applies."),
        )
        return
    yield (
        say("Log loss"),
        f"{report.log_loss:.3f}",
        say("0 is perfect; confident errors cost the most."),
    )
    yield say("Brier score"), brier, say("0 is perfect; squared error of the probabilities.")
    yield (
        say("Calibration error"),
        error,
        say("Mean distance between probability and accuracy; 0 is perfect."),
    )


def _shares_of_labels() -> dict[str, tuple[str, str]]:
    return {
        "micro_f1": (
            say("Micro F1"),
            say("All labels of all rows together: harmonic mean of the next two."),
        ),
        "micro_precision": (
            say("Micro precision"),
            say("Share of right ones among the labels given."),
        ),
        "micro_recall": (
            say("Micro recall"),
            say("Share of found ones among the labels that the rows carry."),
        ),
        "macro_f1": (say("Macro F1"), say("Mean F1 of the labels, each counted alike.")),
        "macro_precision": (say("Macro precision"), say("Mean precision of the labels.")),
        "macro_recall": (say("Macro recall"), say("Mean recall of the labels.")),
        "weighted_f1": (
            say("Weighted F1"),
            say("Mean F1 of the labels, weighted by their rows."),
        ),
        "accuracy": (
            say("All labels right"),
            say("Share of rows that got their labels and no others (subset accuracy)."),
        ),
    }
