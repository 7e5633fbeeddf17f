"""A small network, a toy task and a listener, for the tests of training."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from conftest import small_config, toy_rows
from gatewise.models import Network
from gatewise.text import TextEncoder
from gatewise.training.examples import Examples
from gatewise.training.fit import Fitted, fit
from gatewise.training.progress import EpochRecord, Silent


class Recorder(Silent):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.records: list[EpochRecord] = []
        self.sentences: list[str] = []
        self.steps = self.planned = 0

    def begin(self, task: str, steps: int) -> None:
        self.planned = steps

    def step(self) -> None:
        self.steps += 1

    def epoch(self, record: EpochRecord) -> None:
        self.records.append(record)

    def note(self, sentence: str) -> None:
        self.sentences.append(sentence)


def toy_task(seed: int = 0) -> tuple[TextEncoder, Network, Examples]:
    """Encoded toy sentences of three classes, and a small network for them."""
    config = small_config("textcnn")
    text = replace(config.text, tokenizer="word")
    rows = toy_rows(90, seed)
    encoder = TextEncoder.build(rows.texts, text)
    targets = np.unique(np.asarray(rows.labels), return_inverse=True)[1]
    network = Network(config.model, encoder.rows, 3)
    return encoder, network, Examples(encoder.encode(rows.texts), targets)


def fit_toy(**changes: Any) -> tuple[Fitted, Recorder]:
    """Train the small network with some settings changed, and record what is told."""
    recorder = Recorder()
    _, network, examples = toy_task()
    training = replace(small_config("textcnn").training, **changes)
    return fit(network, training, examples, examples, epochs=4, progress=recorder), recorder
