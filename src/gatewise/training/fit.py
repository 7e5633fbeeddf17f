"""Training a network: fit -> attempt -> epoch -> step.

An attempt whose loss is no longer a number starts again at half the learning rate. Rows that
choose the model (`select`) decide which epoch is kept; without them the last one is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TrainingConfig
from gatewise.data.batches import bucketed
from gatewise.errors import GatewiseError
from gatewise.evaluation import fit_temperature, log_softmax
from gatewise.models import Network
from gatewise.text import Encoded
from gatewise.training.device import find_device, threads
from gatewise.training.learner import Learner
from gatewise.training.progress import EpochRecord, Progress

__all__ = ["Examples", "Fitted", "fit"]

_ATTEMPTS = 4
"""Each at half the learning rate of the one before; what still diverges is no matter of rate."""


@dataclass(frozen=True)
class Examples:
    """Encoded texts with their classes.

    Args:
        texts: N encoded texts.
        targets: int64, shape (N,): class numbers.
    """

    texts: Encoded
    targets: NDArray[np.int64]


@dataclass(frozen=True)
class Fitted:
    """A trained network.

    Args:
        weights: float32 arrays by name, the running averages.
        history: One record an epoch.
        epoch: The epoch the weights are from: the last that was not clearly worse than another.
        interrupted: The user stopped training; the best so far is here.
        threads: Threads used, on which the last bits of the weights depend.
    """

    weights: dict[str, NDArray[np.float32]]
    history: tuple[EpochRecord, ...]
    epoch: int
    interrupted: bool
    threads: int


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

    Raises:
        GatewiseError: The loss stays infinite or not a number at every learning rate tried.
        KeyboardInterrupt: Stopped before the first epoch was done.
    """
    rate = 1.0
    with threads(config.threads) as used:
        for _ in range(_ATTEMPTS):
            attempt = _Attempt(network, config, train, select, epochs, rate, progress)
            try:
                return attempt.run(stop_after or epochs, used)
            except _DivergedError:
                rate /= 2
                progress.note(
                    f"The loss was no longer a finite number; starting again with a learning "
                    f"rate of {config.learning_rate * rate:g}."
                )
    raise GatewiseError(
        f"The loss was not finite at {_ATTEMPTS} learning rates from {config.learning_rate:g} "
        f"down to {config.learning_rate * 2 * rate:g}. Lower training.learning_rate, and check "
        "that the texts and labels belong together."
    )


class _Attempt:
    """One run of epochs at one learning rate."""

    def __init__(
        self,
        network: Network,
        config: TrainingConfig,
        train: Examples,
        select: Examples | None,
        epochs: int,
        rate: float,
        progress: Progress,
    ) -> None:
        self._config = config
        self._train = train
        self._select = select
        self._progress = progress
        self._rng = np.random.default_rng(config.seed)
        self._first_batches = self._batches()
        self._steps = len(self._first_batches) * epochs
        device = find_device(config.device)
        self._learner = Learner(network, config, steps=self._steps, device=device, rate=rate)
        self._history: list[EpochRecord] = []
        self._kept: tuple[EpochRecord, dict[str, NDArray[np.float32]]] | None = None
        self._fewest: NDArray[np.bool_] | None = None

    def run(self, epochs: int, used_threads: int) -> Fitted:
        """Train until `epochs`, patience or the user ends it."""
        steps = len(self._first_batches) * epochs
        self._progress.begin("training" if self._select else "training on all rows", steps)
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
            raise GatewiseError("Training ran no epoch; expected at least one.")
        record, weights = self._kept
        history = tuple(self._history)
        return Fitted(weights, history, record.epoch, interrupted, used_threads)

    def _epoch(self, epoch: int) -> None:
        batches = self._first_batches if epoch == 1 else self._batches()
        losses = [self._step(rows) for rows in batches]
        self._measure(epoch, float(np.mean(losses)))

    def _step(self, rows: NDArray[np.int64]) -> float:
        loss = self._learner.step(self._train.texts, rows, self._train.targets[rows])
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
            logits = self._learner.logits(self._select.texts, weights)
            wrong = logits.argmax(axis=1) != self._select.targets  # (N,)
            record = replace(
                record,
                select_loss=_log_loss(logits, self._select.targets),
                select_accuracy=float(1 - wrong.mean()),
            )
            keep = self._fewest is None or not _clearly_worse(wrong, self._fewest)
            if self._fewest is None or wrong.sum() < self._fewest.sum():
                self._fewest = wrong
        self._history.append(record)
        if keep:
            self._kept = record, {name: w.cpu().numpy() for name, w in weights.items()}
        self._progress.epoch(record)

    def _out_of_patience(self, epoch: int) -> bool:
        return self._kept is not None and epoch - self._kept[0].epoch >= self._config.patience

    def _batches(self) -> list[NDArray[np.int64]]:
        return bucketed(
            self._train.texts.tokens.lengths,
            tokens=self._config.batch_tokens,
            size=self._config.batch_size,
            rng=self._rng,
        )


def _log_loss(logits: NDArray[np.float32], targets: NDArray[np.int64]) -> float:
    """Log-loss at the best temperature, since calibration comes later."""
    if not np.isfinite(logits).all():
        raise _DivergedError
    scaled = log_softmax(logits.astype(np.float64) / fit_temperature(logits, targets))  # (N, C)
    return float(-scaled[np.arange(len(targets)), targets].mean())


def _clearly_worse(wrong: NDArray[np.bool_], fewest: NDArray[np.bool_]) -> bool:
    """Whether the share of errors is above the lowest by two standard errors of the difference.

    Among epochs that some hundred rows cannot tell apart the latest is the steadiest, since the
    learning rate has fallen furthest: stopping at the luckiest one cost a point of accuracy. The
    log-loss is no guide here; it rises while the accuracy still does.
    """
    difference = wrong.astype(np.float64) - fewest
    return float(difference.mean()) > 2 * float(difference.std() / np.sqrt(len(difference)))
