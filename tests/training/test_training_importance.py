"""What rows and labels count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_sample_weight

from gatewise.errors import InputError
from gatewise.training.importance import positive_weights, row_weights

TARGETS = np.array([0, 0, 0, 1, 1, 2])


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 100), min_size=6, max_size=6))
def test_row_weights_have_a_mean_of_one_and_keep_their_ratios(given: list[float]) -> None:
    weights = row_weights(TARGETS, 3, "none", np.asarray(given))
    if weights is None:
        np.testing.assert_allclose(given, given[0])
    else:
        assert weights.mean() == pytest.approx(1, rel=1e-5)
        np.testing.assert_allclose(weights / weights[0], np.asarray(given) / given[0], rtol=1e-4)


def test_balanced_is_the_formula_of_scikit_learn() -> None:
    weights = row_weights(TARGETS, 3, "balanced")
    assert weights is not None
    np.testing.assert_allclose(weights, compute_sample_weight("balanced", TARGETS), rtol=1e-6)


def test_balanced_classes_weigh_the_same_whatever_the_rows_weigh() -> None:
    weights = row_weights(TARGETS, 3, "balanced", np.array([1, 2, 3, 4, 5, 6.0]))
    assert weights is not None
    np.testing.assert_allclose(np.bincount(TARGETS, weights), [2, 2, 2], rtol=1e-6)


def test_weights_that_are_all_the_same_are_none() -> None:
    assert row_weights(TARGETS, 3, "none") is None
    assert row_weights(TARGETS, 3, "none", np.full(6, 7.0)) is None
    assert row_weights(np.array([0, 1]), 2, "balanced") is None


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_weight_that_cannot_be_is_refused_by_its_row(wrong: float) -> None:
    with pytest.raises(InputError, match="row 3"):
        row_weights(TARGETS, 3, "none", np.array([1, 1, wrong, 1, 1, 1]))


def test_weights_that_are_all_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="all rows"):
        row_weights(TARGETS, 3, "none", np.zeros(6))


def test_rare_labels_count_more_but_not_too_much() -> None:
    labels = np.zeros((1000, 4), np.bool_)
    labels[:500, 0] = labels[:1, 1] = labels[:200, 2] = True
    weights = positive_weights(labels, "balanced")
    assert weights is not None
    np.testing.assert_allclose(weights, [1, 10, 2, 10], rtol=1e-6)
    assert positive_weights(labels, "none") is None
    assert positive_weights(TARGETS, "balanced") is None
