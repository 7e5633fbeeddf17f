"""What several models count: better ones more, alike ones the same, and few rows say little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise.evaluation import fit_temperature
from gatewise.select.combine import combine
from gatewise.training.examples import Targets, class_numbers


def _noisy(targets: Targets, classes: int, noise: float, seed: int) -> NDArray[np.float32]:
    """Logits (N, C) that tell the truth, less clearly the more noise there is."""
    truth = targets if targets.ndim == 2 else targets[:, None] == np.arange(classes)
    rng = np.random.default_rng(seed)
    return (2.0 * truth + noise * rng.normal(size=truth.shape)).astype(np.float32)


def _targets(rows: int, classes: int, *, several: bool = False) -> Targets:
    rng = np.random.default_rng(7)
    if several:
        return rng.random((rows, classes)) < 0.4
    return rng.integers(0, classes, rows)


@pytest.mark.parametrize("several", [False, True])
def test_the_better_model_counts_more(several: bool) -> None:
    targets = _targets(2000, 4, several=several)
    found = combine([_noisy(targets, 4, 0.5, 1), _noisy(targets, 4, 2.5, 2)], targets)
    assert found.shares[0] > 0.6
    assert sum(found.shares) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 60), classes=st.integers(2, 6), models=st.integers(2, 4))
def test_equal_models_count_the_same(rows: int, classes: int, models: int) -> None:
    targets = _targets(rows, classes)
    logits = _noisy(targets, classes, 1.0, 3)
    found = combine([logits] * models, targets)
    np.testing.assert_allclose(found.shares, np.full(models, 1 / models), atol=1e-3)


def test_what_only_repeats_another_model_counts_little_after_many_rows() -> None:
    """It is right often, but adds nothing: which only many rows can tell."""
    many = _targets(4000, 3)
    good = _noisy(many, 3, 1.0, 1)
    worse = good + np.random.default_rng(2).normal(size=good.shape).astype(np.float32)
    few = combine([good[:20], worse[:20]], many[:20])
    every = combine([good, worse], many)
    assert few.shares[0] < every.shares[0]
    assert every.shares[1] < 0.1


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.05, 15))
def test_the_scale_of_a_model_says_nothing(scale: float) -> None:
    targets = _targets(2000, 3)
    one, other = _noisy(targets, 3, 1.0, 1), _noisy(targets, 3, 1.5, 2)
    found = combine([one, other], targets)
    scaled = combine([one * np.float32(scale), other], targets)
    np.testing.assert_allclose(found.shares, scaled.shares, atol=0.06)


def test_the_sum_needs_no_temperature_of_its_own() -> None:
    targets = _targets(3000, 4)
    pair = [_noisy(targets, 4, 1.0, 1), _noisy(targets, 4, 1.2, 2)]
    found = combine(pair, targets)
    together = sum(factor * logits for factor, logits in zip(found.factors, pair, strict=True))
    assert fit_temperature(np.asarray(together), class_numbers(targets)) == pytest.approx(
        1, abs=0.1
    )


def test_together_they_err_less() -> None:
    targets = _targets(3000, 4)
    pair = [_noisy(targets, 4, 1.2, 1), _noisy(targets, 4, 1.2, 2)]
    found = combine(pair, targets)
    together = np.asarray(sum(f * logits for f, logits in zip(found.factors, pair, strict=True)))
    right = [(logits.argmax(axis=1) == targets).mean() for logits in (*pair, together)]
    assert right[2] > max(right[:2]) + 0.02
