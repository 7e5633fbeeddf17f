"""Training a network: fit -> attempt -> epoch -> step.

An attempt whose loss is no longer a number starts again at half the learning rate. Rows that
choose the model (`select`) decide which epoch is kept; without them the last one is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from gatewise.config import TrainingConfig
from gatewise.data.batches import bucketed
from gatewise.errors import GatewiseError
from gatewise.languages import say
from gatewise.models import Network
from gatewise.training.ahead import ahead
from gatewise.training.engine import Engine, find_engine
from gatewise.training.examples import ExampleBatch, Examples
from gatewise.training.finder import with_found_rate
from gatewise.training.importance import row_weights
from gatewise.training.learner import Learner
from gatewise.training.losses import Measure, loss_for
from gatewise.training.progress import EpochRecord, Progress
from gatewise.training.rates import rates_of
from gatewise.training.schedule import warmup_cosine

__all__ = ["Examples", "Fitted", "fit"]

_ATTEMPTS = 4
"""Each at half the learning rate of the one before; what still diverges is no matter of rate."""


@dataclass(frozen=True)
class Fitted:
    """A trained network.

    Args:
        weights: float32 arrays by name, the running averages.
        history: One record an epoch.
        epoch: The epoch the weights are from: the last that was not clearly worse than another.
        interrupted: The user stopped training; the best so far is here.
        threads: Threads used.
        engine: What computed; the last bits of the weights depend on it.
        config: The settings, with the learning rates that were found where they were looked for.
    """

    weights: dict[str, NDArray[np.float32]]
    history: tuple[EpochRecord, ...]
    epoch: int
    interrupted: bool
    threads: int
    engine: Engine
    config: TrainingConfig


class _DivergedError(Exception):
    """The loss is not finite."""


def fit(
    network: Network,
    config: TrainingConfig,
    train: Examples,
    select: Examples | None,
    *,
    epochs: int,
    stop_after: int | None = None,
    progress: Progress,
    initial: Mapping[str, NDArray[np.float32]] | None = None,
) -> Fitted:
    """Train `network` from scratch.

    Args:
        network: What to train.
        config: How.
        train: Rows to learn from.
        select: Rows that choose the epoch and end training early; None keeps the last epoch.
        epochs: Epochs planned, which fix the schedule of the learning rate.
        stop_after: Leave off after so many epochs of the plan.
        progress: Told of everything.
        initial: Weights to start from, by name, in place of random ones.

    Raises:
        GatewiseError: The loss stays infinite or not a number at every learning rate tried.
        KeyboardInterrupt: Stopped before the first epoch was done.
    """
    train = _weighed(train, network.classes, config)
    select = _weighed(select, network.classes, config) if select else None
    rate = 1.0
    engine = find_engine(config)
    with engine.threads(config.threads) as used:
        config = with_found_rate(network, config, train, engine, progress, initial)
        first = rates_of(config).dense
        for _ in range(_ATTEMPTS):
            attempt = _Attempt(
                *(network, config, engine, train, select, epochs, rate, progress, initial)
            )
            try:
                return attempt.run(stop_after or epochs, used)
            except _DivergedError:
                rate /= 2
                progress.note(
                    say(
                        "The loss was no longer a finite number; starting again with a learning "
                        "rate of {rate:g}.",
                        rate=first * rate,
                    )
                )
    raise GatewiseError(
        say(
            "The loss was not finite at {attempts} learning rates from {first:g} down to {last:g}. "
            "Lower training.learning_rate, and check that the texts and labels belong together.",
            attempts=_ATTEMPTS,
            first=first,
            last=first * 2 * rate,
        )
    )


class _Attempt:
    """One run of epochs at one learning rate."""

    def __init__(
        self,
        network: Network,
        config: TrainingConfig,
        engine: Engine,
        train: Examples,
        select: Examples | None,
        epochs: int,
        rate: float,
        progress: Progress,
        initial: Mapping[str, NDArray[np.float32]] | None,
    ) -> None:
        self._config = config
        self._train = train
        self._select = select
        self._progress = progress
        self._rng = np.random.default_rng(config.seed)
        self._first_batches = self._batches()
        self._steps = len(self._first_batches) * epochs
        self._engine = engine
        self._loss = loss_for(train.targets, config)
        self._learner = Learner(
            network,
            config,
            loss=self._loss,
            schedule=lambda step: rate * warmup_cosine(step, self._steps, config.warmup),
            engine=engine,
            initial=initial,
        )
        self._history: list[EpochRecord] = []
        self._kept: tuple[EpochRecord, dict[str, NDArray[np.float32]]] | None = None
        self._fewest: NDArray[np.float64] | None = None

    def run(self, epochs: int, used_threads: int) -> Fitted:
        """Train until `epochs`, patience or the user ends it."""
        steps = len(self._first_batches) * epochs
        model = self._learner.network.config.name
        task = (
            say("training {model}", model=model)
            if self._select
            else say("training {model} on all rows", model=model)
        )
        self._progress.begin(task, steps)
        interrupted = False
        try:
            for epoch in range(1, epochs + 1):
                self._epoch(epoch)
                if self._out_of_patience(epoch):
                    break
        except KeyboardInterrupt:
            if self._kept is None:
                raise
            interrupted = True
        finally:
            self._progress.end()
        if self._kept is None:
            raise GatewiseError(say("Training ran no epoch; expected at least one."))
        record, weights = self._kept
        return Fitted(
            weights=weights,
            history=tuple(self._history),
            epoch=record.epoch,
            interrupted=interrupted,
            threads=used_threads,
            engine=self._engine,
            config=self._config,
        )

    def _epoch(self, epoch: int) -> None:
        batches = self._first_batches if epoch == 1 else self._batches()
        losses = [self._step(batch) for batch in ahead(self._train.batch, batches)]
        self._measure(epoch, float(np.mean(losses)))

    def _step(self, batch: ExampleBatch) -> float:
        loss = self._learner.step(batch)
        if not np.isfinite(loss):
            raise _DivergedError
        self._progress.step()
        return loss

    def _measure(self, epoch: int, train_loss: float) -> None:
        """Record the epoch, and keep its weights unless an earlier one was clearly better."""
        weights = self._learner.averaged_weights()
        record = EpochRecord(epoch, train_loss, self._learner.learning_rate)
        keep = True
        if self._select is not None:
            measured = self._judge(self._select, weights)
            record = replace(
                record,
                select_loss=measured.loss,
                select_accuracy=measured.accuracy,
                select_micro_f1=measured.micro_f1,
            )
            costs = measured.costs
            keep = self._fewest is None or not _clearly_worse(costs, self._fewest)
            if self._fewest is None or costs.sum() < self._fewest.sum():
                self._fewest = costs
        self._history.append(record)
        if keep:
            self._kept = record, {name: w.cpu().numpy() for name, w in weights.items()}
        self._progress.epoch(record)

    def _judge(self, select: Examples, weights: dict[str, Tensor]) -> Measure:
        logits = self._learner.logits(select.texts, weights)
        if not np.isfinite(logits).all():
            raise _DivergedError
        return self._loss.measure(logits, select.targets, select.weights)

    def _out_of_patience(self, epoch: int) -> bool:
        return self._kept is not None and epoch - self._kept[0].epoch >= self._config.patience

    def _batches(self) -> list[NDArray[np.int64]]:
        return bucketed(
            self._train.texts.tokens.lengths,
            tokens=self._config.batch_tokens,
            size=self._config.batch_size,
            rng=self._rng,
        )


def _weighed(rows: Examples, classes: int, config: TrainingConfig) -> Examples:
    """`rows` with weights of mean 1, class weights included."""
    return replace(
        rows, weights=row_weights(rows.targets, classes, config.class_weight, rows.weights)
    )


def _clearly_worse(costs: NDArray[np.float64], fewest: NDArray[np.float64]) -> bool:
    """Whether the mean cost is above the lowest by two standard errors of the difference.

    Among epochs that some hundred rows cannot tell apart the latest is the steadiest, since the
    learning rate has fallen furthest: stopping at the luckiest one cost a point of accuracy. The
    log-loss is no guide here; it rises while the accuracy still does.
    """
    difference = costs - fewest  # (N,)
    return float(difference.mean()) > 2 * float(difference.std() / np.sqrt(len(difference)))
