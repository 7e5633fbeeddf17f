"""The learning-rate range test: try rising rates on a model of its own, and tell which to use.

Smith, "Cyclical learning rates for training neural networks", 2017.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TrainingConfig
from gatewise.data.batches import bucketed
from gatewise.languages import say
from gatewise.models import Network
from gatewise.training.engine import Engine
from gatewise.training.examples import Examples
from gatewise.training.learner import Learner
from gatewise.training.losses import loss_for
from gatewise.training.progress import Progress
from gatewise.training.rates import rates_of

__all__ = ["choose", "range_test", "with_found_rate"]

_STEPS = 100
_LOWEST, _HIGHEST = 1e-2, 1e2
"""Factors on the usual rates between which the test runs."""

_MOST = 100.0
_SMOOTHING = 0.9
_BLOWN_UP = 2.0
"""The test ends when the smoothed loss is so many times the lowest."""


def with_found_rate(
    network: Network,
    config: TrainingConfig,
    train: Examples,
    engine: Engine,
    progress: Progress,
    initial: Mapping[str, NDArray[np.float32]] | None = None,
) -> TrainingConfig:
    """`config` with the learning rates that a range test found, if it asks for one.

    The test trains weights of its own with random numbers of its own: a run with the found rates
    given by hand is the same to the byte.

    Args:
        network: What will be trained.
        config: How.
        train: Rows to learn from, weighed.
        engine: What computes.
        progress: Told which rates were chosen.
        initial: Weights to start from, by name, in place of random ones.
    """
    if not config.find_learning_rate:
        return config
    factors, losses = range_test(network, config, train, engine, initial)
    if not len(losses):  # which the training itself will meet and tell
        return replace(config, find_learning_rate=False)
    rates, factor = rates_of(config), choose(factors)
    found = replace(
        config,
        find_learning_rate=False,
        learning_rate=_rounded(rates.dense * factor),
        table_learning_rate=_rounded(rates.table * factor),
    )
    progress.note(
        say(
            "Learning rates from {low:.2g} to {high:.2g} were tried; the loss was lowest at "
            "{best:.2g}. Chosen, a tenth of the last: training.learning_rate = {rate:g}, "
            "training.table_learning_rate = {table:g}.",
            low=rates.dense * factors[0],
            high=rates.dense * factors[-1],
            best=rates.dense * factors[int(losses.argmin())],
            rate=found.learning_rate,
            table=found.table_learning_rate,
        )
    )
    return found


def range_test(
    network: Network,
    config: TrainingConfig,
    train: Examples,
    engine: Engine,
    initial: Mapping[str, NDArray[np.float32]] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Train fresh weights for some steps while the rate rises.

    Returns:
        Factors on the usual rates and the smoothed loss before each step, both (S,); the test
        ends early when the loss blows up.
    """
    factors = np.geomspace(_LOWEST, _HIGHEST, _STEPS)
    rng = np.random.default_rng(config.seed)
    learner = Learner(
        network,
        config,
        loss=loss_for(train.targets, config),
        schedule=lambda step: float(factors[step]),
        engine=engine,
        initial=initial,
    )
    batches = bucketed(
        train.texts.tokens.lengths, tokens=config.batch_tokens, size=config.batch_size, rng=rng
    )
    smoothed: list[float] = []
    running = 0.0
    for step, rows in zip(range(1, _STEPS + 1), cycle(batches), strict=False):
        loss = learner.step(train.batch(rows))
        if not np.isfinite(loss):
            break
        running = _SMOOTHING * running + (1 - _SMOOTHING) * loss
        smoothed.append(running / (1 - _SMOOTHING**step))  # as Adam corrects its first steps
        if smoothed[-1] > _BLOWN_UP * min(smoothed):
            break
    return factors[: len(smoothed)], np.asarray(smoothed)


def choose(factors: NDArray[np.float64]) -> float:
    """A tenth of the last factor tried, at which the loss had blown up if it ever did.

    The place of the steepest fall or of the lowest loss is a matter of noise where the loss
    hardly falls in a hundred steps, as on `mr`; that of the blow-up is not.
    """
    return float(factors[-1]) / 10


def _rounded(rate: float) -> float:
    """To two digits and at most what the option allows, so that it can be given by hand."""
    return min(float(f"{rate:.2g}"), _MOST)
