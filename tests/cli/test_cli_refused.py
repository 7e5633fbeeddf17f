"""Wrong input and wrong usage: exit 2, one sentence, nothing on stdout, nothing on disk."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from cli.command import Ended, contents, gatewise, save_model, write_csv
from gatewise.data.read import read
from gatewise.errors import InputError
from inputs.make import ROWS, Case
from inputs.refused import REFUSED, REFUSED_LABELS, REFUSED_WEIGHTS


@dataclass(frozen=True)
class Wrong:
    """A command line that cannot be.

    Attributes:
        line: Its words, blanks between them; `workplace` tells which files there are.
        says: Fragments of the message.
        stdin: What is piped in.
    """

    line: str
    says: tuple[str, ...]
    stdin: bytes = b""


WRONG = [
    # Usage
    Wrong("trian a.csv --out m", ("trian", "train")),
    Wrong("train a.csv --out m --lable x", ("--lable", "--label")),
    Wrong("train a.csv", ("--out",)),
    Wrong("train a.csv --out m --seed one", ("--seed", "integer")),
    Wrong("predict model a.csv --top many", ("--top", "integer")),
    # Values
    Wrong("train a.csv --out m --model lstmm", ("lstmm", "textcnn", "Choose one")),
    Wrong("train a.csv --out m --device tpu", ("'tpu'", "expected cpu", "Leave it out")),
    Wrong("train a.csv --out m --dtype fp8", ("training.dtype", "'fp8'", "fp32")),
    Wrong("train a.csv --out m --seed -1", ("training.seed", "-1", "at least 0")),
    Wrong("train a.csv --out m --threads 0", ("training.threads", "at least 1")),
    Wrong("train a.csv --out m --precision 1.5", ("--precision", "1.5", "between 0 and 1")),
    Wrong("train a.csv --out m --precision nan", ("--precision", "nan", "between 0 and 1")),
    Wrong("evaluate model toy.csv --precision 0", ("--precision", "between 0 and 1")),
    Wrong("predict model a.csv --top 0", ("--top", "at least 1")),
    Wrong("train a.csv --out m --set model.hiden=8", ("model.hiden", "'model.hidden'")),
    Wrong("train a.csv --out m --set modell.hidden=8", ("modell", "'model'")),
    Wrong("train a.csv --out m --set hidden=8", ("hidden=8", "section.key=value")),
    Wrong("train a.csv --out m --set model.hidden=wide", ("model.hidden", "'wide'", "int")),
    Wrong(
        "train a.csv --out m --set training.learning_rate=-1",
        ("training.learning_rate", "-1", "more than 0"),
    ),
    Wrong("train a.csv --out m --config no.toml", ("no.toml", "No such file")),
    Wrong("train a.csv --out m --config notes", ("notes", "directory")),
    Wrong("train a.csv --out m --config broken.toml", ("broken.toml", "line 2", "TOML")),
    Wrong("train a.csv --out m --config odd.toml", ("training.epoch", "'training.epochs'")),
    Wrong("train a.csv --out m --config latin.toml", ("latin.toml", "UTF-8")),
    # Vectors
    Wrong("train a.csv --out m --vectors no.vec", ("no.vec", "no such file")),
    Wrong("train a.csv --out m --vectors notes", ("notes", "cannot be read")),
    Wrong("train a.csv --out m --vectors a.csv", ("a.csv, row 1", "its numbers", "GloVe")),
    Wrong("train a.csv --out m --model linear --vectors a.csv", ("linear", "no use for vectors")),
    Wrong("train a.csv --out m --unlabelled no.txt", ("no.txt", "no such file")),
    # Rows of several files
    Wrong("train a.csv --out m --valid no.csv", ("no.csv", "no such file")),
    Wrong("train a.csv --out m --test no.csv", ("no.csv", "no such file")),
    Wrong("train sorted.csv --out m --no-shuffle --model linear", ("'bad'", "--no-shuffle")),
    # Where to write
    Wrong("train a.csv --out model", ("model", "already", "--overwrite")),
    Wrong("train a.csv --out a.csv", ("a.csv", "already", "--overwrite")),
    Wrong("train a.csv --out a.csv --overwrite", ("a.csv", "no model folder")),
    Wrong("train a.csv --out notes --overwrite", ("notes", "no model folder", "another place")),
    Wrong("train a.csv --out a.csv/m", ("a.csv/m", "cannot be written", "another place")),
    Wrong("train no.csv --out new/folder/m", ("no.csv", "no such file")),
    Wrong(f"train a.csv --out {'m' * 300}", ("cannot be written", "too long")),
    Wrong("train a.csv --out loop", ("loop", "cannot be written")),
    Wrong("train a.csv --out m --report notes", ("notes", ".html")),
    Wrong("train a.csv --out m --report folder.html", ("folder.html", ".html file")),
    Wrong("train a.csv --out m --report a.csv/page.html", ("page.html", "cannot be written")),
    Wrong("evaluate model toy.csv --report notes", ("notes", ".html")),
    Wrong("predict model a.csv --out answers.txt", ("answers.txt", ".csv", ".parquet")),
    Wrong("predict model a.csv --out a.csv", ("a.csv", "already", "--overwrite")),
    Wrong("predict model a.csv --out folder.csv --overwrite", ("folder.csv", "directory")),
    Wrong("predict model a.csv --out x.csv --encoding utf9", ("x.csv", "'utf9'", "--encoding")),
    Wrong("predict model a.csv --out x.csv --encoding hex", ("x.csv", "'hex'", "--encoding")),
    Wrong("predict model cn.csv --out x.csv --encoding ascii", ("ascii",)),
    Wrong("check a.csv toy.csv --fix x.csv", ("--fix", "one DATA")),
    Wrong("check a.csv --fix a.csv", ("--fix a.csv", "already", "--overwrite")),
    Wrong("check a.csv --fix folder.csv --overwrite", ("folder.csv", "directory")),
    Wrong("check a.csv --fix x.docx", ("x.docx", ".jsonl", "Rename")),
    Wrong("check a.csv --fix a.csv/x.csv", ("a.csv/x.csv", "cannot be written")),
    # Models
    Wrong("predict no a.csv", ("no: nothing is there", "model folder", "--out")),
    Wrong("predict a.csv", ("a.csv: a file is there", "model folder")),
    Wrong("predict notes", ("notes: manifest.json is missing", "model folder")),
    Wrong(f"predict {'很好吃' * 100}", ("nothing is there", "model folder")),
    Wrong("predict damaged a.csv", ("damaged: weights.safetensors", "checksum", "Copy")),
    Wrong("evaluate no toy.csv", ("no: nothing is there", "model folder")),
    Wrong("evaluate model toy.csv --against no", ("no: nothing is there", "model folder")),
    Wrong("info notes", ("notes: manifest.json is missing", "model folder")),
    Wrong("train a.csv --out damaged --resume", ("damaged: weights.safetensors", "checksum")),
    # Texts
    Wrong("predict model 很好吃", ("'很好吃' is no file", "echo")),
    Wrong(f"predict model {'很好吃' * 100}", ("…' is no file", "echo")),
    Wrong("predict model no.csv", ("no.csv", "no such file")),
    Wrong("predict model notes", ("notes", "class folder")),
    Wrong("predict model", ("stdin, row 2", "0xff", "UTF-8"), b"rain\nsn\xffow\n"),
    Wrong("predict model -", ("stdin, row 1", "NUL"), b"ra\0in\n"),
    Wrong("predict model --out x.csv", ("--out", "stdin", "Name the file"), b"rain\n"),
    Wrong("predict model - --encoding big5", ("--encoding", "stdin"), b"rain\n"),
    Wrong("predict model --text a --skip-bad-rows", ("--text, --skip-bad-rows", "stdin")),
]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the command lines above."""
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "a.csv")
    write_csv(tmp_path / "toy.csv", [("food", "bread and soup"), ("music", "a song")])
    write_csv(tmp_path / "cn.csv", [("好", "东西不错"), ("差", "很失望")])
    write_csv(tmp_path / "sorted.csv", sorted(ROWS)[:24])
    (tmp_path / "broken.toml").write_text("[model]\nhidden 8\n")
    (tmp_path / "odd.toml").write_text("[training]\nepoch = 8\n")
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("not a model")
    save_model(tmp_path / "model")
    with (save_model(tmp_path / "damaged") / "weights.safetensors").open("ab") as weights:
        weights.write(b"\0")
    return tmp_path


def _assert_refused(ended: Ended, says: tuple[str, ...]) -> None:
    assert ended.code == 2, ended
    assert ended.out == ""
    complaint = ended.err.splitlines()[-1]
    assert complaint.startswith("gatewise: ")
    for fragment in says:
        assert fragment in complaint
    assert "Traceback" not in ended.err
    notes = [line for line in ended.err.splitlines()[:-1] if line.startswith("gatewise: ")]
    assert not notes, "one sentence says what is wrong"


@pytest.mark.parametrize(
    "case", [*REFUSED, *REFUSED_LABELS, *REFUSED_WEIGHTS], ids=lambda case: case.name
)
def test_train_refuses_the_input(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = case.make(tmp_path)
    before = contents(tmp_path)
    ended = gatewise("train", source, "--out", "new/model", *case.flags())
    _assert_refused(ended, case.says)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_evaluate_refuses_the_input(case: Case, tmp_path: Path) -> None:
    source, model = case.make(tmp_path), save_model(tmp_path / "model")
    before = contents(tmp_path)
    _assert_refused(gatewise("evaluate", model, source, *case.flags()), case.says)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_check_refuses_what_cannot_be_read_even_without_labels(case: Case, tmp_path: Path) -> None:
    source = case.make(tmp_path)
    before = contents(tmp_path)
    ended = gatewise("check", source, *case.flags())
    if _is_read_without_labels(case, source):
        assert ended.code == 0
    else:
        _assert_refused(ended, case.says)
    assert contents(tmp_path) == before


def _is_read_without_labels(case: Case, source: Path | str) -> bool:
    try:
        read(
            source,
            text=case.text,
            label=case.label,
            encoding=case.encoding,
            skip_bad_rows=case.skip_bad_rows,
            labels="optional",
        )
    except InputError:
        return False
    return True


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.line[:60])
def test_wrong_usage_is_refused(wrong: Wrong, workplace: Path) -> None:
    before = contents(workplace)
    _assert_refused(gatewise(*wrong.line.split(" "), stdin=wrong.stdin), wrong.says)
    assert contents(workplace) == before


@pytest.mark.parametrize(
    "line",
    [
        "train a.csv --out new/m --model linear",
        "train a.csv --out model --model linear --overwrite",
        "evaluate model toy.csv --report new/page.html",
        "predict model a.csv --out new/x.csv",
        "check a.csv --fix new/x.csv",
    ],
)
@pytest.mark.parametrize("failing", ["write", "rename"])
def test_a_full_disk_leaves_everything_as_it_was(
    line: str, failing: str, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(workplace)
    _fill_the_disk(monkeypatch, failing)
    _assert_refused(gatewise(*line.split(" ")), ("No space left", "nothing was changed", "Free"))
    monkeypatch.undo()
    assert contents(workplace) == before


def _fill_the_disk(monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        # Moving the old folder aside and back needs no space.
        return real(path, target) if ".replaced" in f"{path}{target}" else full()

    if failing == "write":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "rename", rename)
        monkeypatch.setattr(Path, "replace", full)
