"""Pieces that are learnt: the same every time, none of a single text, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.text.bpe import Pieces, learn_pieces

TEXTS = [
    "reading readable reads, 今天天气很好",
    "readable reader reads! 今天天气不好",
    "the able reader 天气很好",
    "zanzibar zanzibar zanzibar zanzibar zanzibars",
]
LEARNT = learn_pieces(TEXTS, size=200, min_documents=2)
_AGAIN = f"""
from gatewise.text.bpe import learn_pieces
print(learn_pieces({TEXTS!r}, size=200, min_documents=2), end="")
"""


def test_pieces_of_words_and_runs() -> None:
    split = Pieces(LEARNT)
    pieces = split("readable able, 今天天气!")
    assert pieces[0].startswith("▁read")
    assert "天气" in pieces
    assert pieces[-1] == "!"
    assert "".join(pieces).replace("▁", " ") == " readable able,今天天气!"


def test_no_piece_is_of_one_text() -> None:
    """A name that one text repeats stays out, which counting occurrences would let in."""
    known = set(json.loads(LEARNT)["model"]["vocab"]) - {"<unk>"}
    assert known
    for piece in known:
        assert sum(piece.strip("▁") in text for text in TEXTS) >= 2, piece
    assert Pieces(LEARNT)("zanzibar")[0] in ("▁", "▁z")


def test_equal_texts_give_equal_bytes_in_any_process() -> None:
    before = dict(os.environ)
    assert learn_pieces(TEXTS, size=200, min_documents=2) == LEARNT
    assert dict(os.environ) == before
    for _ in range(2):
        again = subprocess.run(
            [sys.executable, "-c", _AGAIN], capture_output=True, text=True, check=True
        )
        assert again.stdout == LEARNT


def test_the_size_is_kept() -> None:
    learnt = json.loads(learn_pieces(TEXTS, size=30, min_documents=1))
    assert len(learnt["model"]["vocab"]) <= 30


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_split_without_loss(text: str) -> None:
    joined = "".join(Pieces(LEARNT)(text)).replace("▁", "")
    assert joined == "".join(text.replace("’", "'").replace("▁", "").split())


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"model": {"type": "BPE"}}'])
def test_what_are_no_pieces(content: str) -> None:
    with pytest.raises(ValueError, match="no pieces of words"):
        Pieces(content)
