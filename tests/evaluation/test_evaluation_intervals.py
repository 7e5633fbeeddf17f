from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatewise.evaluation import Score, wilson
from gatewise.evaluation.intervals import normal_quantile, wilson_limits


@given(
    n=st.integers(1, 100_000), share=st.floats(0, 1), confidence=st.sampled_from([0.8, 0.95, 0.99])
)
def test_wilson_is_scipys(n: int, share: float, confidence: float) -> None:
    successes = round(share * n)
    score = wilson(successes, n, confidence=confidence)
    expected = stats.binomtest(successes, n).proportion_ci(confidence, method="wilson")
    assert score.value == successes / n
    assert score.low == pytest.approx(expected.low, abs=1e-12)
    assert score.high == pytest.approx(expected.high, abs=1e-12)
    assert 0 <= score.low <= score.value <= score.high <= 1


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == Score(0.0, 0.0, 1.0)


def test_all_right_is_no_proof_of_perfection() -> None:
    score = wilson(20, 20)
    assert score.value == score.high == 1
    assert score.low == pytest.approx(0.839, abs=1e-3)


def test_limits_work_element_by_element() -> None:
    low, high = wilson_limits(np.array([0.5, 1.0]), np.array([10.0, 4.0]))
    assert low.tolist() == pytest.approx([wilson(5, 10).low, wilson(4, 4).low])
    assert high.tolist() == pytest.approx([wilson(5, 10).high, wilson(4, 4).high])


def test_normal_quantile() -> None:
    assert normal_quantile(0.95) == pytest.approx(stats.norm.ppf(0.975))


def test_json_of_a_score() -> None:
    assert Score(0.5, 0.25, 0.75).to_json() == {"value": 0.5, "low": 0.25, "high": 0.75}
