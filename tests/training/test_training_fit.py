"""The loop: schedules, stopping, divergence, initial weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from conftest import small_config
from gatewise import kernels
from gatewise.config import TrainingConfig
from gatewise.errors import ConfigError, GatewiseError
from gatewise.models import Parameter
from gatewise.training.device import find_device
from gatewise.training.engine import Engine, find_engine
from gatewise.training.fit import fit
from gatewise.training.learner import Learner
from gatewise.training.progress import Silent
from gatewise.training.schedule import warmup_cosine
from gatewise.training.weights import initial_weights
from training.toy import fit_toy, toy_task


def test_progress_is_told_every_step_and_epoch() -> None:
    fitted, recorder = fit_toy()
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
    _, _, examples = toy_task()
    waiting = iter(errors)

    def logits(*_: Any) -> Any:
        answers = examples.targets.copy()
        wrong = next(waiting)
        answers[:wrong] = (answers[:wrong] + 1) % 3
        return np.eye(3, dtype=np.float32)[answers]

    monkeypatch.setattr(Learner, "logits", logits)
    fitted, recorder = fit_toy(patience=2)
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
    fitted, recorder = fit_toy()
    assert list(dict.fromkeys(rates)) == [1.0, 0.5, 0.25]
    assert len(recorder.sentences) == 2
    assert "0.0015" in recorder.sentences[0]
    assert all(np.isfinite(weight).all() for weight in fitted.weights.values())


def test_a_loss_that_is_never_finite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Learner, "step", lambda *_: float("inf"))
    with pytest.raises(GatewiseError, match="learning_rate"):
        fit_toy()


def test_a_huge_learning_rate_never_ends_in_weights_that_are_not_numbers() -> None:
    try:
        fitted, _ = fit_toy(learning_rate=1e30, table_learning_rate=1e30)
    except GatewiseError:
        return
    assert all(np.isfinite(weight).all() for weight in fitted.weights.values())


def test_leaving_off_early_follows_the_same_schedule() -> None:
    _, network, examples = toy_task()
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
    with Engine(torch.device("cpu")).threads(1) as used:
        assert used == torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_the_kernels_have_the_threads_where_they_work() -> None:
    import torch

    engine = find_engine(TrainingConfig())
    if kernels.native is None:
        assert engine == Engine(torch.device("cpu"))
        return
    before = kernels.native.threads()
    with engine.threads(3):
        assert (torch.get_num_threads(), kernels.native.threads()) == (1, 3)
    assert kernels.native.threads() == before


@pytest.mark.skipif(kernels.native is None, reason="torch cuts its sums by threads")
@pytest.mark.parametrize("dtype", ["fp32", "auto"])
def test_the_number_of_threads_changes_no_weight(dtype: str) -> None:
    one, three = (fit_toy(threads=count, dtype=dtype)[0].weights for count in (1, 3))
    for name, weight in one.items():
        assert weight.tobytes() == three[name].tobytes(), name


def test_bf16_is_refused_where_nothing_multiplies_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "has_bfloat16", lambda: False)
    with pytest.raises(ConfigError, match="AMX"):
        find_engine(TrainingConfig(dtype="bf16"))
    assert find_engine(TrainingConfig()).dtype == "fp32"


@pytest.mark.parametrize("name", ["abacus", "cuda:99", "meta-physics"])
def test_a_device_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match=r"training\.device"):
        find_device(name)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_every_optimizer_learns(optimizer: str) -> None:
    fitted, _ = fit_toy(optimizer=optimizer)
    assert fitted.history[-1].train_loss < fitted.history[0].train_loss


def test_labels_are_learnt_and_judged_by_micro_f1() -> None:
    _, network, examples = toy_task()
    labels = np.stack((examples.targets == 0, examples.targets != 1, examples.targets < 3), axis=1)
    several = replace(examples, targets=labels)
    training = small_config("textcnn").training
    fitted = fit(network, training, several, several, epochs=12, progress=Silent())
    record = fitted.history[-1]
    assert record.select_micro_f1 is not None
    assert record.select_micro_f1 > 0.9
    assert "select_accuracy" not in record.to_json()


def test_rows_without_weight_teach_nothing() -> None:
    _, network, examples = toy_task()
    wrong = replace(examples, targets=np.where(np.arange(90) < 45, examples.targets, 0))
    weighed = replace(wrong, weights=(np.arange(90) < 45).astype(np.float32))
    training = small_config("textcnn").training
    fitted = [
        fit(network, training, rows, examples, epochs=12, progress=Silent()).history[-1]
        for rows in (weighed, wrong)
    ]
    accuracies = [record.select_accuracy or 0.0 for record in fitted]
    assert accuracies[0] > accuracies[1]


def test_weights_that_are_all_the_same_change_nothing() -> None:
    _, network, examples = toy_task()
    training = small_config("textcnn").training
    plain, weighed = (
        fit(network, training, rows, None, epochs=1, progress=Silent()).weights
        for rows in (examples, replace(examples, weights=np.full(90, 3, np.float32)))
    )
    for name, weight in plain.items():
        assert weight.tobytes() == weighed[name].tobytes()
