"""Rows that were written read back the same, and nothing else is left on disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.data.labels import LabelSet
from gatewise.data.read import read
from gatewise.doctor.write import write_rows
from gatewise.errors import OutputError

_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_SIGNS = st.sampled_from(list("\",;\t\r\n \\'ab好\u2028\ufeff"))
_TEXTS = st.text(_LETTERS | _SIGNS, max_size=20)
_LABELS = st.sampled_from(["x", 'a "b"', "c,d", "'", "差评", "1"])


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".CSV"])
@settings(deadline=None, max_examples=50)  # each example waits for the disk
@given(rows=st.lists(st.tuples(_TEXTS, _LABELS), min_size=1))
def test_round_trip(ending: str, rows: list[tuple[str, str]]) -> None:
    if ending == ".tsv":
        blank = str.maketrans("\t\r\n", "   ")
        rows = [(text.translate(blank), label) for text, label in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        write_rows(path, [text for text, _ in rows], [label for _, label in rows])
        back = read(path)
        assert [child.name for child in Path(folder).iterdir()] == [path.name]
    assert back.encoding == "utf-8"
    assert back.labels is not None
    assert list(zip(back.texts, back.labels, strict=True)) == rows


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl"])
def test_label_sets_round_trip(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    sets: list[LabelSet] = [("c,d", "x"), (), ("x",), ('a "b"', "差评")]
    notes = write_rows(path, ["one", "two", "", "four"], sets)
    if ending == ".jsonl":
        back = read(path)
        assert notes == ()
    else:
        back = read(path, label_separator=";")
        assert '--label-separator ";"' in notes[0]
    assert back.labels == sets
    assert back.texts == ["one", "two", "", "four"]


def test_a_label_that_cannot_be_joined(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"'a;b' holds a semicolon.*\.jsonl"):
        write_rows(tmp_path / "a.csv", ["one", "two"], [("x",), ("a;b", "x")])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\rb"])
def test_a_tsv_holds_no_tab_or_line_break(text: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"row 2 of 2 .* Write a \.csv"):
        write_rows(tmp_path / "a.tsv", ["fine", text], ["x", "y"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.txt", "a", "a.csv.gz", "a.parquet"])
def test_other_endings_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.csv, \.tsv, \.jsonl"):
        write_rows(tmp_path / name, ["a"], ["x"])
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_rows(tmp_path / "file" / "a.csv", ["a"], ["x"])
