from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise.errors import InputError
from gatewise.evaluation import decide, find_label_thresholds

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def draws(
    rng: np.random.Generator, rows: int, prior: Floats, quality: float = 2.0
) -> tuple[Floats, Bools]:
    """Calibrated probabilities of labels with these priors, and the truth."""
    targets = rng.random((rows, len(prior))) < prior
    signal = rng.normal(size=targets.shape) + quality * targets
    logits = quality * signal - quality**2 / 2 + np.log(prior / (1 - prior))
    return 1 / (1 + np.exp(-logits)), targets


def f1(given: Bools, true: Bools) -> Floats:
    hits = (given & true).sum(axis=0)
    return np.asarray(2 * hits / np.maximum(given.sum(axis=0) + true.sum(axis=0), 1))


def test_a_label_is_given_where_it_reaches_its_threshold() -> None:
    probabilities = np.array([[0.5, 0.2], [0.49, 0.1], [0.1, 0.3]])
    given = decide(probabilities, np.array([0.5, 0.2]), at_least_one=False)
    assert given.tolist() == [[True, True], [False, False], [False, True]]


def test_a_row_without_a_label_gets_the_nearest_in_log_odds() -> None:
    probabilities = np.array([[0.8, 0.08], [0.0, 0.0], [0.95, 0.0]], dtype=np.float32)
    given = decide(probabilities, np.array([0.9, 0.1]), at_least_one=True)
    # 0.8 is nearer to 0.9 as a ratio, 0.08 nearer to 0.1 in log-odds.
    assert given.tolist() == [[False, True], [False, True], [True, False]]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 6))
def test_at_least_one_only_adds_to_rows_without(seed: int, rows: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    probabilities, thresholds = rng.random((rows, classes)), rng.random(classes)
    plain = decide(probabilities, thresholds, at_least_one=False)
    filled = decide(probabilities, thresholds, at_least_one=True)
    some = plain.any(axis=1)
    assert (filled[some] == plain[some]).all()
    assert (filled[~some].sum(axis=1) == 1).all()


def test_a_frequent_label_gets_its_own_threshold() -> None:
    # The second label's probabilities are a third of what they should be.
    rng = np.random.default_rng(0)
    probabilities, targets = draws(rng, 4000, np.array([0.3, 0.3]))
    probabilities[:, 1] /= 3
    first, second = find_label_thresholds(probabilities, targets)
    assert second == pytest.approx(first / 3, rel=0.3)


def test_a_rare_label_takes_the_common_threshold() -> None:
    rng = np.random.default_rng(0)
    probabilities, targets = draws(rng, 2000, np.array([0.3, 0.3, 0.3]))
    none = np.zeros((len(targets), 1))
    thresholds = find_label_thresholds(
        np.hstack((probabilities, none)), np.hstack((targets, none > 0))
    )
    pooled = find_label_thresholds(probabilities.reshape(-1, 1), targets.reshape(-1, 1))
    assert thresholds[3] == pytest.approx(pooled[0], rel=0.01)


def test_it_beats_one_half_and_the_labels_own_best() -> None:
    rng = np.random.default_rng(0)
    prior = np.geomspace(0.004, 0.2, 20)
    gains = []
    for _ in range(12):
        probabilities, targets = draws(rng, 300, prior)
        new, truth = draws(rng, 4000, prior)
        tuned = f1(
            decide(new, find_label_thresholds(probabilities, targets), at_least_one=False), truth
        )
        half = f1(new >= 0.5, truth)
        own = f1(new >= own_best(probabilities, targets), truth)
        rare = targets.sum(axis=0) < 10
        gains.append((tuned.mean() - half.mean(), (tuned - own)[rare].mean()))
    over_half, over_own = np.mean(gains, axis=0)
    assert over_half > 0.02
    assert over_own > 0.01


def own_best(probabilities: Floats, targets: Bools) -> Floats:
    """Each label's best threshold on its own rows alone."""
    grid = np.linspace(0.01, 0.99, 99)
    scores = np.array([f1(probabilities >= threshold, targets) for threshold in grid])
    return np.asarray(grid[scores.argmax(axis=0)])


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 30), st.integers(1, 6))
def test_thresholds_lie_between_0_and_1(seed: int, rows: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    probabilities = rng.random((rows, classes)).astype(np.float32)
    targets = rng.random((rows, classes)) < 0.2
    thresholds = find_label_thresholds(probabilities, targets)
    assert thresholds.shape == (classes,)
    assert ((thresholds > 0) & (thresholds < 1)).all()
    order = rng.permutation(rows)
    assert (find_label_thresholds(probabilities[order], targets[order]) == thresholds).all()


def test_without_positive_rows_it_is_one_half() -> None:
    assert find_label_thresholds(np.full((3, 2), 0.1), np.zeros((3, 2), bool)).tolist() == [0.5] * 2


def test_what_is_not_a_number_is_refused() -> None:
    with pytest.raises(InputError, match="not a number"):
        find_label_thresholds(np.array([[np.nan]]), np.array([[True]]))
