"""What did the search over settings find?"""

from __future__ import annotations

from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.markup import Section, element, join, paragraphs, plot, table
from gatewise.report.plots import trials_figure
from gatewise.report.search import (
    best_trials,
    cautions,
    gains,
    heads_of_gains,
    heads_of_settings,
    heads_of_trials,
    settings_of,
)

__all__ = ["search"]


def search(page: Page) -> Section | None:
    """Gains over the defaults, what mattered, and every trial."""
    tuning = page.tuning
    if not tuning:
        return None
    told = say(
        "{trials} trials on {rows:,} held-out rows, {early} of them ended early.",
        trials=tuning["trials"],
        rows=tuning["rows"],
        early=tuning["ended_early"],
    )
    best = heads_of_trials()
    parts = [
        element("p", told),
        table(say("Defaults → best"), heads_of_gains(), gains(tuning), class_="numbers"),
        *(
            table(heads[0], heads, settings_of(model), class_="numbers")
            for model in tuning["models"]
            for heads in [heads_of_settings(model["model"])]
        ),
        plot(
            "trials",
            say("Loss of each trial"),
            trials_figure(tuning["history"]),
            say("A point a trial; those that ended early are left out."),
            table(best[0], best, best_trials(tuning), class_="numbers"),
        ),
        paragraphs(cautions(tuning)),
    ]
    return Section("search", say("Search over settings"), join(parts))
