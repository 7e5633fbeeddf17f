"""One self-contained page: everything that was measured, and no request to anywhere.

The browser is told so: the page's content security policy lets no address be loaded, and runs the
two scripts that were put in here (plotly.js and what draws the figures) by their hashes, no other.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources
from string import Template

from gatewise._version import __version__
from gatewise.errors import MissingExtraError
from gatewise.languages import current, say
from gatewise.report.content import Mistake, Page
from gatewise.report.markup import Html, Section, element, items, join
from gatewise.report.sections import SECTIONS

__all__ = ["Mistake", "Page", "render"]


def render(page: Page) -> str:
    """The whole HTML document; the same content gives the same bytes.

    Raises:
        MissingExtraError: plotly is not installed.
    """
    scripts = (_plotly(), _asset("plots.js"))
    made = (make(page) for make in SECTIONS)
    sections = [section for section in made if section is not None]
    return Template(_asset("page.html")).substitute(
        language=current(),
        policy=_policy(scripts),
        title=join([page.title]),
        style=_asset("style.css"),
        navigation=_navigation(sections),
        sections=join(_body(sections)),
        **_words(),
        scripts=join(element("script", Html(script)) for script in scripts),
    )


def _words() -> dict[str, Html]:
    """What stands around the sections."""
    words = {
        "to_content": say("To the content"),
        "to_sections": say("Sections"),
        "without_scripts": say(
            "The plots need JavaScript. Their numbers stand in the tables below them."
        ),
        "made_by": say(
            "Intervals are at 95 %. Made by Gatewise {version}; this page loads nothing from "
            "anywhere.",
            version=__version__,
        ),
    }
    return {name: join([told]) for name, told in words.items()}


def _plotly() -> str:
    try:
        from plotly.offline import get_plotlyjs
    except ImportError as error:
        raise MissingExtraError.of("plotly", "report", say("The report page")) from error
    return str(get_plotlyjs())


def _asset(name: str) -> str:
    folder = resources.files("gatewise.report") / "assets"
    return (folder / name).read_text(encoding="utf-8")


def _policy(scripts: Sequence[str]) -> str:
    """Only these scripts run, and nothing is loaded; the heat map is a `data:` address."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _navigation(sections: Iterable[Section]) -> Html:
    return items(element("a", section.title, href=f"#{section.key}") for section in sections)


def _body(sections: Iterable[Section]) -> Iterable[Html]:
    for section in sections:
        heading = f"{section.key}-title"
        yield element(
            "section",
            element("h2", section.title, id=heading),
            section.content,
            id=section.key,
            aria_labelledby=heading,
        )
