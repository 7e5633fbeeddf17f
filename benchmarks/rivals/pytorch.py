"""Runs a rival of networks.py from raw file to saved weights.

`article`: batches of 64 as the file has them, padded to the longest, cut at 400. `expert`: batches
of 64 of like length, cut as ours. Both read our tokens (without pieces of words) and learn from
nine rows in ten; the others are measured once an epoch, as ours are. The rows are shuffled once
before, since in a file that is sorted by label the article's way would learn nothing.

With `--share` only that share of the batches is run, spread evenly; the seconds of the others are
reckoned by tokens, padding included, and nothing is said of accuracy.

Legend: N texts a batch, T tokens, M texts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from benchmarks.corpora import vocabulary_of
from benchmarks.rivals import protocol
from benchmarks.rivals.networks import WAYS, Classifier, Way, build, sizes
from benchmarks.rivals.protocol import Stretches, Task, Told
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from gatewise.config import TextConfig
from gatewise.data.batches import bucketed
from gatewise.data.labels import label_names
from gatewise.select import Rows
from gatewise.text import Ragged, Vocabulary, uses_spaces
from gatewise.text.reader import Reader

__all__ = ["Clock", "run"]

SIZE, ARTICLE_CUT = 64, 400


@dataclass(frozen=True)
class Texts:
    """Encoded texts with their classes, (M,)."""

    ids: Ragged
    targets: NDArray[np.int64]

    def batch(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor, Tensor]:
        """Ids (N, T), lengths (N,) and classes (N,) of some rows."""
        chosen = self.ids.take(rows)
        arrays = chosen.pad(0).astype(np.int64), chosen.lengths, self.targets[rows]
        ids, lengths, targets = (torch.from_numpy(array) for array in arrays)
        return ids, lengths, targets

    def padded_tokens(self, batches: Sequence[NDArray[np.int64]]) -> int:
        """Tokens of some batches, padding included."""
        lengths = self.ids.lengths
        return sum(len(rows) * int(lengths[rows].max()) for rows in batches)

    def batches(self, way: Way, rng: np.random.Generator) -> list[NDArray[np.int64]]:
        """The batches of an epoch, row numbers (N,) each."""
        lengths = self.ids.lengths
        if way.expert:
            return bucketed(lengths, tokens=SIZE * int(lengths.max()), size=SIZE, rng=rng)
        return [np.arange(i, min(i + SIZE, len(lengths))) for i in range(0, len(lengths), SIZE)]


def reader_for(texts: Sequence[str]) -> Reader:
    """Our tokeniser, words or characters as ours decides."""
    kind = "word" if uses_spaces(texts) else "character"
    return Reader(replace(TextConfig(), tokenizer=kind))


@dataclass(frozen=True)
class Coder:
    """Tokens to ids and labels to classes."""

    vocabulary: Vocabulary
    classes: Sequence[str]
    cut: int

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]], labels: Sequence[str], cut: int) -> Coder:
        """The vocabulary of our limits, without pieces."""
        vocabulary = vocabulary_of(documents, TextConfig().max_vocabulary)
        return cls(vocabulary, sorted(set(labels)), cut)

    def encode(self, documents: Sequence[Sequence[str]], labels: Sequence[str]) -> Texts:
        """Rows as numbers; a text without tokens stands on one unknown one."""
        ids = [self.vocabulary.encode(row[: self.cut] or [""]) for row in documents]
        number = {label: i for i, label in enumerate(self.classes)}
        return Texts(Ragged.of(ids), np.asarray([number[label] for label in labels], np.int64))


class Clock:
    """Seconds and tokens of what was run, and tokens of the whole."""

    def __init__(self, share: float) -> None:
        self.every = max(1, round(1 / share))
        self.seconds = 0.0
        self.done = self.whole = 0

    def run(
        self,
        texts: Texts,
        batches: Sequence[NDArray[np.int64]],
        step: Callable[..., Any],
        stretches: Stretches | None = None,
    ) -> None:
        """Call `step` with every k-th batch; putting it together counts."""
        started = time.perf_counter()
        stretches = Stretches() if stretches is None else stretches
        stretches.begin()
        for rows in batches[:: self.every]:
            step(*texts.batch(rows))
            stretches.step(len(rows))
        self.seconds += time.perf_counter() - started
        self.done += texts.padded_tokens(batches[:: self.every])
        self.whole += texts.padded_tokens(batches)

    @property
    def share(self) -> float:
        """Share of the tokens that was run."""
        return self.done / self.whole

    @property
    def left(self) -> float:
        """Seconds that the batches which were left out would have taken."""
        return self.seconds * (self.whole / self.done - 1)


class Run:
    """One network in training.

    Args:
        network: The network.
        way: How it trains.
        moving: Its optimisers.
        falling: Their schedules.
    """

    def __init__(
        self,
        network: Classifier,
        way: Way,
        moving: Sequence[torch.optim.Optimizer],
        falling: Sequence[torch.optim.lr_scheduler.LRScheduler],
    ) -> None:
        self.network, self.way, self.moving, self.falling = network, way, moving, falling
        self.stretches = Stretches()

    def learn(self, ids: Tensor, lengths: Tensor, targets: Tensor) -> None:
        """A step."""
        for optimizer in self.moving:
            optimizer.zero_grad()
        loss = functional.cross_entropy(self._logits(ids, lengths), targets)
        torch.autograd.backward(loss)
        for optimizer in self.moving:
            optimizer.step()
        for schedule in self.falling:
            schedule.step()

    @torch.no_grad()
    def accuracy(self, texts: Texts, clock: Clock) -> float:
        """Share of right answers."""
        right = []

        def answer(ids: Tensor, lengths: Tensor, targets: Tensor) -> None:
            right.append((self._logits(ids, lengths).argmax(dim=1) == targets).float())

        self.network.eval()
        clock.run(texts, texts.batches(self.way, np.random.default_rng(0)), answer)
        self.network.train()
        return float(torch.cat(right).mean())

    def _logits(self, ids: Tensor, lengths: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.way.dtype == "bf16"):
            logits: Tensor = self.network(ids, lengths)
        return logits.float()


def run(
    rows: Rows, model: str, way: Way, *, epochs: int, clock: Clock, seed: int
) -> tuple[Run, Reader, Coder]:
    """Train one network on `rows`."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rows = rows.take(rng.permutation(len(rows)))
    reader = reader_for(rows.texts)
    documents, labels = tokens_of(reader, rows), label_names(rows.labels)
    part = len(rows) // 10
    cut = TextConfig().max_length if way.expert else ARTICLE_CUT
    coder = Coder.learn(documents[part:], labels, cut)
    learnt = coder.encode(documents[part:], labels[part:])
    judged = coder.encode(documents[:part], labels[:part])
    steps = epochs * -(-len(learnt.ids) // SIZE)
    config = sizes(model, rows.texts)
    made = build(config, way, len(coder.vocabulary), len(coder.classes), steps)
    training = Run(made[0], way, *made[1:])
    for _ in range(epochs):
        clock.run(learnt, learnt.batches(way, rng), training.learn, training.stretches)
        training.accuracy(judged, clock)
    return training, reader, coder


def tokens_of(reader: Reader, rows: Rows) -> list[list[str]]:
    """The tokens of each text, uncut."""
    return [reader.tokenize(reader.normalise(text)) for text in rows.texts]


def train(task: Task) -> Told:
    """Train, save, and after the clock has stopped answer the test file."""
    name, _, model = task.variant.rpartition("-")
    way, clock, right = WAYS[name], Clock(task.share), None
    # Not by our engine: it would set up the allocator for its kernels, which is no rival's doing.
    torch.set_num_threads(task.threads)
    torch.set_flush_denormal(way.expert)
    rows = Rows(*protocol.read_rows(task.training))
    trained, reader, coder = run(rows, model, way, epochs=task.epochs, clock=clock, seed=task.seed)
    save_file(trained.network.state_dict(), task.out / "weights.safetensors")
    ended = time.time()
    if clock.every == 1:
        test = Rows(*protocol.read_rows(task.test))
        texts = coder.encode(tokens_of(reader, test), label_names(test.labels))
        right = trained.accuracy(texts, Clock(1.0))
    steps = trained.stretches
    return Told(ended, right, clock.left, steps.speed, len(steps), clock.share)


if __name__ == "__main__":
    protocol.main(train=train)
