"""Ctrl-C: the best model so far is kept; where there is none, nothing is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.command import Ended, contents, gatewise, write_csv
from conftest import pairs, small_config, toy_rows
from gatewise import load
from gatewise.cli.bar import Bar
from gatewise.select import train
from gatewise.training.progress import EpochRecord


class Impatient(Bar):
    """Presses Ctrl-C in the middle of an epoch of a task; work in one piece is epoch 1."""

    def __init__(self, task: str, epoch: int) -> None:
        super().__init__()
        self._hated = task
        self._last = epoch
        self._now = ("", 1)

    def begin(self, task: str, steps: int) -> None:
        self._now = (task, 1)
        if not steps:
            self.step()

    def step(self) -> None:
        if self._now == (self._hated, self._last):
            raise KeyboardInterrupt

    def epoch(self, record: EpochRecord) -> None:
        self._now = (self._now[0], record.epoch + 1)


def _toy(folder: Path) -> Path:
    rows = toy_rows(120)
    return write_csv(folder / "toy.csv", pairs(rows))


def _train_impatiently(
    folder: Path, task: str, epoch: int, model: str, monkeypatch: pytest.MonkeyPatch
) -> Ended:
    monkeypatch.setattr("gatewise.cli.train.Bar", lambda: Impatient(task, epoch))
    flags = ("--model", model, "--threads", "1", "--set", "training.epochs=4", "--json")
    return gatewise("train", _toy(folder), "--out", folder / "new" / "model", *flags)


def test_a_stop_in_the_second_epoch_keeps_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _train_impatiently(tmp_path, "training textcnn", 2, "textcnn", monkeypatch)
    assert ended.code == 0
    assert "Stopped early; the best model so far is kept." in ended.err
    told = json.loads(ended.out)
    assert told["epochs"] == 1
    model = load(tmp_path / "new" / "model")
    assert model.bundle.facts["interrupted"]
    assert len(model.bundle.history) == 1
    assert model.bundle.metrics["valid"] == told["valid"]
    assert model.predict(["rain and snow"])


def test_a_stop_while_learning_from_all_rows_keeps_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _train_impatiently(tmp_path, "training textcnn on all rows", 2, "textcnn", monkeypatch)
    assert ended.code == 0
    assert "learnt from the training part" in ended.err
    assert load(tmp_path / "new" / "model").predict(["rain and snow"])


@pytest.mark.parametrize(
    ("task", "model"), [("training textcnn", "textcnn"), ("linear model", "linear")]
)
def test_a_stop_before_there_is_anything_to_keep_leaves_nothing(
    task: str, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _toy(tmp_path)
    before = contents(tmp_path)
    ended = _train_impatiently(tmp_path, task, 1, model, monkeypatch)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines()[-1] == "gatewise: Stopped; nothing half-done is left behind."
    assert contents(tmp_path) == before


def test_the_library_says_so_too() -> None:
    rows = toy_rows(120)
    outcome = train(rows, config=small_config("textcnn"), progress=Impatient("training textcnn", 3))
    assert outcome.interrupted
    assert len(outcome.bundle.history) == 2
    assert outcome.reports["valid"].report.n > 0


class Witness(Impatient):
    """Remembers the tasks that began."""

    def __init__(self, task: str) -> None:
        super().__init__(task, 1)
        self.tasks: list[str] = []

    def begin(self, task: str, steps: int) -> None:
        self.tasks.append(task)
        super().begin(task, steps)


@pytest.mark.parametrize("task", ["linear, part 2 of 5", "textcnn, part 2 of 5"])
def test_a_stop_while_models_are_weighed_ends_the_run(task: str) -> None:
    witness = Witness(task)
    outcome = train(toy_rows(120), config=small_config("linear+textcnn"), progress=witness)
    assert witness.tasks[-1] == task
    assert outcome.interrupted
    assert outcome.bundle.config.model.name == "linear+textcnn"


@pytest.mark.parametrize(
    ("model", "task", "epoch"),
    [
        ("auto", "training textcnn", 1),
        ("linear", "linear model on all rows", 1),
        ("textcnn", "linear model on all rows", 1),
    ],
)
def test_a_stop_keeps_whatever_is_fitted(
    model: str, task: str, epoch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _train_impatiently(tmp_path, task, epoch, model, monkeypatch)
    assert ended.code == 0
    assert load(tmp_path / "new" / "model").predict(["rain and sun"])
