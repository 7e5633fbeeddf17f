"""The parts of the page, from the one number to the fine print; a function makes one.

A function returns None where there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable

from gatewise.report.content import Page
from gatewise.report.markup import Section
from gatewise.report.sections.errors import confusions, mistakes
from gatewise.report.sections.probabilities import probabilities
from gatewise.report.sections.run import notes, training, tried
from gatewise.report.sections.scores import classes, result, scores
from gatewise.report.sections.search import search

__all__ = ["SECTIONS"]

SECTIONS: tuple[Callable[[Page], Section | None], ...] = (
    result,
    scores,
    classes,
    confusions,
    mistakes,
    probabilities,
    tried,
    search,
    training,
    notes,
)
