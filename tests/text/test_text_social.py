"""What is done to addresses, names, hashtags and repeated letters, and to nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.config import TextConfig
from gatewise.text import Normaliser


def _normal(text: str, **options: str) -> str:
    return Normaliser.of(TextConfig(**options))(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("see https://t.co/aB1?x=1#y.", "see 🔗 ."),
        ("看http://t.cn/RxAb12，好", "看 🔗 ,好"),
        ("www.example.org now", "🔗 now"),
        ("to t.cn/RxAb12 and 3.5/5 and a.b", "to 🔗 and 3.5/5 and a.b"),
        ("no address: http and www.", "no address: http and www."),
    ],
)
def test_addresses(raw: str, normal: str) -> None:
    assert _normal(raw, urls="mark") == normal
    assert _normal(raw, urls="drop") == " ".join(normal.replace("🔗", " ").split())


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("thanks @user_1!", "thanks @ !"),
        ("谢谢＠李四:好，//@张三-a 你好", "谢谢 @ :好,// @ 你好"),
        ("mail me@example.org @ six", "mail me@example.org @ six"),
    ],
)
def test_names(raw: str, normal: str) -> None:
    assert _normal(raw, mentions="mark") == normal


def test_full_width_signs_count_without_compatibility() -> None:
    config = TextConfig(mentions="drop", hashtags="drop", compatibility=False)
    assert Normaliser.of(config)("好 ＠李四 ＃天气 #早安 北京# 吗") == "好 吗"


@pytest.mark.parametrize(
    ("raw", "normal", "dropped"),
    [
        ("#BlackFriday2020 sale", "# black friday 2020 sale", "sale"),
        ("#NHSHeroes #under_score", "# nhs heroes # under score", ""),
        ("今天#黑色 星期五#好", "今天 # 黑色 星期五 好", "今天 好"),
        ("#a 中文 #b", "# a 中文 # b", "中文"),
        ("C# &#39; #1 # x", "c# &#39; #1 # x", "c# &#39; #1 # x"),
    ],
)
def test_hashtags(raw: str, normal: str, dropped: str) -> None:
    assert _normal(raw, hashtags="split") == normal
    assert _normal(raw, hashtags="drop") == dropped


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("sooooo goood!!!!!!", "sooo goood!!!"),
        ("哈哈哈哈哈。。。。", "哈哈哈。。。"),
        ("hahahahaha", "hahaha"),
        ("10000 of 22222", "10000 of 22222"),
    ],
)
def test_repeats(raw: str, normal: str) -> None:
    assert _normal(raw, repeats="squeeze") == normal


ON = {"urls": "mark", "mentions": "mark", "hashtags": "split", "repeats": "squeeze"}


@given(st.text(alphabet="ab1哈@＠#＃ ./:httpsw\u200b!_-\ud800", max_size=60))
@settings(deadline=None)
def test_any_text_can_be_cleaned(text: str) -> None:
    normal = _normal(text, **ON)
    assert normal == " ".join(normal.split())
    assert "aaaa" not in normal


@given(st.text(alphabet="abc12 哈好,.!?", max_size=60))
@settings(deadline=None)
def test_off_means_untouched(text: str) -> None:
    assert _normal(text) == Normaliser()(text)
