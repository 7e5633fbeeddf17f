from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatewise.evaluation.binomial import pmf, upper_tail


@given(n=st.integers(0, 3_000), share=st.floats(0, 1), p=st.floats(0.001, 0.999))
def test_tail_and_mass_are_scipys(n: int, share: float, p: float) -> None:
    k = round(share * n)
    assert upper_tail(k, n, p) == pytest.approx(stats.binom.sf(k - 1, n, p), rel=1e-8, abs=1e-300)
    assert pmf(k, n, p) == pytest.approx(stats.binom.pmf(k, n, p), rel=1e-8, abs=1e-300)


def test_a_million_trials() -> None:
    for k in (499_000, 500_000, 501_500):
        expected = stats.binom.sf(k - 1, 1_000_000, 0.5)
        assert upper_tail(k, 1_000_000, 0.5) == pytest.approx(expected, rel=1e-6)


def test_beyond_the_ends() -> None:
    assert upper_tail(0, 10, 0.3) == 1
    assert upper_tail(-1, 10, 0.3) == 1
    assert upper_tail(11, 10, 0.3) == 0
