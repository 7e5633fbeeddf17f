"""One network being trained: its weights, its optimisers and what a step does.

Legend: N rows of a batch, T tokens, U distinct table rows, P pieces, D embedding, C classes.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from gatewise.config import TrainingConfig
from gatewise.data.batches import in_order
from gatewise.layers.batch import collate
from gatewise.layers.operations import Batch
from gatewise.layers.trainable import TrainableOperations
from gatewise.models import Network
from gatewise.models.network import TABLE
from gatewise.text import Encoded
from gatewise.training.averaging import DenseAverage, decay_at
from gatewise.training.rows import RowAdamW
from gatewise.training.schedule import warmup_cosine
from gatewise.training.weights import initial_weights

__all__ = ["Learner"]

Indices = NDArray[np.int64]


class Learner:
    """Trains the weights of `network`.

    Args:
        network: What to train.
        config: How.
        steps: Steps planned, which fixes the schedule of the learning rate.
        device: Where to compute.
        rate: Factor on every learning rate; smaller after a run that diverged.
    """

    def __init__(
        self,
        network: Network,
        config: TrainingConfig,
        *,
        steps: int,
        device: torch.device,
        rate: float = 1.0,
    ) -> None:
        self.network = network
        self.config = config
        self.device = device
        self._steps = steps
        self._rate = rate
        parameters = network.parameters()
        fresh = initial_weights(parameters, np.random.default_rng(config.seed))
        weights = {name: torch.from_numpy(w).to(device) for name, w in fresh.items()}
        self._table = RowAdamW(weights.pop(TABLE), weight_decay=config.weight_decay)
        trained = [w.requires_grad_() for name, w in weights.items() if parameters[name].trained]
        self._dense = weights
        self._optimizer = torch.optim.AdamW(
            trained, lr=config.learning_rate, weight_decay=config.weight_decay
        )
        self._average = DenseAverage(self._dense)
        generator = torch.Generator(device="cpu").manual_seed(config.seed)
        self._training = TrainableOperations(generator)

    def step(self, texts: Encoded, rows: Indices, targets: Indices) -> float:
        """Learn from some rows of `texts`; a loss that is not finite changes nothing.

        Args:
            texts: Encoded training texts.
            rows: Which of them, (N,).
            targets: Their classes, (N,).

        Returns:
            The mean loss of the batch before the step.
        """
        batch = self._batch(texts, rows)
        # Only the batch's rows take part, so the gradient of the table is (U, D), never (V, D).
        seen, pieces = torch.unique(batch.pieces, return_inverse=True)  # (U,), (P,)
        vectors = self._table.table[seen].requires_grad_()  # (U, D)
        weights = {**self._dense, TABLE: vectors}
        logits = self.network.logits(self._training, weights, replace(batch, pieces=pieces))
        loss = functional.cross_entropy(
            logits,
            torch.from_numpy(targets).to(self.device),
            label_smoothing=self.config.label_smoothing,
        )
        value = float(loss.detach())
        if np.isfinite(value):
            self._optimizer.zero_grad()
            torch.autograd.backward(loss)
            self._update(seen, vectors)
        return value

    @property
    def learning_rate(self) -> float:
        """The rate of the dense weights at the last step."""
        return float(self._optimizer.param_groups[0]["lr"])

    def _update(self, seen: Tensor, vectors: Tensor) -> None:
        done, config = self._table.steps, self.config
        factor = self._rate * warmup_cosine(done, self._steps, config.warmup)
        torch.nn.utils.clip_grad_norm_(self._dense.values(), config.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = config.learning_rate * factor
        self._optimizer.step()
        decay = decay_at(done + 1, config.averaging)
        self._average.step(decay)
        gradient = cast(Tensor, vectors.grad)  # there is one, since the loss was sent back
        self._table.step(seen, gradient, rate=config.table_learning_rate * factor, averaging=decay)

    @torch.no_grad()
    def averaged_weights(self) -> dict[str, Tensor]:
        """The running averages of all weights, table included."""
        return {TABLE: self._table.average(), **self._average.averages()}

    @torch.no_grad()
    def logits(self, texts: Encoded, weights: dict[str, Tensor]) -> NDArray[np.float32]:
        """Scores (N, C) by the given weights, without dropout."""
        ops = TrainableOperations()
        out = np.empty((len(texts), self.network.classes), np.float32)
        budget = 4 * self.config.batch_tokens  # without gradients a batch needs a quarter
        for rows in in_order(texts.tokens.lengths, tokens=budget, size=4 * self.config.batch_size):
            out[rows] = self.network.logits(ops, weights, self._batch(texts, rows)).cpu().numpy()
        return out

    def _batch(self, texts: Encoded, rows: Indices) -> Batch[Tensor]:
        arrays = collate(texts, rows)
        tensors = (torch.from_numpy(a).to(self.device) for a in astuple(arrays))
        return Batch(*tensors)
