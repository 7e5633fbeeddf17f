"""HTML elements whose content is escaped unless it was made here.

`element` is the only way to markup: what is not `Html` already is taken as text, so a text that
holds `<script>` is shown, never run. `plot` does the same for the JSON of a figure.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gatewise.evaluation import Score
from gatewise.languages import say
from gatewise.report.words import cut

__all__ = [
    "Html",
    "Section",
    "element",
    "items",
    "join",
    "name",
    "paragraphs",
    "plot",
    "table",
    "whisker",
]

# Longer labels would push everything else off the page.
_LABEL_COLUMNS = 120
# Where a name such as `card_payment` may go on in the next line.
_JOINTS = re.compile(r"([_/])(?=\w)")


class Html(str):
    """Finished markup."""

    __slots__ = ()


@dataclass(frozen=True)
class Section:
    """A part of the page; `key` is its id, which the navigation links to."""

    key: str
    title: str
    content: Html


def element(tag: str, *content: str, **attributes: str | int | None) -> Html:
    """`<tag ...>content</tag>`.

    Args:
        tag: Name of the element.
        content: Strings are escaped, `Html` goes in as it is.
        attributes: Values are escaped; `class_` is `class`, `aria_label` is `aria-label`, None is
            left out.
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{given}>{join(content)}</{tag}>")


def join(parts: Iterable[str]) -> Html:
    """Parts one after the other, those that are no markup escaped."""
    return Html("".join(part if isinstance(part, Html) else _escape(part) for part in parts))


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, class_: str = ""
) -> Html:
    """A table whose first column names the rows; it scrolls by itself where it is too wide.

    Args:
        caption: What it shows.
        columns: Heads of the columns; none where a row is a name and its value.
        rows: Contents of the cells, as many as columns.
        class_: CSS classes.
    """
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in rows
    )
    whole = element(
        "table",
        element("caption", caption),
        *([element("thead", head)] if columns else []),
        element("tbody", *body),
        class_=class_ or None,
    )
    return _scrolling(whole, caption)


def name(text: str) -> Html:
    """A label or another short text from outside, whichever way its script runs."""
    escaped = _escape(cut(text, _LABEL_COLUMNS))
    return element("bdi", Html(_JOINTS.sub(r"\1<wbr>", escaped)))


def paragraphs(sentences: Iterable[str]) -> Html:
    """A paragraph a sentence."""
    return join(element("p", _sentence(sentence)) for sentence in sentences)


def items(sentences: Iterable[str]) -> Html:
    """A list with an item a sentence."""
    return element("ul", *(element("li", _sentence(sentence)) for sentence in sentences))


def plot(
    key: str,
    title: str,
    figure: Mapping[str, object],
    summary: str,
    numbers: str,
    *,
    width: tuple[int, int] | None = None,
) -> Html:
    """A plot with everything that it shows in words and numbers beside it.

    Args:
        key: Unique on the page.
        title: Heading, also what a screen reader calls the picture.
        figure: `data` and `layout` for plotly.js.
        summary: What is to be seen, in words.
        numbers: A table, opened on demand.
        width: Least and greatest in pixels; below the least it scrolls. As wide as there is room
            unless given.
    """
    canvas = element(
        "div",
        id=f"plot-{key}",
        class_="plot",
        style="min-width:{}px;max-width:{}px".format(*width) if width else None,
        role="img",
        aria_label=title,
        aria_describedby=f"{key}-summary",
    )
    if width:
        canvas = _scrolling(canvas, title)
    return element(
        "figure",
        element("h3", title),
        canvas,
        _data_block(figure, data_plot=f"plot-{key}"),
        element("figcaption", _sentence(summary), id=f"{key}-summary"),
        element("details", element("summary", say("The numbers")), numbers),
    )


def whisker(score: Score) -> Html:
    """A small picture, beside its numbers, of a score and its interval on the scale 0 to 1."""
    low, value, high = (f"{4 + 92 * share:.1f}" for share in (score.low, score.value, score.high))
    lines = element("path", d="M4 8H96", class_="scale"), element("path", d=f"M{low} 8H{high}")
    dot = element("circle", cx=value, cy=8, r=4)
    return element("svg", *lines, dot, class_="whisker", viewBox="0 0 100 16", aria_hidden="true")


def _data_block(document: object, **attributes: str) -> Html:
    """JSON for scripts; no string in it can end the block."""
    text = json.dumps(document, allow_nan=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return element("script", Html(text), type="application/json", **attributes)


def _scrolling(content: Html, what: str) -> Html:
    """A region that scrolls must be reachable by keyboard, and say what it is."""
    return element("div", content, class_="scroll", tabindex=0, role="region", aria_label=what)


def _sentence(text: str) -> Html:
    """A sentence in which no number parts from its percent sign at the end of a line."""
    return text if isinstance(text, Html) else Html(_escape(text).replace(" %", "&nbsp;%"))


def _escape(text: str) -> str:
    # Half of a surrogate pair cannot be written as UTF-8; the page is not lost over one.
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"))
