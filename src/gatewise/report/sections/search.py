"""What did the search over settings find?"""

from __future__ import annotations

from gatewise.languages import say
from gatewise.report.content import Page
from gatewise.report.markup import Html, Section, element, join, paragraphs, plot, table
from gatewise.report.plots import trials_figure
from gatewise.report.search import Numbers, best_trials, cautions, gains, settings_of

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
    parts = [
        element("p", told),
        table(say("Defaults → best"), *gains(tuning), class_="numbers"),
        *(_named_by_its_first_head(settings_of(model)) for model in tuning["models"]),
        plot(
            "trials",
            say("Loss of each trial"),
            trials_figure(tuning["history"]),
            say("A point a trial; those that ended early are left out."),
            _named_by_its_first_head(best_trials(tuning)),
        ),
        paragraphs(cautions(tuning)),
    ]
    return Section("search", say("Search over settings"), join(parts))


def _named_by_its_first_head(numbers: Numbers) -> Html:
    return table(numbers.heads[0], *numbers, class_="numbers")
