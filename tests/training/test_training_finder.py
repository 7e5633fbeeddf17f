"""The range test: what it chooses, and that it leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest

from conftest import small_config
from gatewise.training.engine import find_engine
from gatewise.training.finder import choose, range_test
from training.toy import fit_toy, toy_task


def test_a_run_with_the_found_rates_given_by_hand_is_the_same() -> None:
    found, recorder = fit_toy(find_learning_rate=True)
    rates = {key: getattr(found.config, key) for key in ("learning_rate", "table_learning_rate")}
    by_hand, _ = fit_toy(**rates)
    for name, weight in by_hand.weights.items():
        assert weight.tobytes() == found.weights[name].tobytes(), name
    assert found.history == by_hand.history
    assert found.config == by_hand.config
    assert all(f"{rate:g}" in recorder.sentences[0] for rate in rates.values())


def test_the_rate_rises_until_the_loss_blows_up() -> None:
    _, network, examples = toy_task()
    config = small_config("textcnn").training
    engine = find_engine(config)
    with engine.threads(1):
        factors, losses = range_test(network, config, examples, engine)
    assert len(factors) == len(losses) <= 100
    assert np.all(np.diff(factors) > 0)
    assert losses[:-1].max() <= 2 * np.minimum.accumulate(losses).max()
    assert choose(factors) == pytest.approx(factors[-1] / 10)
