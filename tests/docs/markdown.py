"""The pages and their fenced blocks, as the tests of this folder read them.

How a page marks what is run is told in CONTRIBUTING.md, "How a page is tested".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["PAGES", "ROOT", "Block", "blocks", "name_of", "prose"]

ROOT = Path(__file__).parents[2]
_LEAD = ("docs/results", "docs/decisions")  # records of the past, not instructions
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if not path.relative_to(ROOT).as_posix().startswith(_LEAD)
)
_FENCE = re.compile(r"^ *```(.*)$")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        language: The first word after the fence.
        marks: The words after it, `key=value`.
        content: What is between the fences.
        line: Number of its first line in the page.
    """

    language: str
    content: str
    line: int
    marks: dict[str, str] = field(default_factory=dict)


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    opened: Block | None = None
    lines: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            language, *words = fence[1].split() or [""]
            marks = dict(word.split("=", 1) for word in words)
            opened, lines = Block(language, "", number + 1, marks), []
        elif opened is not None and fence:
            yield Block(opened.language, "\n".join(lines) + "\n", opened.line, opened.marks)
            opened = None
        elif opened is not None:
            lines.append(line)


def prose(page: Path) -> str:
    """A page without its blocks."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE)


def name_of(page: Path) -> str:
    """A page's path inside the repository."""
    return page.relative_to(ROOT).as_posix()
