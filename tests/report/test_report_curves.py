from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gatewise.report.curves import risk_coverage

ROWS = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=300)


@given(ROWS)
def test_points_are_what_thresholds_do(rows: list[tuple[int, bool]]) -> None:
    confidence = np.asarray([row[0] / 20 for row in rows])
    correct = np.asarray([row[1] for row in rows])
    curve = risk_coverage(confidence, correct)
    for place, threshold in enumerate(curve.threshold):
        answered = confidence >= threshold
        assert curve.coverage[place] == answered.mean()
        assert curve.risk[place] == np.mean(~correct[answered])
        assert curve.low[place] <= curve.risk[place] <= curve.high[place]
    assert curve.coverage[-1] == 1
    assert (np.diff(curve.coverage) > 0).all()


@given(ROWS)
def test_order_of_rows_changes_nothing(rows: list[tuple[int, bool]]) -> None:
    confidence = np.asarray([row[0] / 20 for row in rows], dtype=np.float32)
    correct = np.asarray([row[1] for row in rows])
    forward = risk_coverage(confidence, correct)
    backward = risk_coverage(confidence[::-1], correct[::-1])
    np.testing.assert_array_equal(forward.risk, backward.risk)
    np.testing.assert_array_equal(forward.coverage, backward.coverage)


def test_many_rows_give_few_points() -> None:
    rng = np.random.default_rng(0)
    curve = risk_coverage(rng.random(100_000), rng.random(100_000) < 0.9)
    assert 150 < len(curve.coverage) <= 200
    assert abs(curve.coverage[curve.at(0.5)] - 0.5) < 0.01


def test_one_row_gives_one_point() -> None:
    curve = risk_coverage(np.asarray([0.7]), np.asarray([False]))
    assert curve.coverage.tolist() == [1.0]
    assert curve.risk.tolist() == [1.0]
    assert curve.at(0.1) == 0
