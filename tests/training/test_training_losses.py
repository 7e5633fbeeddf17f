"""The losses against plain NumPy, and what epochs are judged by."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from gatewise.config import TrainingConfig
from gatewise.training.losses import MultiClass, MultiLabel, loss_for

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(8, 3)).astype(np.float32)
CLASSES = RNG.integers(0, 3, 8)
LOG_CHANCES = LOGITS - np.log(np.exp(LOGITS).sum(axis=1, keepdims=True))
LABELS = RNG.random((8, 3)) < 0.4


def _given(weights: np.ndarray | None) -> torch.Tensor | None:
    return None if weights is None else torch.from_numpy(weights)


WEIGHTS = [None, RNG.random(8).astype(np.float32)]


@pytest.mark.parametrize("weights", WEIGHTS)
def test_cross_entropy(weights: np.ndarray | None) -> None:
    loss = MultiClass(0.1)(torch.from_numpy(LOGITS), torch.from_numpy(CLASSES), _given(weights))
    truth = np.eye(3)[CLASSES] * 0.9 + 0.1 / 3
    rows = -(truth * LOG_CHANCES).sum(axis=1)
    assert loss.item() == pytest.approx(float((rows * (1 if weights is None else weights)).mean()))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("positive", [None, np.array([1, 2, 3], np.float32)])
def test_binary_cross_entropy_is_summed_over_labels(
    weights: np.ndarray | None, positive: np.ndarray | None
) -> None:
    loss = MultiLabel(positive)
    value = loss(torch.from_numpy(LOGITS), torch.from_numpy(LABELS), _given(weights)).item()
    chance = 1 / (1 + np.exp(-LOGITS))
    counts = np.ones(3) if positive is None else positive
    each = -np.where(LABELS, counts * np.log(chance), np.log(1 - chance))
    rows = each.sum(axis=1) * (1 if weights is None else weights)
    assert value == pytest.approx(float(rows.mean()), rel=1e-5)


def test_a_measure_of_classes() -> None:
    plain = MultiClass(0.1).measure(LOGITS, CLASSES, None)
    wrong = LOGITS.argmax(axis=1) != CLASSES
    assert plain.accuracy == pytest.approx(1 - wrong.mean())
    np.testing.assert_array_equal(plain.costs, wrong)
    weights = np.where(wrong, 0, 8 / (~wrong).sum()).astype(np.float32)
    assert MultiClass(0.1).measure(LOGITS, CLASSES, weights).accuracy == 1


@settings(deadline=None)
@given(
    seed=st.integers(0, 1000),
    digits=st.integers(0, 3),  # few digits: many equal logits
)
def test_no_threshold_has_a_better_micro_f1(seed: int, digits: int) -> None:
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(12, 4)).round(digits).astype(np.float32)
    labels = rng.random((12, 4)) < 0.3
    labels[0, 0] = True
    measured = MultiLabel().measure(logits, labels, None)
    every = [
        (f1_score(labels, logits >= t, average="micro", zero_division=0), t)
        for t in np.unique(logits)
    ]
    assert measured.micro_f1 == pytest.approx(max(every)[0])
    assert measured.accuracy is None
    possible = [((logits >= t) != labels).sum() for f1, t in every if f1 > max(every)[0] - 1e-9]
    assert measured.costs.sum() in possible


def test_the_targets_tell_the_loss() -> None:
    config = TrainingConfig(class_weight="balanced", label_smoothing=0.2)
    assert loss_for(CLASSES, config) == MultiClass(0.2)
    labels = loss_for(LABELS, config)
    assert isinstance(labels, MultiLabel)
    assert labels.positive is not None
