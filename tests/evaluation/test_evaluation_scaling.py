from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from gatewise.errors import InputError
from gatewise.evaluation import fit_sigmoid, sigmoid


def test_no_rows_change_nothing() -> None:
    assert fit_sigmoid(np.zeros((0, 3)), np.zeros((0, 3), bool)) == pytest.approx((1, 0))


@pytest.mark.parametrize(("scale", "shift"), [(0.4, 1.5), (1, 0), (3, -2)])
def test_it_finds_the_curve(scale: float, shift: float) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(5000, 4)) * 2 / scale
    targets = rng.random(logits.shape) < sigmoid(scale * logits + shift)
    assert fit_sigmoid(logits, targets) == pytest.approx((scale, shift), rel=0.06, abs=0.06)


def test_with_many_rows_it_is_logistic_regression() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(4000, 5)).astype(np.float32)
    targets = rng.random(logits.shape) < sigmoid(2 * logits - 1)
    plain = LogisticRegression(C=np.inf, tol=1e-8).fit(logits.reshape(-1, 1), targets.ravel())
    expected = (plain.coef_[0, 0], plain.intercept_[0])
    assert fit_sigmoid(logits, targets) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("size", [1e-3, 1.0, 50.0, 1e4])
@pytest.mark.parametrize("all_right", [True, False])
def test_few_rows_give_finite_numbers(size: float, all_right: bool) -> None:
    logits = size * np.array([[1.0, -1.0], [2.0, -3.0]])
    targets = (logits > 0) == all_right
    scale, shift = fit_sigmoid(logits, targets)
    assert 0 < scale < 100
    assert abs(shift) < 10


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 5))
def test_it_is_the_minimum(seed: int, rows: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(rows, classes)) * 10 ** rng.uniform(-1, 1.5)
    targets = rng.random((rows, classes)) < rng.random()

    def loss(scale: float, shift: float) -> float:
        signs = np.where(targets, -1, 1)
        summed = np.logaddexp(0, signs * (scale * logits + shift)).sum()
        return float(summed + 2 * (scale - np.log(scale) + shift**2 / 2))

    scale, shift = fit_sigmoid(logits, targets)
    for other in ((1.01 * scale, shift), (0.99 * scale, shift), (scale, shift + 0.01)):
        assert loss(scale, shift) <= loss(*other)
    assert loss(scale, shift) <= loss(scale, shift - 0.01)


def test_infinite_logits_are_refused() -> None:
    with pytest.raises(InputError, match="not finite"):
        fit_sigmoid(np.array([[np.inf]]), np.array([[True]]))
