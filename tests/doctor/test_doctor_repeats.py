"""Repeats, conflicts and overlaps: planted ones are found, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.in_memory import dataset, findings, varied
from gatewise.data.same_text import fold_case_and_space
from gatewise.doctor.subject import Pair, Subject

_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "A ", "ａ", "b", " B", "c", "", " ", "\u200b"]),
        st.sampled_from("xyz"),
    )
)


def test_clean_rows_have_no_findings() -> None:
    assert findings(dataset(*varied(x=20, y=20))) == {}


def test_repeats_fold_case_width_and_space() -> None:
    texts, labels = varied(x=20, y=20)
    texts += ["X  Number 0", "ｘ number 0", "y number 0"]
    found = findings(dataset(texts, [*labels, "x", "x", "y"]))
    assert list(found) == ["repeated_rows"]
    assert found["repeated_rows"].rows == (42, 43, 44)
    assert "3 rows with" in found["repeated_rows"].message
    assert "7.0 % of 43 (rows 42, 43, 44)" in found["repeated_rows"].message
    assert "--fix" in found["repeated_rows"].remedy


def test_conflicts_name_rows_and_labels_and_no_whole_text() -> None:
    texts, labels = varied(x=20, y=20)
    secret = "short and private"
    found = findings(dataset([*texts, secret, secret.upper()], [*labels, "x", "y"]))
    assert list(found) == ["conflicting_labels"]
    finding = found["conflicting_labels"]
    assert finding.rows == (42, 43)
    assert "'x' in row 42 and 'y' in row 43" in finding.message
    assert "'short an…'" in finding.message
    assert secret not in finding.message


def test_files_are_named_in_folders() -> None:
    texts, labels = varied(x=20, y=20)
    files = [f"f/{number}.txt" for number in range(41)]
    found = findings(dataset([*texts, texts[0]], [*labels, labels[0]], files=files))
    assert "(file f/40.txt)" in found["repeated_rows"].message
    assert found["repeated_rows"].rows == (42,)


def test_overlap_is_told_of_the_later_file() -> None:
    texts, labels = varied(x=20, y=20)
    others = [f"other {text}" for text in texts]
    others[3], others[8] = texts[30].upper(), texts[5]
    other_labels = list(labels)
    other_labels[3], other_labels[8] = labels[30], "x" if labels[5] == "y" else "y"
    found = findings(
        dataset(texts, labels, source="train.csv"),
        dataset(others, other_labels, source="test.csv"),
    )
    assert list(found) == ["overlapping_texts", "conflicting_overlap"]
    assert {finding.source for finding in found.values()} == {"test.csv"}
    assert found["overlapping_texts"].rows == (5, 10)
    assert found["conflicting_overlap"].rows == (10,)
    assert all("train.csv" in finding.message for finding in found.values())


@pytest.mark.parametrize(("shared", "says"), [(2000, "100.0 %"), (3, "0.1 %"), (1, "under 0.1 %")])
def test_shares_in_words(shared: int, says: str) -> None:
    subject = Subject(dataset(["a"] * 2000, None))
    assert subject.share(np.arange(shared)) == f"{says} of 2000"


def test_every_two_files_are_compared() -> None:
    texts, labels = varied(x=20, y=20)
    one = dataset(texts, labels, source="1")
    two = dataset([f"two {text}" for text in texts], labels, source="2")
    three = dataset([*texts[:1], *two.texts[1:]], labels, source="3")
    pairs = [(Pair(Subject(a), Subject(b))) for a, b in ((one, two), (one, three), (two, three))]
    assert [len(pair.shared) for pair in pairs] == [0, 1, 39]


@given(_ROWS)
def test_rows_agree_with_a_plain_count(rows: list[tuple[str, str]]) -> None:
    subject = Subject(dataset([text for text, _ in rows], [label for _, label in rows]))
    folded = [(fold_case_and_space(text.replace("\u200b", "")), label) for text, label in rows]
    again = [i for i, row in enumerate(folded) if row[0] and row in folded[:i]]
    assert subject.repeated.tolist() == again
    labels_of: dict[str, set[str]] = {}
    for text, label in folded:
        labels_of.setdefault(text, set()).add(label)
    several = {text for text, labels in labels_of.items() if text and len(labels) > 1}
    assert {folded[indices[0]][0] for indices in subject.conflicts} == several


@given(_ROWS, _ROWS)
def test_overlaps_agree_with_a_plain_count(
    a: list[tuple[str, str]], b: list[tuple[str, str]]
) -> None:
    earlier = Subject(dataset([text for text, _ in a], [label for _, label in a]))
    later = Subject(dataset([text for text, _ in b], [label for _, label in b]))
    labels_of: dict[str, set[str]] = {}
    for text, label in a:
        labels_of.setdefault(fold_case_and_space(text.replace("\u200b", "")), set()).add(label)
    labels_of.pop("", None)
    folded = [(fold_case_and_space(text.replace("\u200b", "")), label) for text, label in b]
    pair = Pair(earlier, later)
    assert pair.shared.tolist() == [i for i, (text, _) in enumerate(folded) if text in labels_of]
    assert pair.contradicting.tolist() == [
        i
        for i, (text, label) in enumerate(folded)
        if text in labels_of and label not in labels_of[text]
    ]


def test_label_sets_conflict_where_they_differ() -> None:
    texts, labels = varied(x=20, y=20)
    sets = [(label, "z") for label in labels]
    again = [*texts, "words and more", "Words and more", "words and more ", "other", "other"]
    found = findings(dataset(again, [*sets, ("x",), ("x", "y"), (), ("y",), ("y",)]))
    assert set(found) == {"repeated_rows", "conflicting_labels", "unlabelled_rows"}
    assert found["repeated_rows"].rows == (46,)
    assert found["conflicting_labels"].rows == (42, 43, 44)
    assert "'x' in row 42 and 'x' + 'y' in row 43" in found["conflicting_labels"].message
    assert "same labels" in found["conflicting_labels"].remedy


def test_single_labels_agree_with_sets_of_one() -> None:
    one = Subject(dataset(["a", "b", "c"], ["x", "x", "y"]))
    sets = Subject(dataset(["a", "b", "c"], [("x",), ("x", "y"), ()]))
    assert Pair(one, sets).contradicting.tolist() == [1, 2]
    assert Pair(sets, one).contradicting.tolist() == [1, 2]
