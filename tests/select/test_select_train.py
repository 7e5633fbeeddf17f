"""A whole run: roles of rows, decisions, choosing, calibration, thresholds, the last fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import small_config, toy_rows, trained
from gatewise.config import Config, DataConfig, override
from gatewise.data.labels import label_names
from gatewise.data.read import read
from gatewise.errors import ConfigError, InputError
from gatewise.models import LinearModel
from gatewise.select import Rows, train
from gatewise.select.decide import decide
from gatewise.select.parts import divide, join


def _config(name: str = "linear", **sections: dict[str, Any]) -> Config:
    return override(small_config(name), sections)


def test_held_out_rows_have_two_roles_and_repeats_stay_together() -> None:
    rows = toy_rows(200)
    doubled = join(rows, rows)
    parts = divide(doubled, None, DataConfig(valid_share=0.2), 0)
    texts = [set(part.texts) for part in (parts.train, parts.select, parts.calibrate)]
    assert sum(len(part) for part in texts) == 200
    assert len(parts.select) == len(parts.calibrate) == 40
    assert any("repeat" in note for note in parts.notes)


def test_rows_given_for_validation_are_used_as_given() -> None:
    rows, given = toy_rows(90), toy_rows(60, seed=1)
    outcome = train(rows, valid=given, config=_config())
    facts = outcome.bundle.facts
    assert facts["train_rows"] == 90
    assert facts["select_rows"] + facts["calibrate_rows"] == 60
    assert facts["refit_on_all_rows"] is False


def test_overlap_is_told_and_measured_apart() -> None:
    rows = toy_rows(90)
    test = join(rows.take(np.arange(10)), toy_rows(30, seed=9))
    outcome = train(rows, test=test, config=_config())
    assert outcome.reports["test"].report.n == 40
    assert outcome.reports["test_without_overlap"].report.n < 40
    assert any("also stand in the training rows" in note for note in outcome.notes)


def test_the_saved_model_learns_from_every_row() -> None:
    """A word that only held-out rows hold is known after the last fit."""
    rows = toy_rows(120)
    once = train(rows, config=_config(data={"refit": False})).bundle.model
    again = train(rows, config=_config()).bundle.model
    assert isinstance(once, LinearModel)
    assert isinstance(again, LinearModel)
    assert again.vectorizer.size > once.vectorizer.size


def test_a_label_only_in_validation_counts_as_an_error() -> None:
    given = join(toy_rows(40, seed=1), Rows(["quite new", "as new"], ["art", "art"]))
    outcome = train(toy_rows(90), valid=given, config=_config())
    report = outcome.reports["valid"].report
    assert report.counts.unseen_label == 1
    assert report.accuracy.value < 1
    assert "art" not in outcome.bundle.classes


def test_auto_tells_what_it_chose() -> None:
    outcome = train(toy_rows(), config=_config("auto"))
    chosen = outcome.bundle.config.model.name
    assert outcome.bundle.config.model.candidates == ("linear", "textcnn")
    assert any(f"Chosen: {chosen}." in note for note in outcome.notes)
    tried = {one["model"]: one for one in outcome.bundle.facts["tried"]}
    assert tried.keys() >= {"linear", "textcnn"}
    assert tried["linear"]["share"] + tried["textcnn"]["share"] == pytest.approx(1)


def test_the_linear_model_is_not_compared_with_itself() -> None:
    assert trained("linear").reports["valid"].report.baseline is None
    assert trained("textcnn").reports["valid"].report.baseline is not None
    assert train(toy_rows(), config=_config("textcnn"), baseline=False).bundle.baseline is None


def test_a_threshold_holds_the_precision_or_is_refused() -> None:
    rows = toy_rows(900)
    config = _config(data={"valid_share": 0.4})
    outcome = train(rows, config=config, precision=0.9)
    assert outcome.bundle.threshold is not None
    assert outcome.reports["valid"].report.rejection is not None
    few = train(toy_rows(60), config=_config(), precision=0.99)
    assert few.bundle.threshold is None
    assert any("No threshold" in note for note in few.notes)


def test_few_rows_train_and_say_what_could_not_be_measured() -> None:
    rows = Rows(["good film", "fine film", "bad film", "poor film"], ["+", "+", "-", "-"])
    for name in ("linear", "textcnn", "bilstm"):
        outcome = train(rows, config=_config(name))
        assert outcome.bundle.classes == ("+", "-")


def test_a_sorted_file_without_shuffling_is_refused_or_warned() -> None:
    rows = toy_rows(90)
    order = np.argsort(np.asarray(rows.labels), kind="stable")
    config = _config(data={"shuffle": False})
    outcome = train(rows.take(order), config=config)
    assert any("sorted by label" in note for note in outcome.notes)
    alone = Rows(["a", "b", "c", "d", "e"], ["x", "x", "x", "x", "y"])
    with pytest.raises(InputError, match="--no-shuffle"):
        train(alone, config=_config(data={"shuffle": False, "valid_share": 0.2}))


def test_what_is_left_open_is_decided_from_the_data() -> None:
    spaced, notes = decide(Config(), ["a plain text"] * 10_000, [])
    assert spaced.text.tokenizer == "word"
    assert spaced.data.valid_share == 0.1
    assert spaced.training.epochs == 7
    assert spaced.data.refit is True
    single = override(Config(), {"model": {"name": "bilstm"}})
    assert decide(single, ["many"] * 20_000, [])[0].data.refit is False
    assert notes
    unspaced, _ = decide(Config(), ["天气很好"] * 100, [])
    assert unspaced.text.tokenizer == "character"
    assert unspaced.data.valid_share == 0.2
    assert unspaced.training.epochs == 30
    with pytest.raises(ConfigError, match="linear"):
        decide(override(Config(), {"model": {"name": "perceptron"}}), ["a"], [])


def test_calibration_does_not_change_an_answer() -> None:
    bundle = trained("textcnn").bundle
    texts = list(toy_rows(30, seed=4).texts)
    scores = bundle.model.score(texts)
    hotter = replace(bundle.calibration, temperature=bundle.calibration.temperature * 3)
    warmer = replace(bundle, calibration=hotter)
    before, after = (b.probabilities(scores) for b in (bundle, warmer))
    np.testing.assert_array_equal(before.argmax(axis=1), after.argmax(axis=1))
    assert after.max(axis=1).mean() < before.max(axis=1).mean()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("linear", 0.90), ("textcnn", 0.87)])
def test_golden_accuracy_on_real_questions(
    data: Callable[[str], Path], name: str, least: float
) -> None:
    """An upgrade of a dependency must not quietly ruin a model (the release bar is higher)."""
    rows, test = (read(data(f"trec6/{part}.tsv")) for part in ("train", "test"))
    config = override(Config(), {"model": {"name": name}, "training": {"epochs": 6, "threads": 1}})
    config = override(config, {"data": {"refit": False}})
    outcome = train(
        Rows(rows.texts, label_names(rows.labels or [])),
        test=Rows(test.texts, label_names(test.labels or [])),
        config=config,
        baseline=False,
    )
    assert outcome.reports["test"].report.accuracy.value >= least
