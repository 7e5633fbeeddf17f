"""Chinese words, a user's words, stop words, simplified characters."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.config import TextConfig
from gatewise.errors import ConfigError, InputError, MissingExtraError
from gatewise.languages import speaking
from gatewise.text import Lexicon, Normaliser, Reader, without_paths
from gatewise.text.segment import Segmenter, _dictionary
from gatewise.text.simplify import simplifier

ZH = TextConfig(tokenizer="zh-word")
SEGMENTER = Segmenter(["京天", "b+"])


def test_words_of_chinese_and_of_what_stands_between() -> None:
    words = Segmenter()("我们在北京天安门, don't panic的iphone15!")
    assert words == [
        "我们",
        "在",
        "北京",
        "天安门",
        ",",
        "do",
        "n't",
        "panic",
        "的",
        "iphone15",
        "!",
    ]


def test_a_user_s_words_are_kept_whole() -> None:
    segmenter = Segmenter(["云原生", "京东", "t恤", "c++"])
    assert " ".join(segmenter("云原生和南京东路的京东t恤")) == "云原生 和 南京东路 的 京东 t恤"
    assert " ".join(segmenter("c++ abc++ at恤 t恤衫")) == "c++ abc + + at 恤 t恤 衫"


@given(st.text(alphabet="我们在北京天安门南ab1'’ .,!+\u3042\ud800", max_size=40))
@settings(deadline=None)
def test_segmenting_loses_nothing_but_spaces(text: str) -> None:
    visible = "".join(text.replace("’", "'").split())
    assert "".join(SEGMENTER(text)) == visible


def test_files_of_words_are_read_as_texts_are(tmp_path: Path) -> None:
    dictionary = tmp_path / "words.txt"
    dictionary.write_bytes("雲原生 100 n\nＴ恤\n\n雲原生\n".encode("gb18030"))
    stop = tmp_path / "stop.txt"
    stop.write_text("\ufeff的\nThe\n", encoding="utf-8")
    config = TextConfig(
        tokenizer="zh-word", simplify=True, user_dictionary=str(dictionary), stop_words=str(stop)
    )
    lexicon = Lexicon.learn(config, [])
    assert lexicon == Lexicon(("云原生", "t恤"), ("的", "the"))
    assert lexicon.told(without_paths(config)) == [
        "words.txt: 2 words, kept in the model.",
        "stop.txt: 2 words, kept in the model.",
    ]
    with speaking("zh"):
        assert "2 个词" in lexicon.told(config)[0]
    assert without_paths(config).user_dictionary == "words.txt"
    assert without_paths(ZH) == ZH


@pytest.mark.parametrize("content", [b"", b"\n  \n", b"\xff\xff\xff", None])
def test_a_file_without_words_is_refused(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=r"words\.txt: .*; expected .*\."):
        Lexicon.learn(TextConfig(tokenizer="zh-word", user_dictionary=str(file)), [])


@pytest.mark.parametrize(
    ("key", "tokenizer"),
    [("user_dictionary", "word"), ("stop_words", "character"), ("stop_words", "bpe")],
)
def test_a_file_without_use_is_refused(key: str, tokenizer: str) -> None:
    config = TextConfig(tokenizer=tokenizer, **{key: "words.txt"})  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=rf"text\.{key} is set and text\.tokenizer is"):
        Lexicon.learn(config, [])


def test_stop_words_are_gone_from_the_text_itself() -> None:
    reader = Reader(TextConfig(tokenizer="word"), Lexicon(stop_words=("the", "n't")))
    assert reader.normalise("The other  one isn’t  the best.") == "other one is best."
    assert reader.tokenize("the other") == ["other"]
    assert reader.normalise("The") == ""
    chinese = Reader(ZH, Lexicon(stop_words=("的",)))
    assert chinese.normalise("我的目的") == "我 目的"


def test_a_reader_survives_pickling() -> None:
    reader = Reader(ZH, Lexicon(("云原生",), ("的",)))
    again = pickle.loads(pickle.dumps(reader))  # noqa: S301 - our own bytes
    assert again.tokenize("我的云原生") == reader.tokenize("我的云原生") == ["我", "云原生"]


def test_simplified_by_phrase_before_anything_is_lost() -> None:
    normalise = Normaliser(simplify=True)
    assert (
        normalise("乾隆在台灣喝乾\u200b淨的水，Ａ頭髮\ud800") == "乾隆在台湾喝干净的水,a头发\ud800"
    )
    assert Normaliser()("台灣") == "台灣"


@pytest.mark.parametrize(
    ("package", "config", "line"),
    [
        ("rjieba", ZH, r"text\.tokenizer = zh-word needs rjieba.*gatewise\[zh\]"),
        ("opencc", TextConfig(tokenizer="word", simplify=True), r"opencc.*gatewise\[zh\]"),
        ("tokenizers", TextConfig(tokenizer="bpe"), r"needs tokenizers.*gatewise\[bpe\]"),
    ],
)
def test_a_missing_package_is_named_in_training_and_in_reading(
    package: str, config: TextConfig, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for cached in (simplifier, _dictionary):
        cached.cache_clear()
    with pytest.raises(MissingExtraError, match=line):
        Reader(config, Lexicon.learn(config, ["text"]))
    with pytest.raises(MissingExtraError, match=line):
        Reader(config, Lexicon())
