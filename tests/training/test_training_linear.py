"""The linear model: labels, weights, and classes solved in groups or against some rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import random as random_sparse

from conftest import small_config, toy_rows
from gatewise.config import Config
from gatewise.training import linear, machines
from gatewise.training.examples import Targets
from gatewise.training.linear import fit_linear
from gatewise.training.opponents import opponents

TEXTS = toy_rows(120).texts
CLASSES = np.unique(np.asarray(toy_rows(120).labels), return_inverse=True)[1].astype(np.int64)


def _config(**training: str) -> Config:
    config = small_config("linear")
    return replace(
        config,
        text=replace(config.text, tokenizer="word"),
        training=replace(config.training, **training),  # type: ignore[arg-type]
    )


def _logits(targets: Targets, classes: int, config: Config | None = None) -> NDArray[np.float32]:
    return fit_linear(TEXTS, targets, classes, config or _config()).score(TEXTS).logits


def _labels() -> NDArray[np.bool_]:
    """Two labels that the words tell, one of every row and one of none."""
    every = np.ones(len(CLASSES), np.bool_)
    return np.stack((CLASSES == 0, CLASSES != 1, every, ~every), axis=1)


def test_each_label_is_learnt_on_its_own() -> None:
    np.testing.assert_array_equal(_logits(_labels(), 4) > 0, _labels())


def test_one_class_at_a_time_answers_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    together = _logits(CLASSES, 3)
    for size in (1, 2):
        monkeypatch.setattr(machines, "at_once", lambda _, size=size: size)
        np.testing.assert_allclose(_logits(CLASSES, 3), together, atol=0.05)


@pytest.mark.parametrize("labels", [False, True])
def test_many_classes_are_solved_against_some_rows(
    monkeypatch: pytest.MonkeyPatch, labels: bool
) -> None:
    monkeypatch.setattr(machines, "MANY", 2)
    monkeypatch.setattr("gatewise.training.opponents._EACH", 25)
    if labels:
        np.testing.assert_array_equal(_logits(_labels(), 4) > 0, _labels())
    else:
        np.testing.assert_array_equal(_logits(CLASSES, 3).argmax(axis=1), CLASSES)


def test_opponents_stand_for_all_rows() -> None:
    rng = np.random.default_rng(0)
    matrix = random_sparse(9000, 50, 0.1, format="csr", dtype=np.float32, rng=rng)
    having = rng.random((9000, 2)) < [0.01, 0.9]
    (few, counts), (most, _) = opponents(matrix, having, rng)
    assert len(few) == having[:, 0].sum() + 4000
    assert having[few, 0].sum() == having[:, 0].sum()
    assert counts.sum() == pytest.approx(9000)
    assert len(np.unique(few)) == len(few)
    assert len(most) == 9000


def test_n_grams_are_left_out_for_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "MOST_WEIGHTS", 3 * 2 * 20)
    told: list[str] = []
    model = fit_linear(TEXTS, CLASSES, 3, _config(), tell=told.append)
    assert model.weight.size <= 3 * 2 * 20
    assert "20 most frequent" in told[0]


def test_only_ratios_of_weights_matter() -> None:
    weights = np.where(CLASSES == 1, 3.0, 1.0).astype(np.float32)
    one, other = (
        fit_linear(TEXTS, CLASSES, 3, _config(), weights=w).score(TEXTS).logits
        for w in (weights, 7 * weights)
    )
    np.testing.assert_allclose(one, other, atol=1e-3)
    assert not np.allclose(one, _logits(CLASSES, 3), atol=1e-3)


def test_a_class_without_weight_is_never_answered() -> None:
    weights = (CLASSES != 2).astype(np.float32)
    logits = fit_linear(TEXTS, CLASSES, 3, _config(), weights=weights).score(TEXTS).logits
    assert set(logits.argmax(axis=1).tolist()) == {0, 1}


@pytest.mark.parametrize("targets", [CLASSES, _labels()])
def test_balanced_classes(targets: Targets) -> None:
    skewed = np.r_[np.flatnonzero(CLASSES == 0), np.flatnonzero(CLASSES == 1)[:4]]
    texts, chosen = [TEXTS[i] for i in skewed], targets[skewed]
    classes = 2 if targets.ndim == 1 else 4
    for weighing in ("none", "balanced"):
        model = fit_linear(texts, chosen, classes, _config(class_weight=weighing))
        assert np.isfinite(model.score(texts).logits).all()
