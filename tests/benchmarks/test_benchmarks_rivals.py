"""The rivals of whole runs learn, and a share of a run is scaled by tokens."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.rivals.networks import WAYS
from benchmarks.rivals.pytorch import Clock, Texts, run

from conftest import toy_rows
from gatewise.text import Ragged


def test_what_was_left_out_is_reckoned_by_tokens() -> None:
    texts = Texts(Ragged.of([[2] * 4, [2] * 2, [2] * 6, [2] * 8]), np.zeros(4, np.int64))
    clock = Clock(0.5)
    clock.run(texts, [np.array([row]) for row in range(4)], lambda *_: None)
    assert (clock.done, clock.whole) == (10, 20)
    assert clock.share == 0.5
    assert clock.left == pytest.approx(clock.seconds)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["textcnn", "bilstm"])
@pytest.mark.parametrize("way", WAYS)
def test_rivals_learn(way: str, model: str) -> None:
    clock = Clock(1.0)
    trained, _, coder = run(toy_rows(600), model, WAYS[way], epochs=3, clock=clock, seed=0)
    assert clock.done == clock.whole
    assert coder.classes == ["food", "music", "weather"]
    assert all(bool(p.isfinite().all()) for p in trained.network.parameters())
