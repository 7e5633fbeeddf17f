"""What a tokeniser knows travels with the model: into a fresh process, without paths and files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import small_config
from gatewise.bundle import LAYOUT, read_bundle, write_bundle
from gatewise.config import override
from gatewise.errors import MissingExtraError, ModelFolderError
from gatewise.runtime import load
from gatewise.select import Rows, train
from gatewise.text import Lexicon
from gatewise.text.segment import _dictionary

_GOOD = ["云原生数据库真好用", "這家店的菜很好吃", "房間乾淨，服務很好", "The food is great"]
_BAD = ["云原生平台太难用", "這家店的菜太難吃", "房間髒，服務太差", "The food is awful"]
ROWS = Rows([*_GOOD, *_BAD] * 12, (["good"] * 4 + ["bad"] * 4) * 12)
TEXTS = [*_GOOD, "云原生太好了", "的", "", "readable 👍🏽", "乾淨"]
_ANSWER = """
import json, sys
import gatewise
probabilities = gatewise.load(sys.argv[1]).predict_proba(json.loads(sys.argv[2]))
loaded = [m for m in ("opencc", "rjieba", "tokenizers", "torch") if m in sys.modules]
print(json.dumps(probabilities.tolist()), loaded)
"""

CASES: dict[str, tuple[dict[str, object], list[str]]] = {
    "word": ({"stop_words": "stop.txt"}, []),
    "character": ({"simplify": True}, ["opencc"]),
    "zh-word": (
        {"user_dictionary": "words.txt", "stop_words": "stop.txt", "simplify": True},
        ["opencc", "rjieba"],
    ),
    "bpe": ({"bpe_vocabulary": 60}, ["tokenizers"]),
}


def _train(tokenizer: str, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder / "private").mkdir()
    monkeypatch.chdir(folder / "private")
    Path("words.txt").write_text("云原生\n", encoding="utf-8")
    Path("stop.txt").write_text("的\nthe\n", encoding="utf-8")
    text = {
        key: str(Path(str(value)).resolve()) if str(value).endswith(".txt") else value
        for key, value in CASES[tokenizer][0].items()
    }
    config = override(small_config(name), {"text": {**text, "tokenizer": tokenizer}})
    write_bundle(train(ROWS, config=config).bundle, folder / "model")
    for file in ("words.txt", "stop.txt"):
        Path(file).unlink()
    return folder / "model"


@pytest.mark.parametrize("tokenizer", CASES)
@pytest.mark.parametrize("name", ["linear", "textcnn"])
def test_a_fresh_process_gives_the_same_answers(
    tokenizer: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _train(tokenizer, name, tmp_path, monkeypatch)
    here = load(model).predict_proba(TEXTS).tolist()
    ended = subprocess.run(
        [sys.executable, "-c", _ANSWER, str(model), json.dumps(TEXTS)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == f"{json.dumps(here)} {CASES[tokenizer][1]}\n"
    write_bundle(read_bundle(model), tmp_path / "again")
    for file in model.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
        assert b"private" not in file.read_bytes()


def test_what_is_stored_is_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = _train("zh-word", "textcnn", tmp_path, monkeypatch)
    words = json.loads((model / LAYOUT.words).read_bytes())
    assert words == {"user_dictionary": ["云原生"], "stop_words": ["的", "the"]}
    bundle = read_bundle(model)
    assert bundle.config.text.user_dictionary == "words.txt"
    known = json.loads((model / LAYOUT.vocabulary).read_bytes())["tokens"]
    assert "云原生" in known
    assert not {"的", "the"} & set(known)


@pytest.mark.parametrize(("package", "tokenizer"), [("rjieba", "zh-word"), ("tokenizers", "bpe")])
def test_loading_without_the_package_names_it(
    package: str, tokenizer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _train(tokenizer, "linear", tmp_path, monkeypatch)
    _dictionary.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"needs {package}\. Install it with: pip"):
        load(model)


def test_pieces_that_are_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = _train("bpe", "linear", tmp_path, monkeypatch)
    write_bundle(replace(read_bundle(model), lexicon=Lexicon()), tmp_path / "spoilt")
    with pytest.raises(ModelFolderError, match="its parts do not fit together"):
        load(tmp_path / "spoilt")
