"""Findings on classes: too few, too small, too uneven, too well sorted."""

from __future__ import annotations

import pytest

from doctor.in_memory import dataset, findings, varied


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (None, "No labels;"),
        (["x"] * 20, "One label only, 'x';"),
        ([str(number) for number in range(20)], "20 labels, each in a single row;"),
    ],
)
def test_what_training_refuses_is_an_error(labels: list[str] | None, says: str) -> None:
    texts, _ = varied(x=20)
    finding = findings(dataset(texts, labels))["unlearnable_labels"]
    assert finding.severity == "error"
    assert finding.message.startswith(says)
    assert "--label" in finding.remedy


def test_small_classes() -> None:
    found = findings(dataset(*varied(x=20, y=10, z=9, one=1, lone=1)))
    assert list(found) == ["one_row_classes", "few_row_classes", "uneven_classes"]
    single, few = found["one_row_classes"], found["few_row_classes"]
    assert single.message.startswith("2 classes with a single row")
    assert "'lone', 'one' (rows 2, 3)" in single.message
    assert single.rows == (2, 3)
    assert few.message.startswith("1 class with fewer than 10 rows: 'z' 9 (rows ")
    assert len(few.rows) == 9


def test_many_small_classes_are_not_all_named() -> None:
    classes = {f"c{number}": 3 for number in range(8)}
    message = findings(dataset(*varied(x=20, **classes)))["few_row_classes"].message
    assert "and 3 more (rows" in message


@pytest.mark.parametrize(("large", "uneven"), [(99, False), (100, True)])
def test_uneven_classes(large: int, uneven: bool) -> None:
    found = findings(dataset(*varied(x=large, y=10)))
    assert ("uneven_classes" in found) == uneven
    if uneven:
        message = found["uneven_classes"].message
        assert message == "Class 'x' has 100 rows, class 'y' 10: 10 times as many."


def test_sorted_rows() -> None:
    texts, _ = varied(x=40)
    finding = findings(dataset(texts, ["b"] * 15 + ["a"] * 25))["sorted_by_label"]
    assert finding.rows == (2, 17)
    assert "rows 2, 17" in finding.message
    assert "--no-shuffle" in finding.remedy
    mixed = ["b"] * 15 + ["a"] * 24 + ["b"]
    assert "sorted_by_label" not in findings(dataset(texts, mixed))


def test_a_text_taken_for_a_label_is_not_shown_whole() -> None:
    texts, labels = varied(x=20, y=20)
    long = "a private remark " * 20
    message = findings(dataset([*texts, "z"], [*labels, long]))["one_row_classes"].message
    assert "'a private remark" in message
    assert len(message) < 200


def test_rows_without_labels_and_labels_of_one_row() -> None:
    texts, labels = varied(x=20, y=20)
    sets = [*((label,) for label in labels), (), ("x", "rare"), ()]
    found = findings(dataset([*texts, "a", "b", "c"], sets))
    assert list(found) == ["one_row_classes", "uneven_classes", "unlabelled_rows"]
    assert found["one_row_classes"].rows == (43,)
    assert found["unlabelled_rows"].severity == "info"
    assert found["unlabelled_rows"].rows == (42, 44)
    assert "no label: 2, 4.7 % of 43 (rows 42, 44)" in found["unlabelled_rows"].message
