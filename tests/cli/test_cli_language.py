"""The language of the command line: who chooses it, and what is said in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.command import Ended, gatewise, save_model, write_csv
from conftest import pairs, toy_rows
from gatewise.cli.app import COMMANDS, app
from gatewise.cli.language import choose
from gatewise.errors import ConfigError
from gatewise.languages import catalogue, current
from gatewise.models import MODELS
from inputs.make import ROWS

ZH = ("--language", "zh")


def chinese(ended: Ended) -> bool:
    """Whether every line on stderr is Chinese."""
    lines = ended.err.splitlines()
    return bool(lines) and all(re.search("[\u4e00-\u9fff]", line) for line in lines)


# Who chooses


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
        ((), {"LANG": "zh_TW.UTF-8"}, "zh"),
        ((), {"LANG": "de_DE.UTF-8"}, "en"),
        ((), {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ((), {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        (("info", "m", "--language", "en"), {"LANG": "zh_CN.UTF-8"}, "en"),
        (("--language=zh", "info", "m"), {}, "zh"),
        (("--language", "en", "info", "m", "--language", "zh"), {}, "zh"),
    ],
)
def test_the_option_wins_over_the_locale(
    arguments: tuple[str, ...], environment: dict[str, str], language: str
) -> None:
    choose(arguments, environment)
    assert current() == language


@pytest.mark.parametrize("arguments", [("--language", "fr"), ("--language=",), ("--language",)])
def test_there_are_two_languages(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="expected one of: en, zh"):
        choose(arguments, {})


def test_the_program_reads_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LC_MESSAGES", "zh_CN.UTF-8")
    assert chinese(gatewise("info", tmp_path, "--top"))
    assert gatewise("info", tmp_path, "--top", "--language", "en").err.isascii()
    ended = gatewise("--language", "fr", "info", tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "gatewise: --language 为 'fr'；应为以下之一：en, zh。请选择其一。\n"


def test_each_run_chooses_anew() -> None:
    assert chinese(gatewise("trian", *ZH))
    assert gatewise("trian").err.isascii()


# Help


def helps() -> Iterator[str]:
    """The English help of every command and option."""
    group: Any = typer.main.get_command(app)
    for command in (group, *(group.get_command(None, name) for name in COMMANDS)):
        yield command.help
        yield from (parameter.help for parameter in command.params)


def test_every_help_has_its_chinese() -> None:
    models = ", ".join(MODELS)
    missing = {text for text in helps() if text.replace(models, "{models}") not in catalogue("zh")}
    assert not missing


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_all_chinese(command: tuple[str, ...]) -> None:
    ended = gatewise(*command, "--help", *ZH)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("用法：gatewise")
    assert "显示本帮助并退出。" in ended.out
    english = ("Usage", "Options", "Arguments", "Commands", "OPTIONS", "default", "required")
    assert not [word for word in english if word in ended.out]
    assert not re.search(r"[a-z] [a-z]+ [a-z]+ [a-z]", ended.out), "an English sentence"


def test_lines_of_help_fit_the_terminal() -> None:
    from rich.cells import cell_len

    for command in COMMANDS:
        lines = gatewise(command, "--help", *ZH).out.splitlines()
        assert max(map(cell_len, lines)) <= 80


def test_help_without_a_command() -> None:
    ended = gatewise()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: gatewise [OPTIONS] COMMAND")


# What is refused


@pytest.mark.parametrize(
    ("line", "english", "said"),
    [
        ("trian", "There is no command 'trian'. Did you mean 'train'?", "没有 'trian' 这个命令"),
        ("zzz", "There is no command 'zzz'; expected one of: demo, check", "应为以下之一：demo"),
        ("--zzz", "There is no option --zzz. See 'gatewise --help'.", "没有 --zzz 这个选项"),
        ("info --jsn", "There is no option --jsn. Did you mean --json?", "是不是要用 --json"),
        ("info", "MODEL is missing. See 'gatewise info --help'.", "缺少 MODEL"),
        ("train a", "--out is missing. See 'gatewise train --help'.", "缺少 --out"),
        ("train a --out", "--out has no value. Give one.", "--out 没有值"),
        ("info m --json=1", "--json takes no value. Leave the value out.", "--json 不带值"),
        ("info m n", "Nothing is expected where n stands.", "多余的参数：n"),
        ("predict m --top x", "--top is 'x'; expected an integer.", "--top 为 'x'；应为整数"),
        ("evaluate m a --precision x", "expected a number.", "应为数值"),
        ("train a --out m --folds 1", "expected at least 2.", "应为不小于 2 的数"),
    ],
)
def test_a_command_line_that_cannot_be(line: str, english: str, said: str) -> None:
    for ended, sentence in (
        (gatewise(*line.split()), english),
        (gatewise(*ZH, *line.split()), said),
    ):
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("gatewise: ")
        assert ended.err.count("\n") == 1
        assert sentence in ended.err


def test_no_command() -> None:
    assert "No command is given" in gatewise("--language", "en").err
    assert "没有给出命令" in gatewise(*ZH).err


def test_refused_input(tmp_path: Path) -> None:
    model = save_model(tmp_path / "model")
    ended = gatewise("predict", model, *ZH, stdin=b"rain\nsn\xffow\n")
    assert (ended.code, ended.out) == (2, "")
    for part in ("字节 0xff 不是 UTF-8", "每行一条 UTF-8 文本", "请转换编码"):
        assert part in ended.err
    data = write_csv(tmp_path / "a.csv")
    ended = gatewise("train", data, "--out", model, *ZH)
    assert ended.code == 2
    assert ended.err == (
        f"gatewise: --out {model}：该处已有内容；应为尚不存在的位置。"
        "请换一个名称，或加上 --overwrite。\n"
    )


# A whole run


def test_a_whole_run(tmp_path: Path) -> None:
    data, model, page = tmp_path / "toy.csv", tmp_path / "model", tmp_path / "page.html"
    write_csv(data, pairs(toy_rows(120)))
    trained = gatewise("train", data, "--out", model, "--model", "linear", "--report", page, *ZH)
    assert trained.code == 0, trained.err
    assert "未参与任何选择的留出行：" in trained.out
    assert f"已将 linear 保存到 {model}。" in trained.out
    assert f"网页：{page}" in trained.out
    assert "linear 在验证集（" in page.read_text(encoding="utf-8")
    evaluated = gatewise("evaluate", model, data, "--precision", "0.5", *ZH)
    assert evaluated.code == 0, evaluated.err
    assert f"{model} 从此拒绝概率低于" in evaluated.err
    out = tmp_path / "out.csv"
    predicted = gatewise("predict", model, data, "--out", out, *ZH)
    assert (predicted.code, predicted.out) == (0, "")
    assert f"已将 120 个回答写入 {out}。" in predicted.err
    told = gatewise("info", model, *ZH)
    assert told.code == 0
    assert "模型        linear，多类别，" in told.out
    assert "标签        3 个：food, music, weather" in told.out
    fixed = gatewise("check", data, "--fix", tmp_path / "fixed.csv", *ZH)
    assert "已写出 120 行；去掉空文本 0 行、重复 0 行。" in fixed.err


def test_too_few_rows_to_measure_are_told(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", [*ROWS[:2], *ROWS[4:6]])
    ended = gatewise("train", data, "--out", tmp_path / "m", "--model", "linear", *ZH)
    assert ended.code == 0
    assert "gatewise: 行数太少，无法留出，因此没有评测。" in ended.err


def test_json_and_tables_are_the_same_in_both_languages(tmp_path: Path) -> None:
    data, model = write_csv(tmp_path / "toy.csv", pairs(toy_rows(60))), tmp_path / "model"
    save_model(model)
    for line in (("evaluate", model, data), ("predict", model, data), ("info", model)):
        english, chinese_ = gatewise(*line, "--json"), gatewise(*line, "--json", *ZH)
        assert english.out == chinese_.out
        assert [json.loads(answer) for answer in chinese_.out.splitlines()]
    for name in ("en", "zh"):
        gatewise("predict", model, data, "--out", tmp_path / f"{name}.csv", "--language", name)
    assert (tmp_path / "en.csv").read_bytes() == (tmp_path / "zh.csv").read_bytes()
