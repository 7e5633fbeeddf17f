"""Links lead somewhere, `make` targets exist, and both READMEs show the same code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.markdown import PAGES, ROOT, blocks, name_of, prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
_MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name_of(page)} links to {link}, which is not there"
        if anchor:
            assert anchor in _anchors(target), f"{name_of(page)}: no heading for {link}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_exist(page: Path) -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(_MAKE.findall(page.read_text(encoding="utf-8")))
    assert named <= targets, f"{name_of(page)} names {named - targets}"


def test_index_lists_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    listed = {(index.parent / link).resolve() for link in _links(index)}
    pages = {page for page in PAGES if page.parent != ROOT} - {index}
    assert pages <= listed, f"docs/index.md leaves out {sorted(map(name_of, pages - listed))}"


def test_both_readmes_show_the_same_code() -> None:
    english, chinese = (list(blocks(ROOT / name)) for name in ("README.md", "README.zh-CN.md"))
    assert [(b.language, b.marks, b.content) for b in english] == [
        (b.language, b.marks, b.content) for b in chinese
    ]


def _links(page: Path) -> Iterator[str]:
    for match in _LINK.finditer(prose(page)):
        if not match[1].startswith(("http://", "https://", "mailto:")):
            yield match[1]


def _anchors(page: Path) -> set[str]:
    """Headings as GitHub makes anchors of them."""
    headings = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}
