"""Splitting: each row once, equal texts on one side, every class trained on, shares kept."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.split import (
    fold_case_and_space,
    overlap,
    sorted_by_label,
    split,
    split_for_training,
)
from gatewise.errors import ConfigError

_ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "A ", "b", "c", "d", "e", "f"]), st.sampled_from("xyz")),
    max_size=60,
)
_SHARES = st.sampled_from(
    [
        {"train": 0.8, "test": 0.2},
        {"train": 0.7, "select": 0.1, "calibrate": 0.1, "test": 0.1},
        {"train": 1.0},
        {"train": 0.25, "test": 0.75},
        {"train": 0.0, "test": 1.0},
    ]
)


@given(_ROWS, _SHARES, st.integers(0, 2**32))
def test_every_row_once_and_groups_whole(
    rows: list[tuple[str, str]], shares: dict[str, float], seed: int
) -> None:
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    parts = split(texts, labels, shares=shares, seed=seed)
    assert list(parts) == list(shares)
    together = np.concatenate(list(parts.values()))
    assert sorted(together.tolist()) == list(range(len(rows)))
    sides: dict[str, set[str]] = {}
    for name, indices in parts.items():
        assert indices.dtype == np.int64
        assert indices.tolist() == sorted(indices.tolist())
        for index in indices.tolist():
            sides.setdefault(fold_case_and_space(texts[index]), set()).add(name)
    assert all(len(names) == 1 for names in sides.values())
    assert {labels[index] for index in parts["train"].tolist()} == set(labels)


@given(st.integers(0, 2**32))
def test_the_seed_decides(seed: int) -> None:
    texts, labels = [str(i) for i in range(200)], ["xy"[i % 2] for i in range(200)]
    shares = {"train": 0.8, "test": 0.2}
    once, again, other = (
        split(texts, labels, shares=shares, seed=s)["test"].tolist() for s in (seed, seed, seed + 1)
    )
    assert once == again
    assert once != other


@given(st.lists(st.sampled_from("aaaaabbbcd"), min_size=1, max_size=300), _SHARES)
def test_shares_are_kept_within_rows(labels: list[str], shares: dict[str, float]) -> None:
    texts = [str(i) for i in range(len(labels))]
    parts = split(texts, labels, shares=shares, seed=0)
    counts = Counter(labels)
    # Each class owes training one row; beyond that no part is off by more than a row a part.
    slack = len(shares) + (len(counts) if shares["train"] < 0.5 else 1)
    for name, share in shares.items():
        assert abs(len(parts[name]) - share * len(labels)) <= slack
        for label, count in counts.items():
            got = sum(labels[index] == label for index in parts[name].tolist())
            assert abs(got - share * count) <= slack


def test_many_small_classes_still_fill_each_part() -> None:
    labels = [str(i % 77) for i in range(77 * 3)]
    texts = [str(i) for i in range(len(labels))]
    parts = split(texts, labels, shares={"train": 0.8, "select": 0.1, "test": 0.1}, seed=0)
    assert [len(part) for part in parts.values()] == pytest.approx([184.8, 23.1, 23.1], abs=1)


def test_single_rows_and_repeats_are_told() -> None:
    texts = [*map(str, range(50)), "Same  text", "same text", "ＳＡＭＥ text"]
    labels = [*["a", "b"] * 25, "a", "a", "rare"]
    result = split_for_training(
        texts, labels, shares={"train": 0.6, "select": 0.2, "test": 0.2}, seed=1
    )
    assert {50, 51, 52} <= set(result.train.tolist())
    assert result.repeats_kept_together == 2
    assert len(result.calibrate) == 0
    assert "2 rows repeat" in result.notes[0]


def test_file_order_is_the_cut_of_the_article() -> None:
    labels = ["a"] * 5 + ["b"] * 5
    texts = [*"qrstuvwx", "q", "R"]
    result = split_for_training(
        texts, labels, shares={"train": 0.8, "test": 0.2}, seed=0, shuffle=False
    )
    assert result.train.tolist() == list(range(8))
    assert result.test.tolist() == [8, 9]
    assert "sorted by label" in result.notes[0]
    assert "2 rows outside training repeat" in result.notes[1]


def test_too_few_rows_are_told() -> None:
    shares = {"train": 0.9, "test": 0.1}
    result = split_for_training(["a", "b"], ["x", "y"], shares=shares, seed=0)
    assert result.notes == ("Too few rows for the part test.",)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("aabb", True),
        ("bba", True),
        ("aab", True),
        ("abab", False),
        ("ab", False),
        ("aa", False),
        ("", False),
    ],
)
def test_sorted_by_label(labels: str, expected: bool) -> None:
    assert sorted_by_label(labels) is expected


@pytest.mark.parametrize(
    "shares", [{}, {"train": 0.8}, {"train": 1.2, "test": -0.2}, {"train": 0.8, "test": 0.3}]
)
def test_impossible_shares(shares: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="add up to"):
        split(["a"], ["x"], shares=shares, seed=0)


@pytest.mark.parametrize("shares", [{"test": 1.0}, {"train": 0.5, "tset": 0.5}])
def test_unknown_parts(shares: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="train first"):
        split_for_training(["a"], ["x"], shares=shares, seed=0)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (" A  b\tc\n", "a b c"),
        ("ＡＢＣ　１２", "abc 12"),
        ("Straße", "strasse"),
        ("ﬁlm", "film"),
        ("你好　世界", "你好 世界"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold_case_and_space(text) == folded


def test_overlap() -> None:
    assert overlap(["One", "two"], ["ONE ", "three", "two"]).tolist() == [True, False, True]
    assert overlap([], ["a"]).tolist() == [False]
    assert overlap(["a"], []).dtype == np.bool_
