"""What was measured, to be read by people: one self-contained page, and a terminal summary.

`page.render` makes the page (its plots need plotly, the extra `report`); `text.summary` makes what
the terminal shows (it needs rich, so it is imported by itself). Both take their words from `words`,
so a verdict reads the same in either place.
"""

from __future__ import annotations

from gatewise.report.page import Mistake, Page, render

__all__ = ["Mistake", "Page", "render"]
