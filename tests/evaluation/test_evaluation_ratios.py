from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.evaluation import compare, wilson
from gatewise.evaluation.indicators import RowCounts, count_sets
from gatewise.evaluation.multilabel_comparison import compare_micro_f1
from gatewise.evaluation.ratios import micro_f1, ratio

answers = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def one_label_a_row(right: list[bool]) -> RowCounts:
    ones = np.ones(len(right), dtype=np.int64)
    return RowCounts(np.array(right, dtype=np.int64), ones, ones)


@settings(deadline=None)
@given(answers)
def test_with_one_label_a_row_it_is_accuracy(pairs: list[tuple[bool, bool]]) -> None:
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    score, expected = micro_f1(one_label_a_row(first)), wilson(sum(first), len(first))
    assert score.to_json() == pytest.approx(expected.to_json())
    paired = compare_micro_f1(one_label_a_row(first), one_label_a_row(second))
    plain = compare(np.array(first), np.array(second))
    assert paired.difference.to_json() == pytest.approx(plain.difference.to_json(), abs=1e-9)


def test_rows_and_not_labels_are_counted() -> None:
    right = np.array([4] * 20)
    assert ratio(right, right).low == pytest.approx(wilson(20, 20).low)
    # Half of the rows all wrong: as uncertain as half of 20 rows.
    parts = np.array([4] * 10 + [0] * 10)
    assert ratio(parts, right).low == pytest.approx(wilson(10, 20).low)


def test_rows_without_labels_change_nothing() -> None:
    parts, sizes = np.array([1, 3, 0]), np.array([2, 4, 1])
    more = np.append(parts, [0] * 50), np.append(sizes, [0] * 50)
    assert ratio(*more) == ratio(parts, sizes)
    nothing = ratio(np.zeros(3), np.zeros(3))
    assert (nothing.value, nothing.low, nothing.high) == (0, 0, 1)


def test_the_interval_holds_the_truth() -> None:
    """Labels of a row are right together, so intervals over labels would be far too narrow."""
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(300):
        sizes = rng.integers(1, 8, size=80)
        parts = rng.binomial(sizes, rng.beta(2, 1, size=80))
        score = ratio(parts, sizes)
        held += score.low <= 2 / 3 <= score.high
    assert 0.92 <= held / 300 <= 0.98


def test_a_paired_comparison_sees_small_gains() -> None:
    rng = np.random.default_rng(0)
    actual = rng.integers(1, 5, size=400)
    hits = rng.binomial(actual, 0.7)
    better = np.minimum(hits + (rng.random(400) < 0.05), actual)
    one, other = RowCounts(better, actual, actual), RowCounts(hits, actual, actual)
    paired = compare_micro_f1(one, other)
    assert paired.difference.value == pytest.approx(micro_f1(one).value - micro_f1(other).value)
    assert 0 < paired.difference.low < paired.difference.value < paired.difference.high
    assert paired.p_value < 0.01
    turned = compare_micro_f1(other, one)
    assert turned.difference.value == -paired.difference.value
    assert compare_micro_f1(one, other) == paired, "the same every time"


def test_equal_answers_do_not_differ() -> None:
    rows = count_sets([("a", "b"), (), ("c",)] * 10, [("a",), ("b",), ("c",)] * 10)
    paired = compare_micro_f1(rows, rows)
    assert paired.p_value == 1
    assert paired.difference.low < paired.difference.value == 0 < paired.difference.high
    nothing = count_sets([()], [()])
    assert compare_micro_f1(nothing, nothing).p_value == 1


def test_the_test_keeps_its_level() -> None:
    rng = np.random.default_rng(0)
    p_values = []
    for _ in range(200):
        actual = rng.integers(0, 4, size=60)
        both = [RowCounts(rng.binomial(actual, 0.6), actual, rng.integers(4, 6, 60)) for _ in "ab"]
        p_values.append(compare_micro_f1(*both).p_value)
    assert np.mean(np.array(p_values) < 0.05) <= 0.08
    assert 0.4 <= np.mean(p_values) <= 0.6


def test_sets_count_a_label_once() -> None:
    rows = count_sets([("a", "a", "b")], [("b", "b")])
    assert (rows.hits.tolist(), rows.actual.tolist(), rows.given.tolist()) == ([1], [2], [1])
    assert not rows.exact.any()
