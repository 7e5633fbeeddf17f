"""A picture is one token, however many code points it takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.config import TextConfig
from gatewise.text import Normaliser, TextEncoder, tokenize_characters, tokenize_words

PICTURES = [
    "👍🏽",
    "❤️",
    "👨‍👩‍👧‍👦",
    "👩🏽‍🚀",
    "🏳️‍🌈",
    "🇨🇳",
    "1️⃣",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
]


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_are_whole(picture: str) -> None:
    for tokenize in (tokenize_words, tokenize_characters):
        assert tokenize(Normaliser()(f"好{picture} {picture}{picture}!")) == [
            "好",
            picture,
            picture,
            picture,
            "!",
        ]


@given(st.lists(st.sampled_from([*PICTURES, "好", "a"]), max_size=8))
@settings(deadline=None)
def test_characters_with_pictures_encode_one_by_one(parts: list[str]) -> None:
    encoder = TextEncoder.build(PICTURES, TextConfig(tokenizer="character", min_documents=1))
    encoded = encoder.encode(["".join(parts)])
    assert encoded.tokens.lengths.tolist() == [len(parts)]


def test_flags_in_a_row_are_cut_in_pairs() -> None:
    assert tokenize_words("🇨🇳🇺🇸🇫") == ["🇨🇳", "🇺🇸", "🇫"]
