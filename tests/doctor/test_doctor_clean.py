"""Cleaning drops what only does harm, keeps all else as it was, and leaves nothing to clean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.in_memory import dataset
from gatewise.doctor.clean import cleaned
from gatewise.doctor.examine import examine
from gatewise.errors import InputError


def test_the_first_stays_and_conflicts_stay_once_with_each_label() -> None:
    rows = [
        ("Good", "x"),
        ("", "x"),
        ("good", "y"),
        ("GOOD ", "x"),
        ("ｇｏｏｄ", "y"),
        ("bad", "y"),
    ]
    left = cleaned(dataset([text for text, _ in rows], [label for _, label in rows]))
    assert left.texts == ["Good", "good", "bad"]
    assert left.labels == ["x", "y", "y"]
    assert left.dropped == {"empty": (3,), "repeated": (5, 6)}


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "A ", "ａ", "b", "c", "", "\u200b"]), st.sampled_from("xy"))
    ).filter(lambda rows: any(text.strip("\u200b") for text, _ in rows))
)
def test_rows_are_divided_and_cleaning_twice_changes_nothing(rows: list[tuple[str, str]]) -> None:
    whole = dataset([text for text, _ in rows], [label for _, label in rows])
    texts, labels, dropped = cleaned(whole)
    out = {row for found in dropped.values() for row in found}
    assert len(out) == sum(map(len, dropped.values())) == len(rows) - len(texts)
    kept = [rows[row - 2] for row in whole.rows if row not in out]
    assert list(zip(texts, labels, strict=True)) == kept
    again = dataset(texts, labels)
    assert cleaned(again).texts == texts
    codes = {finding.code for finding in examine([again]).findings}
    assert not codes & {"repeated_rows", "empty_texts"}
    told = {finding.code for finding in examine([whole]).findings}
    assert ("conflicting_labels" in codes) == ("conflicting_labels" in told)


def test_what_cannot_be_cleaned() -> None:
    with pytest.raises(InputError, match="--label"):
        cleaned(dataset(["a"], None))
    with pytest.raises(InputError, match=r"a\.csv: every text is empty.*--text"):
        cleaned(dataset(["", " "], ["x", "y"]))


def test_rows_repeat_where_text_and_label_set_do() -> None:
    sets = [("x", "y"), ("x",), ("x", "y"), ()]
    left = cleaned(dataset(["a", "A", "a ", "b"], sets))
    assert left.labels == [("x", "y"), ("x",), ()]
    assert left.dropped["repeated"] == (4,)
