"""One network being trained: its weights, its optimisers and what a step does.

Legend: N rows of a batch, T tokens, U distinct tokens, D embedding, C classes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from gatewise.config import TrainingConfig
from gatewise.data.batches import in_order
from gatewise.layers.operations import Batch
from gatewise.layers.trainable import TrainableOperations
from gatewise.models import Network
from gatewise.models.classifier import TABLE
from gatewise.text import PAD, Ragged
from gatewise.training.averaging import DenseAverage, decay_at
from gatewise.training.rows import RowAdamW
from gatewise.training.schedule import warmup_cosine
from gatewise.training.weights import initial_weights

__all__ = ["Examples", "Learner"]

Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Examples:
    """Encoded rows with their classes.

    Args:
        tokens: N rows of ids.
        targets: int64, shape (N,): class numbers.
    """

    tokens: Ragged
    targets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.targets)


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
        fresh = initial_weights(network.parameters(), np.random.default_rng(config.seed))
        self._weights = {name: torch.from_numpy(w).to(device) for name, w in fresh.items()}
        self._dense = {n: w.requires_grad_() for n, w in self._weights.items() if n != TABLE}
        self._optimizer = torch.optim.AdamW(
            self._dense.values(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        self._table = RowAdamW(self._weights[TABLE], weight_decay=config.weight_decay)
        self._average = DenseAverage(self._dense)
        generator = torch.Generator(device="cpu").manual_seed(config.seed)
        self._training = TrainableOperations(generator)

    def step(self, rows: Ragged, targets: NDArray[np.int64]) -> float:
        """Learn from one batch and return its loss; a loss that is not finite changes nothing."""
        batch = self._batch(rows)
        seen, batch_rows = torch.unique(batch.tokens, return_inverse=True)  # (U,), (N, T)
        # Only the batch's rows take part, so the gradient of the table is (U, D), never (V, D).
        vectors = self._weights[TABLE][seen].requires_grad_()  # (U, D)
        weights = {**self._dense, TABLE: vectors}
        logits = self.network.logits(self._training, weights, Batch(batch_rows, batch.lengths))
        loss = functional.cross_entropy(
            logits,
            torch.from_numpy(targets).to(self.device),
            label_smoothing=self.config.label_smoothing,
        )
        value = float(loss.detach())
        if np.isfinite(value):
            self._optimizer.zero_grad()
            loss.backward()
            self._update(seen, vectors)
        return value

    def _update(self, seen: Tensor, vectors: Tensor) -> None:
        done, config = self._table.steps, self.config
        factor = self._rate * warmup_cosine(done, self._steps, config.warmup)
        torch.nn.utils.clip_grad_norm_(self._dense.values(), config.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = config.learning_rate * factor
        self._optimizer.step()
        decay = decay_at(done + 1, config.averaging)
        self._average.step(decay)
        assert vectors.grad is not None
        self._table.step(
            seen, vectors.grad, rate=config.table_learning_rate * factor, averaging=decay
        )

    @torch.no_grad()
    def averaged_weights(self) -> dict[str, Tensor]:
        """The running averages of all weights, table included."""
        return {TABLE: self._table.average(), **self._average.averages()}

    @torch.no_grad()
    def logits(self, rows: Ragged, weights: dict[str, Tensor]) -> NDArray[np.float32]:
        """Scores (N, C) by the given weights, without dropout."""
        ops = TrainableOperations()
        out = np.empty((len(rows), self.network.classes), np.float32)
        budget = 4 * self.config.batch_tokens  # without gradients a batch needs a quarter
        for chosen in in_order(rows.lengths, tokens=budget, size=4 * self.config.batch_size):
            batch = self._batch(rows.take(chosen))
            out[chosen] = self.network.logits(ops, weights, batch).cpu().numpy()
        return out

    def _batch(self, rows: Ragged) -> Batch[Tensor]:
        # A text without tokens still needs a step to stand on; its length says it is not real.
        padded = rows.pad(PAD) if rows.lengths.max(initial=0) else np.full((len(rows), 1), PAD)
        return Batch(
            torch.from_numpy(padded.astype(np.int64)).to(self.device),
            torch.from_numpy(rows.lengths).to(self.device),
        )
