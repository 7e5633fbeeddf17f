"""Folds: each row in one, groups whole, none empty, every fold its share of each label."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gatewise.data.labels import LabelSet, as_label_set
from gatewise.data.same_text import fold_case_and_space
from gatewise.data.split import folds
from gatewise.errors import ConfigError

_TEXTS = st.sampled_from(["a", "A ", "b", "c", "d", "e", "f", "g"])
_NAMES = st.lists(st.tuples(_TEXTS, st.sampled_from("xyz")), max_size=60)
_SETS = st.lists(st.tuples(_TEXTS, st.sets(st.sampled_from("xyz")).map(as_label_set)), max_size=60)


@given(_NAMES | _SETS, st.integers(2, 7), st.integers(0, 2**32))
def test_every_row_once_groups_whole_none_empty(
    rows: list[tuple[str, str]] | list[tuple[str, LabelSet]], count: int, seed: int
) -> None:
    texts = [text for text, _ in rows]
    labels = [label for _, label in rows]
    assume(len({fold_case_and_space(text) for text in texts}) >= count)
    cut = folds(texts, labels, count=count, seed=seed)
    assert len(cut) == count
    assert all(len(rows) and rows.dtype == np.int64 for rows in cut)
    assert sorted(np.concatenate(cut).tolist()) == list(range(len(rows)))
    fold_of = {index: fold for fold, rows in enumerate(cut) for index in rows.tolist()}
    sides: dict[str, set[int]] = {}
    for index, text in enumerate(texts):
        sides.setdefault(fold_case_and_space(text), set()).add(fold_of[index])
    assert all(len(numbers) == 1 for numbers in sides.values())
    again = folds(texts, labels, count=count, seed=seed)
    assert [rows.tolist() for rows in cut] == [rows.tolist() for rows in again]


@given(st.lists(st.sampled_from("aaaaabbbcd"), min_size=10, max_size=200), st.integers(2, 10))
def test_each_fold_has_its_share_within_rows(labels: list[str], count: int) -> None:
    texts = [str(index) for index in range(len(labels))]
    for rows in folds(texts, labels, count=count, seed=0):
        assert abs(len(rows) - len(labels) / count) < 1
        got = Counter(labels[index] for index in rows.tolist())
        for label, total in Counter(labels).items():
            assert abs(got[label] - total / count) < 2


@pytest.mark.parametrize("count", [-1, 0, 1, 4])
def test_impossible_numbers_of_folds(count: int) -> None:
    with pytest.raises(ConfigError, match=f"^{count} folds; expected from 2 to 3"):
        folds(["a", "A", "b", "c"], ["x", "x", "y", "y"], count=count, seed=0)


def test_no_rows_have_no_folds() -> None:
    with pytest.raises(ConfigError, match="from 2 to 0"):
        folds([], [], count=2, seed=0)
