"""Gatewise itself, asked like its rivals; the variant is the model.

`train` only tells the speed of the steps: whole runs are those of the command line. `measure` uses
`gatewise.load(folder).predict`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Stretches, Task, Told, Way

import gatewise
from gatewise.models import NetworkModel


def train(task: Task) -> Told:
    """Stop when five stretches are done."""
    from gatewise.config import Config, override
    from gatewise.select import Rows, train
    from gatewise.training.progress import Silent

    stretches = Stretches()

    rows = Rows(*protocol.read_rows(task.training))

    class Counting(Silent):
        texts = 0.0

        def begin(self, task_name: str, steps: int) -> None:
            # Batches hold so many tokens or texts, so how many texts is known as a mean.
            self.texts = 0.9 * len(rows) * task.epochs / max(1, steps)
            stretches.begin()

        def step(self) -> None:
            stretches.step(self.texts)
            if len(stretches) > Stretches.LENGTH * Stretches.COUNT:
                raise KeyboardInterrupt

    options = {"threads": task.threads, "seed": task.seed, "epochs": task.epochs}
    config = override(Config(), {"model": {"name": task.variant}, "training": options})
    with suppress(KeyboardInterrupt):
        train(rows, config=config, baseline=False, progress=Counting())
    return Told(time.time(), None, 0.0, stretches.speed, len(stretches))


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """Raw texts in, labels out; for networks encoding and network apart as well."""
    predictor = gatewise.load(folder)
    ways = {"predict": Way(predictor.predict)}
    model = predictor.bundle.model
    if isinstance(model, NetworkModel):
        ways["alone"] = Way(model.logits, model.encoder.encode)
    return ways


if __name__ == "__main__":
    protocol.main(train=train, load=load)
