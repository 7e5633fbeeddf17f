"""Weights of 8 bits: what they store, and when they are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import small_config, toy_rows, toy_sets
from gatewise import load
from gatewise.bundle import write_bundle
from gatewise.config import override
from gatewise.models.rounding import restore, round_weights
from gatewise.select import Outcome, Rows, train


def _outcome(rows: Rows, name: str = "textcnn") -> Outcome:
    config = override(small_config(name), {"model": {"weights": "int8"}})
    return train(rows, config=config, baseline=False)


@given(st.integers(1, 9), st.lists(st.integers(1, 5), min_size=1, max_size=2), st.integers(0, 99))
def test_rounding_is_near_and_settles(rows: int, rest: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = {
        "table": rng.normal(size=(rows, *rest)).astype(np.float32),
        "nothing": np.zeros((rows, 3), np.float32),
        "bias": rng.normal(size=rows).astype(np.float32),
    }
    near = restore(round_weights(weights))
    assert near.keys() == weights.keys()
    assert near["bias"].tobytes() == weights["bias"].tobytes()
    assert not near["nothing"].any()
    largest = np.abs(weights["table"]).reshape(rows, -1).max(axis=1)
    error = np.abs(near["table"] - weights["table"]).reshape(rows, -1).max(axis=1)
    assert (error <= largest / 127 * 0.51).all()


@pytest.mark.parametrize("name", ["textcnn", "linear+textcnn"])
@pytest.mark.parametrize("rows", [toy_rows(240), toy_sets(240)], ids=["multiclass", "multilabel"])
def test_a_rounded_model_is_small_and_answers_as_before_it_was_saved(
    name: str, rows: Rows, tmp_path: Path
) -> None:
    outcome = _outcome(rows, name)
    assert any("Weights in int8" in note for note in outcome.notes)
    arrays = outcome.bundle.model.to_arrays()
    assert {a.dtype.name for a in arrays.values() if a.ndim > 1} == {"int8"}
    write_bundle(outcome.bundle, tmp_path / "model")
    loaded = load(tmp_path / "model")
    assert loaded.bundle.config.model.weights == "int8"
    answers = outcome.bundle.probabilities(outcome.bundle.model.score(rows.texts))
    assert loaded.predict_proba(rows.texts).tobytes() == answers.tobytes()
    write_bundle(loaded.bundle, tmp_path / "again")
    weights = (tmp_path / "again" / "weights.safetensors").read_bytes()
    assert weights == (tmp_path / "model" / "weights.safetensors").read_bytes()


def test_what_loses_too_much_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatewise.select.compact.LOSS", -1.0)
    outcome = _outcome(toy_rows(240))
    assert any("stay in fp32" in note for note in outcome.notes)
    assert outcome.bundle.config.model.weights == "fp32"
    assert all(a.dtype != np.int8 for a in outcome.bundle.model.to_arrays().values())


def test_the_linear_model_is_as_it_is() -> None:
    assert not any("int8" in note for note in _outcome(toy_rows(90), "linear").notes)
