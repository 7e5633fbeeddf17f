"""spaCy's text classifier in a blank pipeline on the CPU, trained by its recommended settings.

The variant is `bow`, the bag of words that `spacy init config --pipeline textcat` recommends for a
CPU, or `ensemble`, what `nlp.add_pipe("textcat")` gives: the same joined with a convolutional
network. (What is recommended for accuracy is the ensemble with a network four times as wide and
deep on ready-made vectors; it learns from about ten titles a second here and is left out.)
Batches, optimiser, dropout and averaging are the recommended configuration's; there are as many
epochs as ours plans, and no evaluation in between. Chinese is read in characters, spaCy's default.

With a share the batches have their final size from the start, as growing ones would tell nothing
of the rest; this favours spaCy.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import spacy
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Stretches, Task, Told, Way
from spacy.cli.init_config import init_config
from spacy.training import Example
from spacy.util import load_model_from_config, registry


def train(task: Task) -> Told:
    """Train and save; of every `1 / share` examples one is learnt from."""
    random.seed(task.seed)
    texts, labels = protocol.read_rows(task.training)
    language = "en" if protocol.spaced(texts) else "zh"
    nlp = load_model_from_config(_configuration(language, task), auto_fill=True)
    settings = registry.resolve(nlp.config.interpolate()["training"])
    classes = sorted(set(labels))
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {c: float(c == label) for c in classes}})
        for text, label in zip(texts, labels, strict=True)
    ]
    nlp.initialize(lambda: examples)
    stretches, wanted = Stretches(), round(task.epochs * task.share * len(examples))
    stretches.begin()
    done = _learn(nlp, settings, examples, wanted, stretches)
    left = stretches.seconds * (task.epochs * len(examples) / done - 1)
    with nlp.use_params(settings["optimizer"].averages):
        nlp.to_disk(task.out / "model")
    ended, right = time.time(), None
    if task.share == 1:
        texts, labels = protocol.read_rows(task.test)
        right = protocol.right(load(task.out, "", task.threads)["pipe"](texts), labels)
        left = 0.0
    return Told(ended, right, left, stretches.speed, len(stretches), task.share)


def _configuration(language: str, task: Task) -> Any:
    config = init_config(lang=language, pipeline=["textcat"], optimize="efficiency")
    config["training"]["seed"] = task.seed
    if task.variant == "ensemble":
        config["components"]["textcat"] = {"factory": "textcat"}
    if task.share < 1:
        size = config["training"]["batcher"]["size"]
        config["training"]["batcher"]["size"] = size["stop"]
    return config


def _learn(
    nlp: Any, settings: Mapping[str, Any], examples: list[Any], wanted: int, stretches: Stretches
) -> int:
    """Epoch after epoch until enough examples were seen; their number."""
    done = 0
    for batch in settings["batcher"](_endless(examples)):
        nlp.update(batch, sgd=settings["optimizer"], drop=settings["dropout"])
        stretches.step(len(batch))
        done += len(batch)
        if done >= wanted:
            return done
    return done


def _endless(examples: list[Any]) -> Iterator[Any]:
    while True:
        random.shuffle(examples)
        yield from examples


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """In batches as spaCy makes them."""
    nlp = spacy.load(folder / "model")

    def answer(texts: Sequence[str]) -> list[str]:
        return [max(doc.cats, key=doc.cats.__getitem__) for doc in nlp.pipe(texts)]

    return {"pipe": Way(answer)}


if __name__ == "__main__":
    protocol.main(train=train, load=load)
