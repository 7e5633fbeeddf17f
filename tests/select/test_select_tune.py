"""A search: the defaults first, in turn, ended early, cut off and gone on with, refused."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import small_config, toy_rows, toy_sets
from gatewise.config import Config, override
from gatewise.errors import ConfigError, GatewiseError, InputError, MissingExtraError, OutputError
from gatewise.languages import speaking
from gatewise.select import Outcome, Rows
from gatewise.select.findings import best_of, findings
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.notes import Notes
from gatewise.select.parts import Parts
from gatewise.select.space import space
from gatewise.select.study import FILE, TENTHS, Study, open_studies
from gatewise.select.train import prepare
from gatewise.select.trial import run_trial
from gatewise.select.tune import _started_with, tune
from gatewise.training.progress import EpochRecord, Silent

SET = ("model.embedding", "training.threads")
_QUICK: dict[str, dict[str, Any]] = {"training": {"epochs": 3}, "data": {"refit": False}}


def _config(name: str, **sections: dict[str, Any]) -> Config:
    return override(override(small_config(name), _QUICK), sections)


def _tune(folder: Path, name: str = "linear", trials: int = 4, **how: Any) -> Outcome:
    settings: dict[str, Any] = {"config": _config(name), "fixed": SET, **how}
    return tune(settings.pop("rows", toy_rows()), folder=folder, trials=trials, **settings)


def _history(outcome: Outcome) -> list[dict[str, Any]]:
    history: list[dict[str, Any]] = outcome.bundle.facts["tuning"]["history"]
    return history


class Impatient(Silent):
    """Presses Ctrl-C when a sentence is told that begins so."""

    def __init__(self, begin: str) -> None:
        self.told: list[str] = []
        self._begin = begin

    def note(self, sentence: str) -> None:
        self.told.append(sentence)
        if sentence.startswith(self._begin):
            raise KeyboardInterrupt


def test_the_defaults_are_tried_first_and_the_best_are_trained(tmp_path: Path) -> None:
    outcome = _tune(tmp_path / "s")
    found = outcome.bundle.facts["tuning"]
    assert (found["trials"], found["rows"], found["interrupted"]) == (4, 24, False)
    first, *_ = found["history"]
    assert first["settings"] == {"model.C": 0.5, "text.min_documents": 2}
    (model,) = found["models"]
    assert model["best"]["loss"] == min(trial["loss"] for trial in found["history"])
    assert model["best"]["loss"] <= model["default"]["loss"]
    settings = {one["option"]: one["best"] for one in model["settings"]}
    assert settings["model.C"] == outcome.bundle.config.model.C
    assert outcome.bundle.config.text.min_documents == settings["text.min_documents"]
    json.dumps(found, allow_nan=False)


@pytest.mark.slow
def test_models_of_a_union_are_searched_in_turn_and_united(tmp_path: Path) -> None:
    outcome = _tune(tmp_path / "s", "linear+textcnn", 3)
    assert outcome.bundle.config.model.name == "linear+textcnn"
    models = [trial["model"] for trial in _history(outcome)]
    assert (models.count("linear"), models.count("textcnn")) == (2, 1)
    best = {
        m["model"]: {s["option"]: s["best"] for s in m["settings"]}
        for m in outcome.bundle.facts["tuning"]["models"]
    }
    parts = outcome.bundle.model.parts  # type: ignore[attr-defined]
    assert best["linear"]["model.C"] == parts[0].config.C
    assert parts[1].config.filters == best["textcnn"]["model.filters"]


def test_what_was_set_is_not_searched_and_stays(tmp_path: Path) -> None:
    config = override(small_config("linear"), {"model": {"C": 0.25}})
    outcome = _tune(tmp_path / "s", config=config, fixed={"model.C"}, trials=3)
    assert all(trial["settings"].keys() == {"text.min_documents"} for trial in _history(outcome))
    assert outcome.bundle.config.model.C == 0.25
    with pytest.raises(ConfigError, match="gatewise train"):
        _tune(tmp_path / "t", fixed={"model.C", "text.min_documents"})


def test_a_model_with_nothing_to_search_is_tried_once(tmp_path: Path) -> None:
    fixed = {"model.C", "text.min_documents"}
    history = _history(_tune(tmp_path / "s", "linear+textcnn", 3, fixed=fixed))
    assert [trial["model"] for trial in history] == ["linear", "textcnn", "textcnn"]


def test_rows_that_calibrate_are_never_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []

    def spy(self: Fitter, name: str, train: Rows, select: Rows) -> Fit:
        seen.append({*train.texts, *select.texts})
        return whole(self, name, train, select)

    whole = Fitter.fit
    monkeypatch.setattr(Fitter, "fit", spy)
    outcome = _tune(tmp_path / "s", trials=3)
    measured = set(outcome.reports["valid"].rows.texts)
    assert len(seen) == 4
    assert measured
    assert all(measured.isdisjoint(texts) for texts in seen)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_search(tmp_path: Path) -> None:
    one, two = (_tune(tmp_path / name, "textcnn", 2) for name in "ab")
    assert one.bundle.facts["tuning"] == two.bundle.facts["tuning"]
    other = _tune(tmp_path / "c", trials=2, config=_config("textcnn", training={"seed": 1}))
    assert _history(other)[1]["settings"] != _history(one)[1]["settings"]


@pytest.mark.slow
def test_a_search_that_was_cut_off_is_the_search_that_was_not(tmp_path: Path) -> None:
    whole = _tune(tmp_path / "whole", trials=6)
    _tune(tmp_path / "part", trials=2)
    with _studies(tmp_path / "part") as (study,):
        study.ask()  # as a process leaves it that is killed in the middle of a trial
    again = _tune(tmp_path / "part", trials=6)
    assert again.bundle.facts["tuning"] == whole.bundle.facts["tuning"]


def _prepared(name: str) -> tuple[Fitter, Parts]:
    return prepare(toy_rows(), None, _config(name), Notes(Silent()))


def _studies(folder: Path, name: str = "linear") -> AbstractContextManager[list[Study]]:
    """The studies that `_tune` has, as they were left."""
    config = _prepared(name)[0].named(name)
    started_with = _started_with(_config(name), SET, toy_rows(), None)
    return open_studies(folder, {name: (config, space(config, SET))}, started_with, 0)


def test_a_trial_that_was_cut_off_is_asked_again(tmp_path: Path) -> None:
    with _studies(tmp_path) as (study,):
        asked = study.settings(study.ask())
    with _studies(tmp_path) as (study,):
        assert not study.done
        assert study.settings(study.ask()) == asked == study.defaults


def test_a_stop_trains_with_the_best_so_far(tmp_path: Path) -> None:
    progress = Impatient("Trial 2 ")
    outcome = _tune(tmp_path / "s", trials=9, progress=progress)
    found = outcome.bundle.facts["tuning"]
    assert (found["trials"], found["interrupted"]) == (2, True)
    assert any("stopped after 2 of 9 trials" in note for note in progress.told)
    assert not outcome.interrupted


def test_a_stop_before_a_trial_is_complete_keeps_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> Fit:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Fitter, "fit", stop)
        with pytest.raises(KeyboardInterrupt):
            _tune(tmp_path / "s")
    assert (tmp_path / "s" / FILE).exists()
    progress = Impatient("nothing")
    _tune(tmp_path / "s", progress=progress)
    assert not any("Going on" in note for note in progress.told)


def test_a_stop_in_the_middle_of_a_fit_is_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fit that was stopped returns its best epoch, which must not pass for a whole trial."""
    _tune(tmp_path / "s", "textcnn", 1)

    class Stopping(Silent):
        def begin(self, task: str, steps: int) -> None:
            self.searching = task == "search"

        def step(self) -> None:
            if self.searching:
                raise KeyboardInterrupt

    outcome = _tune(tmp_path / "s", "textcnn", 3, progress=Stopping())
    assert len(_history(outcome)) == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"rows": toy_rows(seed=5)}, "the rows"),
        ({"valid": toy_rows(60, seed=5)}, "the rows"),
        ({"config": _config("linear", text={"lowercase": False})}, "text.lowercase"),
        ({"config": _config("textcnn")}, "model.name"),
        ({"fixed": {*SET, "model.C"}}, "which options are set"),
    ],
)
def test_trials_that_cannot_be_compared_are_refused(
    change: dict[str, Any], named: str, tmp_path: Path
) -> None:
    _tune(tmp_path, trials=1)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(ConfigError, match=named):
        _tune(tmp_path, **change)
    assert (tmp_path / FILE).read_bytes() == before
    with speaking("zh"), pytest.raises(ConfigError, match="不同"):
        _tune(tmp_path, **change)


def test_threads_and_trials_may_change(tmp_path: Path) -> None:
    _tune(tmp_path, trials=1)
    config = _config("linear", training={"threads": 2})
    assert len(_history(_tune(tmp_path, trials=2, config=config))) == 2


def test_poor_trials_end_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After four whole trials one that is worse at the same point is left off."""
    fitter, parts = _prepared("textcnn")
    learnt = fitter.fit("linear", parts.train, parts.select)
    reached: list[int] = []

    def fit(self: Fitter, name: str, train: Rows, select: Rows) -> Fit:
        loss = 1e-6 if len(study.done) < 4 else 2e-6  # below what the trials will come to
        epochs = self.named(name).training.epochs or 1
        for epoch in range(1, epochs + 1):
            self.progress.epoch(EpochRecord(epoch, 1.0, 0.1, select_loss=loss))
        return learnt

    monkeypatch.setattr(Fitter, "fit", fit)
    with _studies(tmp_path, "textcnn") as (study,):
        results = []
        for _ in range(6):
            reached.clear()
            results.append(run_trial(study, fitter, parts, reached.append))
            assert max(reached) == TENTHS or len(results) > 4
        found = findings([study], rows=9, interrupted=False)
        best = best_of(study)
    assert best is not None
    assert best.number < 4
    assert found["ended_early"] == found["models"][0]["ended_early"] == 2
    assert [trial["loss"] is None for trial in found["history"]] == [False] * 4 + [True] * 2
    assert all(results[:4])
    assert results[4:] == [None, None]


def test_a_loss_that_is_never_finite_ends_a_trial_and_wrong_settings_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitter, parts = _prepared("linear")
    errors = [GatewiseError("not finite"), ConfigError("no such device")]

    def fit(*_: object) -> Fit:
        raise errors.pop(0)

    monkeypatch.setattr(Fitter, "fit", fit)
    with _studies(tmp_path) as (study,):
        assert run_trial(study, fitter, parts, print) is None
        assert len(study.done) == 1
        assert best_of(study) is None
        with pytest.raises(ConfigError):
            run_trial(study, fitter, parts, print)


def test_what_mattered_is_found_where_trials_are_many(tmp_path: Path) -> None:
    with _studies(tmp_path) as (study,):
        for number in range(1, 13):
            trial = study.ask()
            study.tell(trial, abs(np.log(trial.params["model.C"])), 0.5)
            if number in (7, 12):
                (model,) = findings([study], rows=9, interrupted=False)["models"]
                importances = [one["importance"] for one in model["settings"]]
                assert (None in importances) == (number == 7)
    assert model["settings"][0]["option"] == "model.C"
    assert sum(importances) == pytest.approx(1)


def test_what_cannot_be_searched_is_refused(tmp_path: Path) -> None:
    unknown = Rows(["of paint", "and stone"], ["art", "art"])
    with pytest.raises(InputError, match="--valid"):
        _tune(tmp_path, valid=unknown)
    with pytest.raises(ConfigError, match="--precision"):
        _tune(tmp_path, rows=toy_sets(60), precision=0.9)
    (tmp_path / FILE).write_bytes(b"no database" * 999)
    with pytest.raises(OutputError, match="not a database"):
        _tune(tmp_path)


def test_several_labels_are_searched_too(tmp_path: Path) -> None:
    found = _tune(tmp_path, rows=toy_sets(), trials=3).bundle.facts["tuning"]
    assert all(0 < trial["score"] <= 1 for trial in found["history"])


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatewise.select.study.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"gatewise\[tune\]"):
        _tune(tmp_path / "s")
    assert not list(tmp_path.iterdir())


def test_what_a_search_tells_is_in_chinese(tmp_path: Path) -> None:
    progress = Impatient("nothing")
    with speaking("zh"):
        _tune(tmp_path, trials=1, progress=progress)
        _tune(tmp_path, trials=2, progress=progress)
    assert "从已完成的 1 次试验继续（共 2 次）。" in progress.told
    assert any(told.startswith("第 2 次试验（共 2 次），linear：损失 ") for told in progress.told)
