"""Timing is fair in its order, batches are what they say, and every rival of a layer runs."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np
import pytest
from benchmarks.corpora import batches, describe
from benchmarks.kernels import Case, Effort, measure, table
from benchmarks.layers.contender import Rival
from benchmarks.layers.embedding import embedding
from benchmarks.layers.products import best_product
from benchmarks.layers.recurrent import PACKED
from benchmarks.timing import interleaved, order

from gatewise.text import Ragged


def test_every_rival_has_every_place_as_often() -> None:
    names = ["a", "b", "c"]
    rounds = [order(names, turn) for turn in range(2 * len(names))]
    assert all(sorted(taken) == names for taken in rounds)
    places = Counter((name, place) for taken in rounds for place, name in enumerate(taken))
    assert set(places.values()) == {2}


def test_interleaved_counts_no_first_round() -> None:
    calls: Counter[str] = Counter()
    rivals = [Rival(name, "fp32", partial(calls.update, [name])) for name in "ab"]
    seconds, _ = interleaved(rivals, 3, threads=1)
    assert calls == {"a": 4, "b": 4}
    assert [len(taken) for taken in seconds.values()] == [3, 3]


def test_bucketed_batches_hold_less_padding_than_unsorted_ones() -> None:
    lengths = np.random.default_rng(0).geometric(0.05, 2000).astype(np.int64)
    useful = {}
    for kind in ("bucketed", "unsorted"):
        rows = batches(lengths, kind, size=16, count=4)
        assert [len(batch) for batch in rows] == [16] * 4
        useful[kind] = describe([lengths[batch] for batch in rows])["useful"]
    assert useful["bucketed"] > 0.8 > useful["unsorted"]


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["lstm", "conv"])
def test_layers_run(layer: str) -> None:
    products = [best_product(d, 1, sizes=((8, 8, 8),), rounds=1) for d in ("fp32", "bf16")]
    case = Case(layer, "5", "full", 6, 4 if layer == "lstm" else 0)
    measured = measure(case, products, Effort(size=3, batches=1, rounds=2, threads=1))
    for figures in measured["rivals"].values():
        assert figures["ms"] > 0
        assert figures["share"] > 0
    if layer == "lstm":
        differs = {name: f["differs"] for name, f in measured["rivals"].items() if "differs" in f}
        assert differs.pop(PACKED) == [0, 0]
        limits = {name: 0.05 if name.endswith("bf16") else 1e-4 for name in differs}
        assert all(max(differs[name]) < limits[name] for name in differs)
    assert case.key in table({case.key: measured})


@pytest.mark.slow
def test_embeddings_run() -> None:
    tokens = Ragged.of([[2, 3], [3], [4, 2, 2]])
    for rival in embedding(tokens, [np.arange(3)], rows=6, width=4):
        rival.run()
