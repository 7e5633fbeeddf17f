"""The loop: schedules, stopping, divergence, initial weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from conftest import small_config, toy_rows
from gatewise.errors import ConfigError, GatewiseError
from gatewise.models import Network, Parameter
from gatewise.text import TextEncoder
from gatewise.training.device import find_device, threads
from gatewise.training.examples import Examples
from gatewise.training.fit import fit
from gatewise.training.learner import Learner
from gatewise.training.progress import EpochRecord, Silent
from gatewise.training.schedule import warmup_cosine
from gatewise.training.weights import initial_weights


class Recorder(Silent):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.records: list[EpochRecord] = []
        self.sentences: list[str] = []
        self.steps = self.planned = 0

    def begin(self, task: str, steps: int) -> None:
        self.planned = steps

    def step(self) -> None:
        self.steps += 1

    def epoch(self, record: EpochRecord) -> None:
        self.records.append(record)

    def note(self, sentence: str) -> None:
        self.sentences.append(sentence)


def _task(seed: int = 0) -> tuple[TextEncoder, Network, Examples]:
    config = small_config("textcnn")
    text = replace(config.text, tokenizer="word")
    rows = toy_rows(90, seed)
    encoder = TextEncoder.build(rows.texts, text)
    targets = np.unique(np.asarray(rows.labels), return_inverse=True)[1]
    network = Network(config.model, encoder.rows, 3)
    return encoder, network, Examples(encoder.encode(rows.texts), targets)


def _fit(**changes: Any) -> tuple[Any, Recorder]:
    recorder = Recorder()
    _, network, examples = _task()
    training = replace(small_config("textcnn").training, **changes)
    return fit(network, training, examples, examples, epochs=4, progress=recorder), recorder


def test_progress_is_told_every_step_and_epoch() -> None:
    fitted, recorder = _fit()
    assert recorder.steps == recorder.planned > 0
    assert [record.epoch for record in recorder.records] == [1, 2, 3, 4]
    assert list(fitted.history) == recorder.records


@pytest.mark.parametrize(
    ("errors", "kept", "ran"),
    [
        ([40, 20, 21, 23], 4, 4),  # within noise: the latest
        ([40, 20, 20, 70], 3, 4),  # clearly worse: the one before
        ([20, 70, 75, 5], 1, 3),  # clearly worse twice: stop
    ],
)
def test_the_last_epoch_not_clearly_worse_is_kept(
    monkeypatch: pytest.MonkeyPatch, errors: list[int], kept: int, ran: int
) -> None:
    _, _, examples = _task()
    waiting = iter(errors)

    def logits(*_: Any) -> Any:
        answers = examples.targets.copy()
        wrong = next(waiting)
        answers[:wrong] = (answers[:wrong] + 1) % 3
        return np.eye(3, dtype=np.float32)[answers]

    monkeypatch.setattr(Learner, "logits", logits)
    fitted, recorder = _fit(patience=2)
    assert fitted.epoch == kept
    assert len(recorder.records) == ran


def test_a_loss_that_is_not_finite_starts_again_at_half_the_rate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = Learner.step
    rates: list[float] = []

    def diverging(self: Learner, *given: Any) -> float:
        rate = max(self._schedule(step) for step in range(10))  # when it has warmed up
        rates.append(rate)
        return float("nan") if rate > 0.3 else honest(self, *given)

    monkeypatch.setattr(Learner, "step", diverging)
    fitted, recorder = _fit()
    assert list(dict.fromkeys(rates)) == [1.0, 0.5, 0.25]
    assert len(recorder.sentences) == 2
    assert "0.0015" in recorder.sentences[0]
    assert all(np.isfinite(weight).all() for weight in fitted.weights.values())


def test_a_loss_that_is_never_finite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Learner, "step", lambda *_: float("inf"))
    with pytest.raises(GatewiseError, match="learning_rate"):
        _fit()


def test_a_huge_learning_rate_never_ends_in_weights_that_are_not_numbers() -> None:
    try:
        fitted, _ = _fit(learning_rate=1e30, table_learning_rate=1e30)
    except GatewiseError:
        return
    assert all(np.isfinite(weight).all() for weight in fitted.weights.values())


def test_leaving_off_early_follows_the_same_schedule() -> None:
    _, network, examples = _task()
    training = small_config("textcnn").training
    whole = fit(network, training, examples, None, epochs=4, progress=Silent())
    part = fit(network, training, examples, None, epochs=4, stop_after=2, progress=Silent())
    assert part.history == whole.history[:2]


def test_the_rate_rises_then_falls_to_nothing() -> None:
    factors = [warmup_cosine(step, 100, 0.1) for step in range(100)]
    assert factors[0] == pytest.approx(0.1)
    assert max(factors) == factors[9] == 1
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert factors[-1] < 0.001


def test_initial_weights() -> None:
    rng = np.random.default_rng(0)
    weights = initial_weights(
        {
            "orthogonal": Parameter((12, 3), "orthogonal"),
            "forget": Parameter((8,), "forget", blocks=4),
            "glorot": Parameter((50, 3, 20), "glorot"),
            "gates": Parameter((400, 20), "glorot", blocks=4),
        },
        rng,
    )
    for block in np.split(weights["orthogonal"], 4):
        np.testing.assert_allclose(block @ block.T, np.eye(3), atol=1e-6)
    assert weights["forget"].tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert np.abs(weights["glorot"]).max() <= np.sqrt(6 / (60 + 150)) + 1e-6
    assert np.abs(weights["gates"]).max() == pytest.approx(np.sqrt(6 / (20 + 100)), rel=0.01)


def test_threads_are_put_back() -> None:
    import torch

    before = torch.get_num_threads()
    with threads(1) as used:
        assert used == torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("name", ["abacus", "cuda:99", "meta-physics"])
def test_a_device_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match=r"training\.device"):
        find_device(name)
