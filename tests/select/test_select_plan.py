"""How much work fits a budget: what is given up first, and what the user decided stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import small_config, toy_rows
from gatewise.config import Config, override
from gatewise.errors import ConfigError, GatewiseError
from gatewise.select import train
from gatewise.select.decide import decide
from gatewise.select.plan import AUTO, Brake, OutOfTimeError, Plan, Size, plan
from gatewise.training.progress import Silent

OPEN = ("models", "epochs", "adversarial", "refit")
WANTED = Plan(AUTO, epochs=10, adversarial=True, refit=True)
SIZES = st.builds(Size, st.integers(10, 10**6), st.floats(1, 2000))


@given(size=SIZES, budget=st.floats(1, 1e5))
def test_a_plan_fits_its_budget_or_is_the_smallest(size: Size, budget: float) -> None:
    found = plan(WANTED, size, budget, open_=OPEN)
    smallest = Plan(AUTO[:1], epochs=1, adversarial=False, refit=False)
    assert found.seconds(size) <= budget or found == smallest


@given(size=SIZES, budget=st.floats(1, 1e5))
def test_more_time_is_never_less_work(size: Size, budget: float) -> None:
    less, more = (plan(WANTED, size, time, open_=OPEN) for time in (budget, 2 * budget))
    assert more.seconds(size) >= less.seconds(size)


@given(size=SIZES, budget=st.floats(1, 1e5), open_=st.sets(st.sampled_from(OPEN)))
def test_what_the_user_decided_stays(size: Size, budget: float, open_: set[str]) -> None:
    found = plan(WANTED, size, budget, open_=open_)
    for field in set(OPEN) - open_:
        assert getattr(found, field) == getattr(WANTED, field)


@pytest.mark.parametrize(
    ("rows", "tokens", "minutes"), [(10_000, 12, 3), (45_000, 19, 7), (25_000, 230, 15)]
)
def test_without_a_budget_minutes_are_few(rows: int, tokens: float, minutes: float) -> None:
    assert Size(rows, tokens).usual <= 60 * minutes


def _decided(budget: float | None, *, words: int = 5, **training: float) -> Config:
    config = override(Config(), {"training": {"time_budget": budget, **training}})
    return decide(config, ["word " * words] * 5000, ["a", "b"] * 2500)[0]


def test_auto_tries_less_in_little_time() -> None:
    assert _decided(None).model.candidates == AUTO[:2]
    assert _decided(None).data.refit is True
    hurried = _decided(15)
    assert hurried.model.candidates == AUTO[:2]
    assert hurried.data.refit is False
    assert _decided(2).model.candidates == AUTO[:1]
    assert _decided(15, adversarial=0.5).training.adversarial == 0.5


def test_auto_reads_long_texts_with_an_lstm_too() -> None:
    assert _decided(None, words=100).model.candidates == AUTO
    assert _decided(60, words=100).model.candidates == AUTO[:2]


def test_a_single_model_gets_fewer_epochs_in_little_time() -> None:
    texts = ["a text of some words"] * 5000
    config = override(Config(), {"model": {"name": "bilstm"}})
    usual, _ = decide(config, texts, [])
    hurried, _ = decide(override(config, {"training": {"time_budget": 10}}), texts, [])
    assert usual.training.epochs == 14
    assert hurried.training.epochs is not None
    assert hurried.training.epochs < 14
    assert hurried.model.candidates is None


@pytest.mark.parametrize("candidates", [["perceptron"], ["linear", "linear"], ["auto"]])
def test_impossible_candidates_are_refused(candidates: list[str]) -> None:
    config = override(Config(), {"model": {"candidates": candidates}})
    with pytest.raises(ConfigError, match=r"model\.candidates"):
        decide(config, ["a"], [])


def test_the_brake_stops_what_takes_longer() -> None:
    Brake(Silent(), 100).step()
    with pytest.raises(OutOfTimeError):
        Brake(Silent(), 0).step()


def test_a_run_out_of_time_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table says that all fits, but the clock stops it while the first network learns."""
    clock = iter(np.arange(0, 1e6))
    monkeypatch.setattr("gatewise.select.plan.time.monotonic", lambda: float(next(clock)))
    config = override(small_config("auto"), {"training": {"time_budget": 60}})
    outcome = train(toy_rows(), config=config)
    assert outcome.interrupted
    assert outcome.bundle.model.score(["rain"]).logits.shape == (1, 3)


def test_nothing_to_keep_is_told() -> None:
    rows = toy_rows(60)
    config = override(small_config("textcnn"), {"training": {"time_budget": 1e-9}})
    with pytest.raises(GatewiseError, match="time budget"):
        train(rows, config=config)
