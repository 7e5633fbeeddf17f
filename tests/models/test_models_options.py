"""Every option of the models and of their training: it learns, repeats, and survives saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import small_config, toy_rows, toy_sets
from gatewise.bundle import read_bundle, write_bundle
from gatewise.config import override
from gatewise.models import ARCHITECTURES
from gatewise.select import Rows, measure, train

OPTIONS: dict[str, dict[str, Any]] = {
    "batch normalisation": {"model": {"normalization": "batch"}},
    "layer normalisation": {"model": {"normalization": "layer"}},
    "two layers": {"model": {"layers": 2}},
    "one direction": {"model": {"bidirectional": False, "pooling": ["last"]}},
    "both directions": {"model": {"bidirectional": True, "pooling": ["last", "max"]}},
    "windows": {"text": {"window": 3}},
    "both ends": {"text": {"max_length": 6, "keep": "ends"}},
    "sgd": {"training": {"optimizer": "sgd"}},
    "adam": {"training": {"optimizer": "adam"}},
    "adversarial": {"training": {"adversarial": 0.3}},
    "class weights": {"training": {"class_weight": "balanced"}},
    "a found rate": {"training": {"find_learning_rate": True}},
}
CASES = [
    (name, option, kind)
    for position, name in enumerate(sorted(ARCHITECTURES))
    for place, option in enumerate(OPTIONS)
    # Each pair once, the kinds in turn: a test of all three would only take longer.
    for kind in [("multiclass", "multilabel")[(position + place) % 2]]
]


def _rows(kind: str, count: int, seed: int) -> Rows:
    return toy_rows(count, seed) if kind == "multiclass" else toy_sets(count, seed)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "option", "kind"), CASES)
def test_every_option(name: str, option: str, kind: str, tmp_path: Path) -> None:
    epochs = 12 if kind == "multiclass" else 30  # several decisions a row take longer to learn
    config = override(small_config(name), {"training": {"epochs": epochs}})
    config = override(config, OPTIONS[option])
    outcome = train(_rows(kind, 240, 0), config=config, baseline=False)
    fresh = _rows(kind, 90, 1)
    assert measure(outcome.bundle, fresh).report.micro_f1.value > 0.75
    write_bundle(outcome.bundle, tmp_path / "model")
    loaded = read_bundle(tmp_path / "model")
    texts = list(fresh.texts)
    together = loaded.probabilities(loaded.model.score(texts))
    alone = np.concatenate([loaded.probabilities(loaded.model.score([text])) for text in texts[:9]])
    np.testing.assert_allclose(alone, together[:9], atol=1e-5)
    before = outcome.bundle.probabilities(outcome.bundle.model.score(texts))
    np.testing.assert_array_equal(together, before)
