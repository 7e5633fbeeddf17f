"""What the packages behind the commands say, in Chinese: one sentence, with the values given."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from conftest import small_config, toy_rows
from gatewise.bundle import read_bundle, unpack
from gatewise.bundle.files import write_file
from gatewise.config import (
    Config,
    ModelConfig,
    from_dict,
    override,
    parse_assignment,
    read_toml,
    section_of,
)
from gatewise.errors import GatewiseError, InputError, MissingExtraError
from gatewise.evaluation import build_report, find_threshold, fit_temperature
from gatewise.languages import speaking
from gatewise.runtime.predictor import Predictor
from gatewise.select import Rows, train
from gatewise.select.decide import check_model
from gatewise.select.parts import divide
from gatewise.text import Lexicon
from gatewise.training.device import find_device
from gatewise.training.importance import row_weights

PERCEPTRON = ModelConfig(name="perceptron")

HERE = Path(__file__)
ONE = np.ones(1, np.float32)
CHINESE = re.compile("[\u4e00-\u9fff]")


def _set(section: str, **values: object) -> None:
    from_dict({section: values})


def _learn(**text: object) -> None:
    Lexicon.learn(override(Config(), {"text": text}).text, ["a text"])


def _predict(texts: object) -> None:
    Predictor.predict(object.__new__(Predictor), texts)  # type: ignore[arg-type]


ERRORS: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    # config
    "option": (lambda: section_of("hiden"), ("'hiden'", "'hidden'")),
    "no option": (lambda: section_of("xyzzy"), ("'xyzzy'", "tokenizer、")),
    "section": (lambda: from_dict({"modle": {}}), ("'modle'", "'model'")),
    "option of a section": (lambda: _set("model", hiden=1), ("'model.hiden'", "'model.hidden'")),
    "no section": (lambda: from_dict({"model": 3}), ("3", "[model]")),  # type: ignore[dict-item]
    "type": (lambda: _set("model", hidden="wide"), ("model.hidden", "'wide'", "int")),
    "empty": (lambda: _set("model", widths=[]), ("model.widths",)),
    "choice": (lambda: _set("text", keep="middle"), ("'middle'", "start、ends")),
    "low": (lambda: _set("model", hidden=0), ("model.hidden", "不小于 1")),
    "above": (lambda: _set("model", C=0), ("model.C", "大于 0")),
    "high": (lambda: _set("model", layers=9), ("model.layers", "不大于 8")),
    "below": (lambda: _set("model", word_dropout=1.0), ("model.word_dropout", "小于 1")),
    "assignment": (lambda: parse_assignment("hidden"), ("--set 'hidden'", "model.hidden=64")),
    "no file": (lambda: read_toml(HERE / "none.toml"), ("none.toml", "UTF-8")),
    "no TOML": (lambda: read_toml(HERE), (HERE.name, "hidden = 128")),
    # bundle
    "no place": (lambda: write_file(HERE / "model", b""), (str(HERE / "model"),)),
    "no folder": (lambda: read_bundle(HERE / "none"), (str(HERE / "none"), "gatewise train --out")),
    "a file": (lambda: read_bundle(HERE), (HERE.name, "gatewise train --out")),
    "no manifest": (lambda: read_bundle(HERE.parent), ("manifest.json", "重新训练")),
    "empty pack": (lambda: unpack({}), ("打包的模型", "manifest.json")),
    "new format": (lambda: unpack({"manifest.json": b'{"format": 999}'}), ("999", "--upgrade")),
    "altered": (lambda: unpack({"manifest.json": b'{"format": 1}'}), ("manifest.json", "校验和")),
    # runtime
    "one text": (lambda: _predict("a text"), ("str", "predict([text])")),
    "no text": (lambda: _predict(["a", 7]), ("texts[1]", "7", "int")),
    # text
    "no words": (lambda: _learn(tokenizer="word", stop_words="none.txt"), ("none.txt",)),
    "no use": (lambda: _learn(tokenizer="bpe", stop_words="a.txt"), ("bpe", "word、zh-word")),
    # training
    "device": (lambda: find_device("abacus"), ("'abacus'", "cuda")),
    "weight": (lambda: row_weights(np.array([0, 1]), 2, "none", np.array([1.0, -2.0])), ("-2",)),
    # select
    "model": (
        lambda: check_model(ModelConfig(name="perceptron")),
        ("'perceptron'", "auto、linear"),
    ),
    "one class": (lambda: divide(Rows(["a"], ["x"]), Rows([], []), Config().data, 0), ("'x'",)),
    # evaluation
    "shape": (
        lambda: build_report(["a"], np.ones((1, 2), np.float32), ["a"]),
        ("(1, 2)", "(1, 1)"),
    ),
    "sum": (lambda: build_report(["a"], np.full((1, 1), 0.5), ["a"]), ("0.5", "softmax")),
    "logits": (lambda: fit_temperature(np.full((1, 2), np.nan), np.array([0])), ("learning_rate",)),
    "share": (
        lambda: find_threshold(np.array([0.9]), np.array([True]), 95),
        ("precision = 95", "0.95"),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_in_chinese_and_names_what_came(name: str) -> None:
    wrong, values = ERRORS[name]
    with speaking("zh"), pytest.raises(GatewiseError) as caught:
        wrong()
    message = str(caught.value)
    assert CHINESE.search(message)
    assert all(value in message for value in values), message
    assert message.count("\n") == 0


def test_the_house_form_of_an_input_error() -> None:
    with speaking("zh"):
        in_chinese = str(InputError.at("a.csv", 3, "标签为空", "一个标签", "请补上。"))
    assert in_chinese == "a.csv，第 3 行：标签为空；应为一个标签。请补上。"
    in_english = str(InputError.at("a.csv", 3, "no label", "a label", "Add it."))
    assert in_english == "a.csv, row 3: no label; expected a label. Add it."


def test_a_missing_extra_is_named_with_the_line_that_installs_it() -> None:
    with speaking("zh"):
        message = str(MissingExtraError.of("rjieba", "zh", "text.tokenizer = zh-word"))
    assert CHINESE.search(message)
    assert message.endswith("pip install 'gatewise[zh]'")


def test_what_training_tells_is_in_chinese() -> None:
    rows = toy_rows(60)
    with speaking("zh"):
        outcome = train(rows, config=small_config("linear"), valid=rows, test=rows, precision=0.99)
    assert len(outcome.notes) >= 4
    assert not [note for note in outcome.notes if not CHINESE.search(note)]
