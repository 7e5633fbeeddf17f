"""Splitting label sets: rows once, groups whole, every label trained on, shares kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.labels import LabelSet, as_label_set
from gatewise.data.same_text import fold_case_and_space
from gatewise.data.split import split, split_for_training

_SETS = st.sets(st.sampled_from("wxyz")).map(as_label_set)
_ROWS = st.lists(st.tuples(st.sampled_from(["a", "A ", "b", "c", "d", "e"]), _SETS), max_size=60)
_SHARES = st.sampled_from(
    [
        {"train": 0.8, "test": 0.2},
        {"train": 0.7, "select": 0.1, "calibrate": 0.1, "test": 0.1},
        {"train": 1.0},
        {"train": 0.0, "test": 1.0},
    ]
)


def _count(labels: Iterable[LabelSet]) -> Counter[str]:
    """Rows of each label; those without one are counted under an empty name."""
    return Counter(name for names in labels for name in names or ("",))


@given(_ROWS, _SHARES, st.integers(0, 2**32))
def test_every_row_once_groups_whole_and_training_complete(
    rows: list[tuple[str, LabelSet]], shares: dict[str, float], seed: int
) -> None:
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    parts = split(texts, labels, shares=shares, seed=seed)
    assert list(parts) == list(shares)
    assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(len(rows)))
    sides: dict[str, set[str]] = {}
    for name, indices in parts.items():
        assert indices.dtype == np.int64
        assert indices.tolist() == sorted(indices.tolist())
        for index in indices.tolist():
            sides.setdefault(fold_case_and_space(texts[index]), set()).add(name)
    assert all(len(names) == 1 for names in sides.values())
    trained = {name for index in parts["train"].tolist() for name in labels[index]}
    assert trained == {name for names in labels for name in names}


@given(st.lists(_SETS, min_size=1, max_size=200), st.integers(0, 2**32))
def test_shares_of_each_label_are_kept_within_rows(labels: list[LabelSet], seed: int) -> None:
    texts = [str(index) for index in range(len(labels))]
    shares = {"train": 0.8, "select": 0.1, "test": 0.1}
    parts = split(texts, labels, shares=shares, seed=seed)
    counts = _count(labels)
    # A row moved for the sake of one label moves its other labels too: a row a label at worst.
    slack = 1 + len(counts)
    for name, share in shares.items():
        assert abs(len(parts[name]) - share * len(labels)) <= slack
        got = _count(labels[index] for index in parts[name].tolist())
        assert all(abs(got[label] - share * count) <= slack for label, count in counts.items())


def test_many_rows_with_related_labels_keep_each_share() -> None:
    rng = np.random.default_rng(0)
    rates = np.geomspace(0.002, 0.4, 30)
    drawn = rng.random((2000, 30)) < rates
    labels = [tuple(f"l{column:02}" for column in np.flatnonzero(row)) for row in drawn]
    texts = [str(index) for index in range(len(labels))]
    shares = {"train": 0.8, "select": 0.1, "test": 0.1}
    counts = _count(labels)
    assert counts[""] > 20
    for name, rows in split(texts, labels, shares=shares, seed=0).items():
        got = _count(labels[index] for index in rows.tolist())
        assert len(rows) == pytest.approx(shares[name] * 2000, abs=4)
        for label, count in counts.items():
            assert got[label] == pytest.approx(shares[name] * count, abs=2)


def test_many_small_labels_still_fill_each_part() -> None:
    labels = [(str(i % 77),) for i in range(77 * 3)]
    texts = [str(i) for i in range(len(labels))]
    parts = split(texts, labels, shares={"train": 0.8, "select": 0.1, "test": 0.1}, seed=0)
    assert [len(part) for part in parts.values()] == pytest.approx([184.8, 23.1, 23.1], abs=1)


def test_the_seed_decides() -> None:
    texts, labels = [str(i) for i in range(200)], [("x",), ("x", "y"), ()] * 66 + [("y",)] * 2
    shares = {"train": 0.8, "test": 0.2}
    once, again, other = (
        split(texts, labels, shares=shares, seed=seed)["test"].tolist() for seed in (3, 3, 4)
    )
    assert once == again
    assert once != other


def test_file_order_and_repeats_are_told_as_for_single_labels() -> None:
    labels = [("a",)] * 5 + [("a", "b")] * 5
    shares = {"train": 0.8, "test": 0.2}
    cut = split_for_training([*"qrstuvwxqR"], labels, shares=shares, seed=0, shuffle=False)
    assert cut.test.tolist() == [8, 9]
    assert "sorted by label" in cut.notes[0]
    whole = split_for_training([*"qrstuvwxqR"], labels, shares=shares, seed=0)
    assert whole.repeats_kept_together == 2
