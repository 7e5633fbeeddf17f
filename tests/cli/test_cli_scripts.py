"""Files in any script and encoding train a model that predicts, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cli.command import gatewise

# Words that tell one class from the other, and words that tell nothing.
SCRIPTS: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    "traditional Chinese, Big5": (
        "big5",
        ["味道很好", "服務親切", "環境優雅", "送餐迅速"],
        ["難吃極了", "態度惡劣", "環境髒亂", "等了很久"],
        ["這家店", "今天", "我覺得", "朋友說"],
    ),
    "traditional Chinese, UTF-8": (
        "utf-8",
        ["味道很好", "服務親切", "環境優雅", "送餐迅速"],
        ["難吃極了", "態度惡劣", "環境髒亂", "等了很久"],
        ["這家店", "今天", "我覺得", "朋友說"],
    ),
    "GB18030": (
        "gb18030",
        ["味道很好", "服务亲切", "𠮷利", "送餐迅速"],
        ["难吃极了", "态度恶劣", "环境脏乱", "等了很久"],
        ["这家店", "今天", "我觉得", "朋友说"],
    ),
    "full width": (
        "utf-8",
        ["Ｇｏｏｄ", "ＮＩＣＥ", "５分", "推荐"],
        ["Ｂａｄ", "ＡＷＦＵＬ", "１分", "失望"],
        ["ＡＰＰ", "版本２", "手机", "屏幕"],
    ),
    "Chinese and English": (
        "utf-8",
        ["很 nice", "推荐 download", "love 它", "超 smooth"],
        ["总 crash", "太 laggy", "hate 它", "要 refund"],
        ["这个 app", "新的 UI", "昨天 update", "on iPhone"],
    ),
    "Korean": (
        "utf-8",
        ["훌륭해요", "맛있어요", "추천합니다", "친절해요"],
        ["별로예요", "맛없어요", "불친절해요", "실망입니다"],
        ["배우들의", "음식이", "오늘", "배달이"],
    ),
    "Arabic": (
        "utf-8",
        ["لذيذ", "ممتازة", "رائع", "أنصح"],
        ["سيئ", "بارد", "متأخر", "أكره"],
        ["الطعام", "الخدمة", "اليوم", "المطعم"],
    ),
    "emoji": (
        "utf-8",
        ["👍🏽", "👨‍👩‍👧‍👦", "🎉", "🏳️‍🌈"],
        ["👎", "🤦🏻‍♀️", "😡", "💔"],
        ["today", "🇨🇳", "1️⃣", "the trip"],
    ),
}


def _texts(good: list[str], bad: list[str], plain: list[str]) -> list[tuple[str, str]]:
    rng = np.random.default_rng(0)
    rows = []
    for number in range(80):
        label, telling = (("好 good", good), ("差 bad", bad))[number % 2]
        words = [*rng.choice(telling, 2, replace=False), *rng.choice(plain, 2)]
        rows.append((label, " ".join(rng.permutation(words))))
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("model", ["linear", "bilstm"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_file_in_any_script_trains_and_predicts(script: str, model: str, tmp_path: Path) -> None:
    encoding, *words = SCRIPTS[script]
    rows = _texts(*words)
    data = tmp_path / "data.tsv"
    lines = ["label\ttext", *(f"{label}\t{text}" for label, text in rows)]
    data.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    out = tmp_path / "model"
    sizes = ("--set", "model.embedding=16", "--set", "model.hidden=8", "--set", "training.epochs=8")
    trained = gatewise("train", data, "--out", out, "--model", model, "--threads", "1", *sizes)
    assert trained.code == 0, trained.err
    told = gatewise("predict", out, data, "--json")
    assert told.code == 0, told.err
    answers = [json.loads(line)["label"] for line in told.out.splitlines()]
    right = [answer == label for answer, (label, _) in zip(answers, rows, strict=True)]
    assert np.mean(right) > 0.9
