"""How the time of training and of answering grows with texts, their length, classes and words.

Synthetic texts of fixed seed: words by Zipf's law from a vocabulary, a third of them from the few
that a class has of its own. One epoch, so that only the work of it grows; the time is that of
`gatewise.select.train` on rows that were read, without the start of the process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gatewise.config import Config, override
from gatewise.kernels import available_cores
from gatewise.runtime import Predictor
from gatewise.select import Rows, train

__all__ = ["AXES", "Size", "cells", "exponent", "steepest", "synthetic"]

ROUNDS = 3
NETWORKS = ("linear", "textcnn", "bilstm")


@dataclass(frozen=True)
class Size:
    """What a synthetic set is made of."""

    texts: int = 4000
    length: int = 20
    classes: int = 10
    vocabulary: int = 10_000


AXES: dict[str, tuple[Size, ...]] = {
    "texts": tuple(Size(texts=n) for n in (1000, 3162, 10_000, 31_623, 100_000)),
    "length": tuple(Size(texts=1000, length=n) for n in (5, 16, 50, 158, 500)),
    "classes": tuple(Size(classes=n) for n in (2, 6, 20, 63, 200)),
    "vocabulary": tuple(
        Size(texts=10_000, vocabulary=n) for n in (1000, 3162, 10_000, 31_623, 100_000)
    ),
}
"""Two decades each; texts are cut at 512 tokens, so length ends before."""


def synthetic(size: Size, seed: int = 0) -> Rows:
    """Texts of words by Zipf's law, a third of them telling their class."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    drawn = rng.choice(letters, (size.vocabulary, 7))
    words = np.array([f"{''.join(row)}" for row in drawn])
    own = rng.integers(0, size.vocabulary, (size.classes, 12))
    labels = np.arange(size.texts) % size.classes
    shares = 1 / np.arange(1, size.vocabulary + 1)
    shape = (size.texts, size.length)
    common = np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(shape))
    telling = own[labels[:, None], rng.integers(0, own.shape[1], shape)]
    chosen = np.where(rng.random(shape) < 1 / 3, telling, common)
    texts = [" ".join(row) for row in words[np.minimum(chosen, size.vocabulary - 1)]]
    return Rows(texts, [f"c{label}" for label in labels])


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The k of seconds = a size^k by least squares of the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def steepest(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The exponent of the last step, where what is constant weighs least."""
    return exponent(sizes[-2:], seconds[-2:])


def cells() -> Iterator[str]:
    """The cells."""
    return (f"{axis}/{model}" for axis in AXES for model in NETWORKS)


def run(axis: str, model: str, sizes: Sequence[Size]) -> dict[str, Any]:
    """Seconds at each size, the medians of interleaved rounds, and the exponents."""
    config = override(
        Config(),
        {"model": {"name": model}, "training": {"epochs": 1}, "data": {"refit": False}},
    )
    # What is loaded once is loaded now.
    _timed(synthetic(replace(sizes[0], texts=500)), config)
    rows = [synthetic(size) for size in sizes]
    rounds = [[_timed(row, config) for row in rows] for _ in range(ROUNDS)]
    along = [getattr(size, axis) for size in sizes]
    told: dict[str, Any] = {"sizes": along, "threads": available_cores()}
    for number, name in enumerate(("training", "prediction")):
        seconds = [statistics.median(turn[i][number] for turn in rounds) for i in range(len(rows))]
        told[name] = {
            "seconds": [round(value, 4) for value in seconds],
            "exponent": round(exponent(along, seconds), 3),
            "last": round(steepest(along, seconds), 3),
        }
    return told


def _timed(rows: Rows, config: Config) -> tuple[float, float]:
    """Seconds to train on some rows and to answer them."""
    started = time.perf_counter()
    trained = train(rows, config=config, baseline=False)
    between = time.perf_counter()
    Predictor(trained.bundle).predict(rows.texts)
    return between - started, time.perf_counter() - between


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cell", required=True)
    axis, model = parser.parse_args().cell.split("/")
    print(json.dumps(run(axis, model, AXES[axis])))
