from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from gatewise.evaluation import compare
from gatewise.evaluation.comparison import mcnemar


def table(both: int, first: int, second: int, neither: int) -> tuple[NDArray[np.bool_], ...]:
    counts = [both, first, second, neither]
    return (
        np.repeat([True, True, False, False], counts),
        np.repeat([True, False, True, False], counts),
    )


def test_the_textbook_case() -> None:
    """Airway hyper-responsiveness before and after a transplant (Bentur et al. 2009): 1, 1, 7, 12.

    Fagerland, Lydersen & Laake 2013 and 2014 give the mid-p value and Newcombe's interval.
    """
    comparison = compare(*table(1, 1, 7, 12))
    assert comparison.p_value == pytest.approx(0.039, abs=5e-4)
    assert comparison.difference.value == pytest.approx(-6 / 21)
    assert comparison.difference.low == pytest.approx(-0.507, abs=5e-4)
    assert comparison.difference.high == pytest.approx(-0.026, abs=5e-4)


@given(first=st.integers(0, 500), second=st.integers(0, 500))
def test_mid_p_is_the_exact_p_less_half_of_what_was_seen(first: int, second: int) -> None:
    n, fewer = first + second, min(first, second)
    tail = stats.binom.cdf(fewer, n, 0.5) - stats.binom.pmf(fewer, n, 0.5) / 2
    assert mcnemar(first, second) == pytest.approx(min(1, 2 * tail), rel=1e-8, abs=1e-300)
    assert mcnemar(second, first) == mcnemar(first, second)


def test_mid_p_with_a_million_rows_between_them() -> None:
    expected = 2 * stats.norm.sf(2000 / 1_000_000**0.5)
    assert mcnemar(501_000, 499_000) == pytest.approx(expected, rel=1e-3)
    assert mcnemar(1_000_000, 0) == 0


@given(st.tuples(*[st.integers(0, 40)] * 4).filter(lambda counts: sum(counts) > 0))
def test_the_difference_lies_in_its_interval_and_turns_with_the_sides(
    counts: tuple[int, int, int, int],
) -> None:
    first, second = table(*counts)
    forward, backward = compare(first, second), compare(second, first)
    assert forward.difference.value == pytest.approx(first.mean() - second.mean())
    assert -1 <= forward.difference.low <= forward.difference.value
    assert forward.difference.value <= forward.difference.high <= 1
    assert backward.difference.low == pytest.approx(-forward.difference.high)
    assert backward.p_value == forward.p_value


def test_equal_answers_show_no_difference() -> None:
    same = np.array([True] * 90 + [False] * 10)
    comparison = compare(same, same)
    assert comparison.p_value == 1
    assert comparison.difference.value == 0
    assert comparison.difference.low < 0 < comparison.difference.high


def test_interval_and_test_hold_their_level() -> None:
    rng = np.random.default_rng(0)
    # both right, only the first, only the second, neither
    cells, truth = [0.75, 0.1, 0.06, 0.09], 0.04
    held, alarms, repeats = 0, 0, 400
    for counts in rng.multinomial(150, cells, size=repeats):
        difference = compare(*table(*counts)).difference
        held += difference.low <= truth <= difference.high
    for counts in rng.multinomial(150, [0.75, 0.08, 0.08, 0.09], size=repeats):
        alarms += compare(*table(*counts)).p_value < 0.05
    assert held >= 0.92 * repeats
    assert alarms <= 0.08 * repeats
