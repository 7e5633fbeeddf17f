from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from gatewise.errors import ConfigError
from gatewise.evaluation import Rejection, find_threshold, measure_threshold, wilson

Rows = tuple[NDArray[np.float64], NDArray[np.bool_]]


def draw(rng: np.random.Generator, rows: int) -> Rows:
    """Calibrated answers: right with the probability that they state."""
    confidence = 1 - 0.5 * rng.random(rows) ** 2
    return confidence, rng.random(rows) < confidence


def test_a_threshold_that_can_be_held_is_found() -> None:
    confidence, correct = draw(np.random.default_rng(0), 5_000)
    found = find_threshold(confidence, correct, 0.95)
    assert found is not None
    assert found == measure_threshold(confidence, correct, found.threshold)
    assert found.precision.value >= 0.95
    # 1 - x**2 / 2 of uniform x: the mean above the threshold is 0.95 at a coverage of 0.55.
    assert 0.4 < found.coverage < 0.6


def test_more_precision_costs_coverage() -> None:
    confidence, correct = draw(np.random.default_rng(1), 20_000)
    found = [find_threshold(confidence, correct, precision) for precision in (0.9, 0.95, 0.98)]
    coverage = [rejection.coverage for rejection in found if rejection is not None]
    assert len(coverage) == 3
    assert coverage == sorted(coverage, reverse=True)


def test_every_row_is_answered_where_all_are_right() -> None:
    found = find_threshold(np.linspace(0.5, 1, 200), np.ones(200, dtype=np.bool_), 0.9)
    assert found is not None
    assert found.coverage == 1
    assert found.threshold == 0.5


@pytest.mark.parametrize(("precision", "needed"), [(0.9, 29), (0.95, 59), (0.99, 299)])
def test_too_few_rows_prove_nothing(precision: float, needed: int) -> None:
    right = np.ones(needed, dtype=np.bool_)
    confidence = np.full(needed, 0.9)
    assert find_threshold(confidence[1:], right[1:], precision) is None
    assert find_threshold(confidence, right, precision) is not None


@given(
    rows=st.lists(st.tuples(st.sampled_from([0.4, 0.6, 0.9, 0.99]), st.booleans()), max_size=120),
    precision=st.floats(0.05, 0.95),
)
def test_what_is_found_passes_the_exact_test(
    rows: list[tuple[float, bool]], precision: float
) -> None:
    confidence = np.array([row[0] for row in rows], dtype=np.float64)
    correct = np.array([row[1] for row in rows], dtype=np.bool_)
    found = find_threshold(confidence, correct, precision)
    if found is not None:
        accepted = confidence >= found.threshold
        right = int(correct[accepted].sum())
        assert stats.binom.sf(right - 1, accepted.sum(), precision) <= 0.05 + 1e-12
        assert found.precision == wilson(right, int(accepted.sum()))


def test_the_promise_is_kept_where_no_threshold_could_keep_it() -> None:
    """Every row is right with a chance just short of the wanted one: the hardest case."""
    rng = np.random.default_rng(2)
    repeats = 600
    broken = sum(
        find_threshold(rng.random(250), rng.random(250) < 0.899, 0.9) is not None
        for _ in range(repeats)
    )
    assert broken <= 0.05 * repeats + 3 * (0.05 * 0.95 * repeats) ** 0.5


@pytest.mark.slow
def test_the_promise_is_kept_where_precision_falls_with_confidence() -> None:
    rng = np.random.default_rng(3)
    repeats, broken = 3_000, 0
    for _ in range(repeats):
        found = find_threshold(*draw(rng, 600), 0.93)
        # Above t the chance, 1 - x**2 / 2 for x < r = sqrt(2 (1 - t)), has the mean 1 - r**2 / 6.
        if found is not None:
            broken += 1 - (2 * (1 - found.threshold)) / 6 < 0.93
    assert broken <= 0.05 * repeats


def test_the_order_of_rows_does_not_matter() -> None:
    confidence, correct = draw(np.random.default_rng(4), 1_000)
    confidence = confidence.round(2)
    forward = find_threshold(confidence, correct, 0.9)
    assert forward is not None
    assert find_threshold(confidence[::-1], correct[::-1], 0.9) == forward


def test_a_threshold_above_every_row_answers_nothing() -> None:
    measured = measure_threshold(np.array([0.6, 0.7]), np.array([True, False]), 0.8)
    assert measured == Rejection(0.8, wilson(0, 0), 0.0)


@pytest.mark.parametrize("value", [0.0, 1.0, 95.0, float("nan")])
def test_impossible_precisions_are_refused(value: float) -> None:
    with pytest.raises(ConfigError, match="above 0 and below 1"):
        find_threshold(np.array([0.9]), np.array([True]), value)
