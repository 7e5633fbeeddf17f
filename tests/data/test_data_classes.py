"""Label facts: classes in string order, their counts, and classes with one row."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatewise.data.classes import check_labels
from gatewise.data.read import read
from gatewise.errors import InputError
from inputs.make import text_file


def test_classes_are_sorted_as_strings(tmp_path: Path) -> None:
    path = text_file("a.csv", "label,text\n10,a\n9,b\n10,c\n9,d\n9,e\n010,f\n")(tmp_path)
    facts = check_labels(read(path))
    assert facts.classes == ("010", "10", "9")
    assert facts.counts == (1, 2, 3)
    assert facts.one_row_classes == ("010",)
    assert facts.notes[0].endswith("'010' (row 7).")


def test_files_are_named_in_folders(tmp_path: Path) -> None:
    for name in ("a/1", "b/1", "b/2"):
        path = tmp_path / "texts" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert str(Path("a") / "1.txt") in check_labels(read(tmp_path / "texts")).notes[0]


def test_no_labels(tmp_path: Path) -> None:
    dataset = read(text_file("a.txt", "one\ntwo\n")(tmp_path), labels="optional")
    with pytest.raises(InputError, match="--label"):
        check_labels(dataset)
