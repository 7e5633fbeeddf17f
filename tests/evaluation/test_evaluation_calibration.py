from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special

from gatewise.errors import InputError
from gatewise.evaluation import (
    expected_calibration_error,
    fit_temperature,
    log_loss,
    log_softmax,
    reliability,
    softmax,
)

seeds = st.integers(0, 2**32 - 1)


def draw(
    rng: np.random.Generator, rows: int, temperature: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Logits too large by `temperature`, and targets drawn from the probabilities meant."""
    meant = rng.normal(scale=2, size=(rows, 4))
    targets = (softmax(meant).cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)
    return meant * temperature, targets


@given(seed=seeds, rows=st.integers(1, 5), classes=st.integers(1, 6), scale=st.floats(0, 1e4))
def test_softmax_is_scipys(seed: int, rows: int, classes: int, scale: float) -> None:
    logits = np.random.default_rng(seed).normal(size=(rows, classes)) * scale
    assert np.allclose(softmax(logits), special.softmax(logits, axis=1))
    assert np.allclose(log_softmax(logits), special.log_softmax(logits, axis=1))


def test_softmax_keeps_the_float_type() -> None:
    logits = np.ones((2, 3), dtype=np.float32)
    assert softmax(logits).dtype == log_softmax(logits).dtype == np.float32


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5, 8.0])
def test_a_known_temperature_is_recovered(temperature: float) -> None:
    logits, targets = draw(np.random.default_rng(1), 20_000, temperature)
    assert fit_temperature(logits, targets) == pytest.approx(temperature, rel=0.05)


@given(seed=seeds, rows=st.integers(1, 40), scale=st.floats(0.01, 100))
def test_no_other_temperature_fits_better_than_the_prior_allows(
    seed: int, rows: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(rows, 3)) * scale
    targets = rng.integers(3, size=rows)
    found = fit_temperature(logits, targets)

    def cost(temperature: float) -> float:
        picked = log_softmax(logits / temperature)[np.arange(rows), targets]
        return float(-picked.sum() + 2 * (1 / temperature + np.log(temperature)))

    assert 1 / 20 <= found <= 20
    for other in np.geomspace(1 / 20, 20, 41):
        assert cost(found) <= cost(float(other)) + 1e-6 * max(1, cost(found))


@given(seed=seeds, rows=st.integers(1, 30))
def test_accuracy_is_unchanged(seed: int, rows: int) -> None:
    logits, targets = draw(np.random.default_rng(seed), rows, 3)
    scaled = softmax(logits / fit_temperature(logits, targets))
    assert (scaled.argmax(axis=1) == logits.argmax(axis=1)).all()


def test_new_rows_are_told_better_probabilities() -> None:
    rng = np.random.default_rng(2)
    temperature = fit_temperature(*draw(rng, 300, 4))
    logits, targets = draw(rng, 2_000, 4)
    assert log_loss(softmax(logits / temperature), targets) < 0.7 * log_loss(
        softmax(logits), targets
    )


def test_few_rows_stay_near_one() -> None:
    right = np.array([[3.0, 0.0], [0.0, 3.0]])
    assert 0.5 < fit_temperature(right, np.array([0, 1])) < 1
    assert 1 < fit_temperature(right[:1], np.array([1])) < 3
    assert fit_temperature(np.zeros((0, 2)), np.zeros(0, dtype=np.int64)) == 1


def test_the_order_of_rows_and_a_shift_of_logits_do_not_matter() -> None:
    logits, targets = draw(np.random.default_rng(3), 100, 2)
    found = fit_temperature(logits, targets)
    assert fit_temperature(logits[::-1] + 50, targets[::-1]) == pytest.approx(found)


def test_logits_that_are_not_finite_are_refused() -> None:
    with pytest.raises(InputError, match="not finite"):
        fit_temperature(np.array([[0.0, np.nan]]), np.array([0]))


def test_calibration_error_of_honest_and_of_boastful_probabilities() -> None:
    rng = np.random.default_rng(4)
    confidence = rng.uniform(0.6, 1, size=20_000)
    honest = rng.random(20_000) < confidence
    boastful = rng.random(20_000) < confidence - 0.1
    assert expected_calibration_error(confidence, honest) < 0.01
    assert expected_calibration_error(confidence, boastful) == pytest.approx(0.1, abs=0.01)


def test_calibration_error_of_few_honest_rows_is_less_than_the_plain_sum() -> None:
    rng = np.random.default_rng(5)
    ours, plain = [], []
    for _ in range(100):
        confidence = rng.uniform(0.6, 1, size=200)
        correct = rng.random(200) < confidence
        ours.append(expected_calibration_error(confidence, correct))
        table = reliability(confidence, correct)
        plain.append(sum(b.count * abs(b.confidence - b.accuracy.value) for b in table) / 200)
    assert np.mean(ours) < 0.7 * np.mean(plain)


@given(
    rows=st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.8, 0.99]), st.booleans()), max_size=200),
    bins=st.integers(1, 20),
    seed=seeds,
)
def test_bins_cover_every_row_and_ignore_the_order(
    rows: list[tuple[float, bool]], bins: int, seed: int
) -> None:
    confidence = np.array([row[0] for row in rows])
    correct = np.array([row[1] for row in rows], dtype=np.bool_)
    table = reliability(confidence, correct, bins=bins)
    assert sum(row.count for row in table) == len(rows)
    assert len(table) <= bins
    assert [row.confidence for row in table] == sorted(row.confidence for row in table)
    order = np.random.default_rng(seed).permutation(len(rows))
    shuffled = reliability(confidence[order], correct[order], bins=bins)
    assert [(b.count, b.accuracy) for b in shuffled] == [(b.count, b.accuracy) for b in table]
    assert 0 <= expected_calibration_error(confidence, correct, bins=bins) <= 1


def test_bins_are_of_equal_size_where_confidences_differ() -> None:
    table = reliability(np.linspace(0.3, 1, 1500), np.ones(1500, dtype=np.bool_))
    assert [row.count for row in table] == [100] * 15
