"""Scripts and encodings: what is read is what was written, and the encoding is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gatewise.data.read import read
from inputs.make import TRADITIONAL, delimited, text_file

_KOREAN = [("긍정", "배우들의 연기가 정말 훌륭했어요"), ("부정", "음식이 식었고 배달이 늦었습니다")]

# (rows, the encoding they are written in, that of --encoding, that in which they are read, told)
_WRITTEN: dict[str, tuple[list[tuple[str, str]], str, str | None, str, str | None]] = {
    "traditional Chinese, UTF-8": (TRADITIONAL, "utf-8", None, "utf-8", None),
    "traditional Chinese, Big5": (TRADITIONAL, "big5", None, "big5", "Big5, recognised"),
    "four bytes of GB18030": (
        [("好评", "𠮷野家的牛肉饭味道不错，送货也快㐂"), ("差评", "菜都凉了，等了一个多小时😞")],
        "gb18030",
        None,
        "gb18030",
        "GB18030, recognised",
    ),
    "full width": (
        [("Ａ级", "ＩＰｈｏｎｅ　１５　很好，价格５９９９元！"), ("Ｂ级", "ＡＢＣ１２３，一般。")],
        "utf-8",
        None,
        "utf-8",
        None,
    ),
    "full width, GB18030": (
        [("Ａ级", "ＩＰｈｏｎｅ　１５　很好，价格５９９９元！"), ("Ｂ级", "ＡＢＣ１２３，一般。")],
        "gb18030",
        None,
        "gb18030",
        "GB18030, recognised",
    ),
    "Chinese and English": (
        [
            ("good", "这个 app 的 UI 很 nice，推荐 download"),
            ("bad", "update 之后一直 crash，太差了"),
        ],
        "utf-8",
        None,
        "utf-8",
        None,
    ),
    "Korean, UTF-8": (_KOREAN, "utf-8", None, "utf-8", None),
    "Korean, cp949": (_KOREAN, "cp949", "cp949", "cp949", "CP949, as asked"),
    "Arabic": (
        [("إيجابي", "الطعام لذيذ والخدمة ممتازة"), ("سلبي", "وصل الطلب متأخرًا، والأكل بارد")],
        "utf-8",
        None,
        "utf-8",
        None,
    ),
    "emoji": (
        [("👍🏽", "family trip 👨‍👩‍👧‍👦 was great 🏳️‍🌈"), ("👎", "not again 🤦🏻‍♀️ 1️⃣ star 🇨🇳")],
        "utf-8",
        None,
        "utf-8",
        None,
    ),
    "emoji, UTF-16": (
        [("👍🏽", "family trip 👨‍👩‍👧‍👦"), ("👎", "not again 🤦🏻‍♀️")],
        "utf-16",
        None,
        "utf-16",
        "UTF-16, recognised",
    ),
}


def _lists(rows: list[tuple[str, str]]) -> str:
    lines = [json.dumps({"labels": [a, "z"], "text": b}, ensure_ascii=False) for a, b in rows]
    return "\n".join(lines)


_FORMATS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "a.tsv": lambda rows: delimited(rows, "\t"),
    "a.jsonl": _lists,
    "a.txt": lambda rows: "".join(f"__label__{a} {b}\n" for a, b in rows),
}


@pytest.mark.parametrize("name", _FORMATS)
@pytest.mark.parametrize("written", _WRITTEN)
def test_what_is_read_is_what_was_written(written: str, name: str, tmp_path: Path) -> None:
    rows, encoding, forced, recognised, told = _WRITTEN[written]
    path = text_file(name, _FORMATS[name](rows), encoding)(tmp_path)
    dataset = read(path, encoding=forced)
    assert dataset.texts == [text for _, text in rows]
    listed = name == "a.jsonl"
    assert dataset.labels == [tuple(sorted((a, "z"))) if listed else a for a, _ in rows]
    assert dataset.encoding == recognised
    sentences = [note for note in dataset.notes if note.startswith("Encoding")]
    assert sentences == ([] if told is None else [f"Encoding: {told}."])
