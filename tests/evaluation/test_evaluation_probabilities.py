from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from gatewise.evaluation import Score, brier, log_loss, pr_auc, roc_auc
from gatewise.evaluation.probabilities import FLOOR, UNSEEN

seeds = st.integers(0, 2**32 - 1)


def answers(seed: int, rows: int, classes: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.ones(classes), size=rows) + 1e-4
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    return probabilities, rng.integers(classes, size=rows)


@given(seed=seeds, rows=st.integers(1, 50), classes=st.integers(2, 6))
def test_log_loss_and_brier_are_scikit_learns(seed: int, rows: int, classes: int) -> None:
    probabilities, targets = answers(seed, rows, classes)
    names = list(range(classes))
    expected = reference.log_loss(targets, probabilities, labels=names)
    assert log_loss(probabilities, targets) == pytest.approx(expected)
    expected = reference.brier_score_loss(targets, probabilities, labels=names)
    assert brier(probabilities, targets) == pytest.approx(expected)


def test_float32_gives_the_same_scores() -> None:
    probabilities, targets = answers(0, 200, 5)
    narrow = probabilities.astype(np.float32)
    assert log_loss(narrow, targets) == pytest.approx(log_loss(probabilities, targets), rel=1e-5)
    assert brier(narrow, targets) == pytest.approx(brier(probabilities, targets), rel=1e-5)


def test_an_unseen_label_costs_the_floor_and_a_missed_one() -> None:
    probabilities = np.array([[0.5, 0.25, 0.25]])
    unseen = np.array([UNSEEN])
    assert log_loss(probabilities, unseen) == pytest.approx(-math.log(FLOOR))
    assert brier(probabilities, unseen) == pytest.approx(0.375 + 1)


def test_a_probability_of_zero_costs_the_floor() -> None:
    assert log_loss(np.array([[1.0, 0.0]]), np.array([1])) == pytest.approx(-math.log(FLOOR))


@given(
    rows=st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=60).filter(
        lambda rows: len({positive for _, positive in rows}) == 2
    )
)
def test_roc_auc_is_scikit_learns_ties_included(rows: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in rows], dtype=np.float64)
    positive = np.array([truth for _, truth in rows])
    area = roc_auc(scores, positive)
    assert area is not None
    assert area.value == pytest.approx(reference.roc_auc_score(positive, scores))
    assert 0 <= area.low <= area.value <= area.high <= 1
    assert area.low < area.high
    mirrored = roc_auc(-scores, positive)
    assert mirrored is not None
    assert mirrored.value == pytest.approx(1 - area.value)
    assert mirrored.low == pytest.approx(1 - area.high)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=60))
def test_pr_auc_is_scikit_learns(rows: list[tuple[int, bool]]) -> None:
    scores = np.array([score / 8 for score, _ in rows])
    positive = np.array([truth for _, truth in rows])
    assume(positive.any() and not positive.all())
    area = pr_auc(scores, positive)
    assert area is not None
    assert area.value == pytest.approx(reference.average_precision_score(positive, scores))
    assert 0 <= area.low <= area.value <= area.high <= 1
    assert area.low < area.high


def test_pr_auc_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(0)

    def draw(rows: int) -> Score:
        positive = rng.random(rows) < 0.3
        area = pr_auc(rng.normal(size=rows) + 1.5 * positive, positive)
        assert area is not None
        return area

    truth = draw(1_000_000).value
    areas = [draw(150) for _ in range(200)]
    assert np.mean([area.low <= truth <= area.high for area in areas]) >= 0.9


def test_areas_need_both_classes() -> None:
    for area in (roc_auc, pr_auc):
        assert area(np.array([0.1, 0.9]), np.array([True, True])) is None


def test_roc_auc_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(0)
    truth = 0.5 * (1 + math.erf(1.5 / 2))  # two unit normals 1.5 apart
    positive = np.arange(80) < 30
    held = 0
    for _ in range(200):
        area = roc_auc(rng.normal(size=80) + 1.5 * positive, positive)
        assert area is not None
        held += area.low <= truth <= area.high
    assert held >= 0.9 * 200
