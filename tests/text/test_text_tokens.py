"""Normalising, tokenising, scripts, vocabulary."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.text import (
    PAD,
    UNKNOWN,
    Normaliser,
    Vocabulary,
    number_units,
    tokenize_characters,
    tokenize_words,
    uses_spaces,
)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("Ｆｕｌｌ　Ｗｉｄｔｈ１２", "full width12"),
        ("  many \t\n spaces ", "many spaces"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("ﬁne ① ㍿", "fine 1 株式会社"),
        ("", ""),
    ],
)
def test_one_spelling(raw: str, normal: str) -> None:
    assert Normaliser()(raw) == normal


def test_settings_switch_it_off() -> None:
    assert Normaliser(compatibility=False, lowercase=False)("Ａ b") == "Ａ b"


@given(st.text())
def test_normalising_never_fails_and_leaves_no_double_space(text: str) -> None:
    normal = Normaliser()(text)
    assert "  " not in normal
    assert normal == normal.strip()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("isn't it?", ["is", "n't", "it", "?"]),
        ("it 's n't", ["it", "'s", "n't"]),
        ("don’t can't", ["do", "n't", "ca", "n't"]),
        ("3.5-star", ["3", ".", "5", "-", "star"]),
        ("中国iphone手机", ["中", "国", "iphone", "手", "机"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("", []),
    ],
)
def test_words(text: str, tokens: list[str]) -> None:
    assert tokenize_words(text) == tokens


@given(st.text())
def test_tokens_lose_nothing_but_spaces(text: str) -> None:
    visible = "".join(text.replace("’", "'").split())
    assert "".join(tokenize_characters(text.replace("’", "'"))) == visible
    words = "".join(tokenize_words(text))
    assert words == "".join(c for c in text.replace("’", "'") if not c.isspace())


@pytest.mark.parametrize(
    ("texts", "spaced"),
    [
        (["a plain text", "another one"], True),
        (["中国人民大学", "今天天气很好"], False),
        (["これは本です"], False),
        (["ภาษาไทยไม่มีช่องว่าง"], False),
        (["한국어는 띄어쓰기가 있다"], True),
        (["这款iPhone 15 Pro Max很好用"], False),
        (["hello 你"], True),
        (["123", "!!!"], True),
        ([], True),
    ],
)
def test_scripts(texts: list[str], spaced: bool) -> None:
    assert uses_spaces(texts) is spaced


def test_a_vocabulary_keeps_frequent_tokens_in_a_fixed_order() -> None:
    build = partial(Vocabulary.build, number_units([["b", "a", "b"], ["a", "c"], ["a", "b"]]))
    vocabulary = build(min_documents=2, max_size=10)
    assert vocabulary.tokens == ("a", "b")
    assert vocabulary.encode(["a", "b", "c"]) == [2, 3, UNKNOWN]
    assert len(vocabulary) == 4
    assert PAD not in vocabulary.encode(["a", "b", "c"])
    assert build(min_documents=1, max_size=1).tokens == ("a",)
