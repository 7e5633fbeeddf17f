"""Odd input that works: exit 0, what was odd is on stderr, and the model can be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.command import QUICK, gatewise
from gatewise import load
from inputs.make import ROWS, Case, delimited, text_file
from inputs.told import TOLD, TOLD_LABELS, TOLD_MULTILABEL

_REPEATED = delimited([*ROWS, *ROWS[:4]], "\t")
_LONG = delimited([*ROWS, ("good", "word " * 2000)], "\t")

TOLD_IN_TRAINING = [
    Case("repeated texts", text_file("a.tsv", _REPEATED), ("4 rows repeat an earlier text",)),
    Case("text beyond the limit", text_file("a.tsv", _LONG), ("words and their pieces",)),
    Case(
        "too few rows to measure",
        text_file("a.tsv", delimited([*ROWS[:2], *ROWS[4:6]], "\t")),
        ("Too few rows for the part", "Too few rows to hold any out"),
    ),
]


def _train(case: Case, folder: Path, model: str) -> None:
    out = folder / "model"
    ended = gatewise(
        "train", case.make(folder), "--out", out, "--model", model, *QUICK, *case.flags()
    )
    assert ended.code == 0, ended.err
    for fragment in case.says:
        assert fragment in ended.err
    assert load(out).predict(["a fine film", ""])
    assert not out.with_name("model.partial").exists()


@pytest.mark.parametrize(
    "case",
    [*TOLD, *TOLD_LABELS, *TOLD_MULTILABEL, *TOLD_IN_TRAINING],
    ids=lambda case: case.name,
)
def test_works_and_is_told(case: Case, tmp_path: Path) -> None:
    _train(case, tmp_path, "linear")


@pytest.mark.parametrize("case", [TOLD[0], *TOLD_LABELS], ids=lambda case: case.name)
def test_works_and_is_told_for_a_network(case: Case, tmp_path: Path) -> None:
    _train(case, tmp_path, "textcnn")


def test_vectors_are_told_and_not_looked_for_when_predicting(tmp_path: Path) -> None:
    rows = text_file("a.tsv", delimited(ROWS, "\t"))(tmp_path)
    vectors = tmp_path / "v.vec"
    vectors.write_text("2 3\nthe 1 2 3\na 4 5 6\n", encoding="utf-8")
    more = tmp_path / "more.txt"
    more.write_text("a text without a label\nthe second of the texts\n" * 3, encoding="utf-8")
    out = tmp_path / "m"
    given = ("--vectors", vectors, "--unlabelled", more)
    ended = gatewise("train", rows, "--out", out, "--model", "textcnn", *QUICK, *given)
    assert ended.code == 0, ended.err
    assert f"{more}: Each line is read as a text without a label." in ended.err
    assert "v.vec: 2 of " in ended.err
    assert "have a vector of 3 values." in ended.err
    assert "Learnt from texts without labels: " in ended.err
    vectors.unlink()
    more.unlink()
    assert load(out).predict(["a fine film"])
