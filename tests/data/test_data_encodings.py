"""Recognising encodings from little text, and leaving Western text alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.encodings import decode, detect
from gatewise.errors import InputError
from inputs.make import CHINESE, TRADITIONAL


@pytest.mark.parametrize("text", [text for _, text in CHINESE[:4]])
def test_one_short_line_of_gb18030(text: str) -> None:
    assert detect(text.encode("gb18030")) == "gb18030"


@pytest.mark.parametrize("text", [text for _, text in TRADITIONAL[:4]])
def test_one_short_line_of_traditional_characters(text: str) -> None:
    assert detect(text.encode("big5")) == "big5"
    assert detect(text.encode("gb18030")) == "gb18030"


_ACCENTED = ["résumé", "café", "naïve", "Müller", "Zürich", "García", "über", "touché", "señor"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "mac-roman"])
def test_accents_are_not_chinese(encoding: str) -> None:
    for words in itertools.combinations(_ACCENTED, 2):
        text = f"the {words[0]} was here\nand {words[1]} too"
        assert detect(text.encode(encoding)) == "utf-8"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_utf_8_is_always_utf_8(text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert detect(text.encode()) in ("utf-8", "utf-8-sig")
    assert decode(text.encode(), "a", "utf-8") == text


def test_a_few_broken_bytes_do_not_make_utf_8_chinese() -> None:
    data = "包装很精细\n送货很快\n".encode() * 50
    broken = data[:1000] + data[1001:]
    assert detect(broken) == "utf-8"
    with pytest.raises(InputError, match=r"a, row \d+: byte 0x"):
        decode(broken, "a", "utf-8")


def test_broken_rows_can_be_kept_apart() -> None:
    text = decode("好\n坏".encode()[:-1], "a", "utf-8", keep_broken=True)
    assert text.split("\n") == ["好", "\udce5\udc9d"]


def test_a_truncated_gb18030_file_is_called_that() -> None:
    data = "\n".join(text for _, text in CHINESE).encode("gb18030")[:-1]
    assert detect(data) == "gb18030"
    with pytest.raises(InputError, match=r"row 40: byte 0x.. is not gb18030"):
        decode(data, "a", "gb18030")
