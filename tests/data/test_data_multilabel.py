"""Label sets: their kind, how a column comes to have them, and row weights beside them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.label_notes import joined_by
from gatewise.data.labels import (
    LabelSet,
    as_label_set,
    as_sets,
    count_labels,
    is_multilabel,
    label_names,
    label_sets,
)
from gatewise.data.read import read
from gatewise.errors import ConfigError
from gatewise.languages import speaking
from inputs.make import delimited, text_file


def test_the_first_label_tells_the_kind() -> None:
    assert is_multilabel([(), ("x",)])
    assert not is_multilabel(["x"])
    assert not is_multilabel([])


def test_the_wrong_kind_is_a_programmers_error() -> None:
    assert label_names(["x", "y"]) == ["x", "y"]
    assert label_sets([("x",), ()]) == [("x",), ()]
    with pytest.raises(TypeError, match="one label a row"):
        label_names([("x",)])
    with pytest.raises(TypeError, match="a label set a row"):
        label_sets(["x"])


def test_either_kind_is_counted() -> None:
    assert as_sets(["b", "a"]) == [("b",), ("a",)]
    assert count_labels(["b", "a", "b"]) == {"a": 1, "b": 2}
    assert count_labels([("a", "b"), (), ("b",)]) == {"a": 1, "b": 2}
    assert as_label_set(["b", "a", "b"]) == ("a", "b")


_SET = st.sets(st.sampled_from(["好", "b a", "c,d", "1"])).map(as_label_set)


@given(st.lists(_SET, min_size=1, max_size=20))
def test_lists_are_read_as_they_are_unless_each_has_one(
    tmp_path_factory: pytest.TempPathFactory, sets: list[LabelSet]
) -> None:
    lines = [json.dumps({"text": "a", "labels": names[::-1]}) for names in sets]
    path = text_file("a.jsonl", "\n".join(lines))(tmp_path_factory.mktemp("lists"))
    dataset = read(path)
    if all(len(names) == 1 for names in sets):
        assert (dataset.kind, dataset.labels) == ("multiclass", [names[0] for names in sets])
    else:
        assert (dataset.kind, dataset.labels) == ("multilabel", sets)


def test_numbers_and_truth_values_in_lists(tmp_path: Path) -> None:
    content = '{"text": "a", "labels": [10, true]}\n{"text": "b", "labels": [9.0, "x"]}\n'
    dataset = read(text_file("a.jsonl", content)(tmp_path))
    assert dataset.labels == [("10", "true"), ("9", "x")]
    assert any("3 labels that were no strings" in note for note in dataset.notes)


def test_bad_rows_do_not_decide_the_kind(tmp_path: Path) -> None:
    content = '{"text": "a", "labels": ["x"]}\n{"text": "b"}\n{"text": "c", "labels": ["y"]}\n'
    dataset = read(text_file("a.jsonl", content)(tmp_path), skip_bad_rows=True)
    assert dataset.labels == ["x", "y"]


def test_an_empty_cell_is_no_label_where_cells_are_split(tmp_path: Path) -> None:
    path = text_file("a.tsv", "label\ttext\nx; y\ta\n\tb\nx\tc\n")(tmp_path)
    dataset = read(path, label_separator=";")
    assert dataset.labels == [("x", "y"), (), ("x",)]
    assert any("carry no label: 1 (row 3)" in note for note in dataset.notes)


def test_a_separator_that_is_nowhere_leaves_one_label_a_row(tmp_path: Path) -> None:
    dataset = read(text_file("a.csv", "label,text\nx,a\ny,b\n")(tmp_path), label_separator=";")
    assert dataset.labels == ["x", "y"]
    assert any("Split at ';', each row has one label" in note for note in dataset.notes)


def test_an_empty_separator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--label-separator is empty"):
        read(text_file("a.csv", "label,text\nx,a\n")(tmp_path), label_separator="")


def test_fasttext_labels_end_where_the_text_begins(tmp_path: Path) -> None:
    content = "__label__b __label__a\tgood __label__c\n__label__a__label__b one\n"
    dataset = read(text_file("a.txt", content)(tmp_path))
    assert dataset.labels == [("a", "b"), ("a__label__b",)]
    assert dataset.texts == ["good __label__c", "one"]


@pytest.mark.parametrize("separator", [";", "|", ",", "；", "、"])
def test_joined_labels_are_pointed_out_never_split(separator: str, tmp_path: Path) -> None:
    names = ["战争", "经济", separator.join(["战争", "经济"]), f"经济{separator}体育", "体育"] * 4
    rows = [(name, f"text {number}") for number, name in enumerate(names)]
    path = text_file("a.tsv", delimited(rows, "\t"))(tmp_path)
    dataset = read(path)
    assert dataset.labels == names
    assert any(f'--label-separator "{separator}"' in note for note in dataset.notes)
    assert read(path, label_separator=separator).kind == "multilabel"
    with speaking("zh"):
        assert any("按整体处理" in note for note in read(path).notes)


@pytest.mark.parametrize(
    "names",
    [
        ["Korea, South", "Korea, North", "Japan"] * 9,
        ["a;b"] * 9 + ["c"] * 9,
        ["a", "b"] * 50 + ["a;b", "b;a"],
        ["x", "y"],
        [],
    ],
)
def test_names_with_a_separator_in_them_are_left_alone(names: list[str]) -> None:
    assert joined_by(names) is None


class TestWeights:
    def test_numbers_and_strings(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "label,text,w\nx,a,0\ny,b, 1.5\nx,c,2e1\n")(tmp_path)
        dataset = read(path, weight="w")
        assert dataset.weights == [0.0, 1.5, 20.0]
        assert read(path).weights is None
        frame = pl.DataFrame({"text": ["a", "b"], "label": ["x", "y"], "w": [1, 2]})
        frame.write_parquet(tmp_path / "a.parquet")
        assert read(tmp_path / "a.parquet", weight="3").weights == [1.0, 2.0]

    def test_a_bad_weight_costs_its_row(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "label,text,w\nx,a,1\ny,b,-1\nx,c,2\n")(tmp_path)
        dataset = read(path, weight="w", skip_bad_rows=True)
        assert (dataset.texts, dataset.weights) == (["a", "c"], [1.0, 2.0])
        assert any("row 3 (the weight '-1')" in note for note in dataset.notes)

    def test_a_weight_is_never_guessed_to_be_label_or_text(self, tmp_path: Path) -> None:
        content = "mood,words,class\n" + "x,a fine day,1\ny,rain again,2\n" * 5
        path = text_file("a.csv", content)(tmp_path)
        assert read(path).label_column == "class"
        dataset = read(path, weight="class")
        assert (dataset.label_column, dataset.text_columns) == ("mood", ("words",))

    def test_labels_may_be_optional(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "text,w\na fine day,1\nrain again,2\n")(tmp_path)
        assert read(path, weight="w", labels="optional").weights == [1.0, 2.0]
