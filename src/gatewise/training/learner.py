"""One network being trained: its weights, its optimisers and what a step does.

Legend: N rows of a batch, T tokens, U distinct table rows, D embedding, C classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gatewise.config import TrainingConfig
from gatewise.data.batches import in_order
from gatewise.layers.batch import collate
from gatewise.layers.operations import Batch
from gatewise.models import Network
from gatewise.models.network import TABLE
from gatewise.text import Encoded
from gatewise.training.adversarial import worst_move
from gatewise.training.averaging import DenseAverage, decay_at
from gatewise.training.engine import Engine
from gatewise.training.examples import ExampleBatch
from gatewise.training.losses import Loss
from gatewise.training.optimizers import dense_optimizer, row_rule
from gatewise.training.rates import rates_of
from gatewise.training.rows import RowTable
from gatewise.training.weights import initial_weights

__all__ = ["Learner"]


class Learner:
    """Trains the weights of `network`.

    Args:
        network: What to train.
        config: How.
        loss: What is to become small.
        schedule: Factor on every learning rate at a step, counted from 0.
        engine: What computes.
        initial: Weights to start from, by name, in place of random ones.
    """

    def __init__(
        self,
        network: Network,
        config: TrainingConfig,
        *,
        loss: Loss,
        schedule: Callable[[int], float],
        engine: Engine,
        initial: Mapping[str, NDArray[np.float32]] | None = None,
    ) -> None:
        self.network = network
        self.config = config
        self.device = device = engine.device
        self._engine = engine
        self._loss = loss
        self._schedule = schedule
        self._rates = rates_of(config)
        parameters = network.parameters()
        fresh = initial_weights(parameters, np.random.default_rng(config.seed))
        # Copies, since training changes them in place and may start again.
        fresh |= {name: given.copy() for name, given in (initial or {}).items()}
        weights = {name: torch.from_numpy(w).to(device) for name, w in fresh.items()}
        self._table = RowTable(weights.pop(TABLE), row_rule(config, self._rates))
        trained = [w.requires_grad_() for name, w in weights.items() if parameters[name].trained]
        self._dense = weights
        self._optimizer = dense_optimizer(trained, config, self._rates)
        self._average = DenseAverage(self._dense)
        generator = torch.Generator(device="cpu").manual_seed(config.seed)
        self._training = engine.operations(generator)

    def step(
        self,
        examples: ExampleBatch,
    ) -> float:
        """Learn from some rows; a loss that is not finite changes nothing.

        Args:
            examples: The rows and what is true of them.

        Returns:
            The mean loss of the batch before the step.
        """
        batch = self._on_device(examples.batch)
        true = torch.from_numpy(examples.targets).to(self.device)
        weights = examples.weights
        counts = None if weights is None else torch.from_numpy(weights).to(self.device)

        def loss_of(x: Tensor) -> Tensor:
            logits = self.network.logits_of(self._training, self._dense, x, batch)  # (N, C)
            return self._loss(logits, true, counts)

        x = self._training.embed(self._table.table, batch).requires_grad_()  # (N, T, D)
        loss = loss_of(x)
        value = float(loss.detach())
        if np.isfinite(value):
            self._optimizer.zero_grad()
            if self.config.adversarial:
                torch.autograd.backward(loss / 2)
                move = worst_move(x, batch.lengths, self.config.adversarial)  # (N, T, D)
                loss = loss_of(x + move) / 2
            torch.autograd.backward(loss)
            self._update(batch, cast(Tensor, x.grad))  # there is one: the loss was sent back
        return value

    @property
    def learning_rate(self) -> float:
        """The rate of the dense weights at the last step."""
        return float(self._optimizer.param_groups[0]["lr"])

    def _update(self, batch: Batch[Tensor], gradient: Tensor) -> None:
        done, config, rates = self._table.steps, self.config, self._rates
        factor = self._schedule(done)
        torch.nn.utils.clip_grad_norm_(self._dense.values(), config.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = rates.dense * factor
        self._optimizer.step()
        decay = decay_at(done + 1, config.averaging)
        self._average.step(decay)
        seen, gradients = self._training.row_gradients(batch, gradient)  # (U,), (U, D)
        self._table.step(seen, gradients, rate=rates.table * factor, averaging=decay)

    @torch.no_grad()
    def averaged_weights(self) -> dict[str, Tensor]:
        """The running averages of all weights, table included."""
        return {TABLE: self._table.average(), **self._average.averages()}

    @torch.no_grad()
    def logits(self, texts: Encoded, weights: dict[str, Tensor]) -> NDArray[np.float32]:
        """Scores (N, C) by the given weights, without dropout."""
        ops = self._engine.operations()
        out = np.empty((len(texts), self.network.classes), np.float32)
        budget = 4 * self.config.batch_tokens  # without gradients a batch needs a quarter
        for rows in in_order(texts.tokens.lengths, tokens=budget, size=4 * self.config.batch_size):
            batch = self._on_device(collate(texts, rows))
            out[rows] = self.network.logits(ops, weights, batch).cpu().numpy()
        return out

    def _on_device(self, arrays: Batch[NDArray[np.int64]]) -> Batch[Tensor]:
        tensors = {name: torch.from_numpy(a).to(self.device) for name, a in vars(arrays).items()}
        return Batch(**tensors)
