"""Excerpts never hold a whole text."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from gatewise.doctor.finding import excerpt, quoted


@given(st.text(min_size=1, max_size=200))
def test_an_excerpt_is_short_and_never_whole(text: str) -> None:
    shown = ast.literal_eval(excerpt(text))
    line = " ".join(text.split())
    assert len(shown) <= 60
    assert shown.endswith("…")
    assert line.startswith(shown[:-1])
    assert len(shown) - 1 <= len(line) / 2


def test_controls_are_escaped() -> None:
    assert excerpt("\x1b[31mred\u202e and more of it") == "'\\x1b[31mred\\u202e an…'"


def test_labels_are_quoted_whole_unless_very_long() -> None:
    assert quoted("好评") == "'好评'"
    assert len(quoted("long " * 100)) == 62
