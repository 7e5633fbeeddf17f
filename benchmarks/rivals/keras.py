"""Keras 3 on TensorFlow: the same networks as the article's way, written as Keras' guides do.

Table, bidirectional LSTM or convolutions, linear head, Adam, batches of 64. Texts are cut and
padded to the 99th percentile of their lengths, at most 400 tokens, since Keras compiles for one
shape; padding is masked. The variant is `bilstm` or `textcnn`, sizes as ours.
"""

from __future__ import annotations

import os
import time
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Stretches, Task, Told
from keras import layers

SIZE, CUT, WORDS = 64, 400, 50_000


def train(task: Task) -> Told:
    """Train on nine rows in ten, the tenth measured once an epoch; save with Keras' own format."""
    keras.utils.set_random_seed(task.seed)
    tensorflow.config.threading.set_intra_op_parallelism_threads(task.threads)
    texts, labels = protocol.read_rows(task.training)
    order = np.random.default_rng(task.seed).permutation(len(texts))
    texts = [texts[i] for i in order]
    classes = sorted(set(labels))
    targets = np.array([classes.index(labels[i]) for i in order])
    short = not protocol.spaced(texts) or np.mean([len(t.split()) for t in texts[:1000]]) <= 40
    reading = _reading(texts)
    part, ids = len(texts) // 10, np.asarray(reading(np.array(texts, object)))
    network = _network(task.variant, len(reading.get_vocabulary()), len(classes), bool(short))
    steps = -(-(len(texts) - part) // SIZE)
    run = max(1, round(steps * task.share))
    timer = _Timer()
    for _ in range(task.epochs):
        _epoch(network, ids[part:], targets[part:], run if task.share < 1 else steps, timer)
        judged = max(SIZE, round(part * task.share))
        began = time.perf_counter()
        network.evaluate(ids[:judged], targets[:judged], batch_size=SIZE, verbose=0)
        timer.judging += time.perf_counter() - began
    raw = keras.Input((1,), dtype="string")
    keras.Model(raw, network(reading(raw))).save(task.out / "model.keras")
    ended, right, scale = time.time(), None, steps / run - 1
    if task.share == 1:
        texts, labels = protocol.read_rows(task.test)
        answers = network.predict(reading(np.array(texts, object)), batch_size=256, verbose=0)
        right = protocol.right([classes[i] for i in answers.argmax(axis=1)], labels)
    left = scale * (timer.stretches.seconds + timer.judging)
    return Told(ended, right, left, timer.stretches.speed, len(timer.stretches), run / steps)


class _Timer(keras.callbacks.Callback):  # type: ignore[misc]
    """Seconds of every step but the first, which compiles, however long the run is."""

    def __init__(self) -> None:
        super().__init__()
        self.stretches, self.compiled, self.judging = Stretches(), False, 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.stretches.begin()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self.compiled:
            self.stretches.step(SIZE)
        else:
            self.compiled = True
            self.stretches.begin()


def _epoch(network: Any, ids: Any, targets: Any, steps: int, timer: _Timer) -> None:
    chosen = np.random.default_rng().permutation(len(ids))[: steps * SIZE]
    network.fit(
        *(ids[chosen], targets[chosen]),
        batch_size=SIZE,
        epochs=1,
        verbose=0,
        callbacks=[timer],
    )


def _reading(texts: list[str]) -> Any:
    """Words or characters to numbers, learnt from the texts."""
    apart = not protocol.spaced(texts)
    count = [len(text) if apart else len(text.split()) for text in texts]
    reading = layers.TextVectorization(
        max_tokens=WORDS,
        split="character" if apart else "whitespace",
        output_sequence_length=min(CUT, int(np.percentile(count, 99))),
    )
    reading.adapt(np.array(texts, object))
    return reading


def _network(variant: str, words: int, classes: int, short: bool) -> Any:
    """The article's network; the sizes are ours for short or long texts."""
    recurrent = variant == "bilstm"
    ids = keras.Input((None,), dtype="int64")
    x = layers.Embedding(words, 128, mask_zero=recurrent)(ids)
    if recurrent:
        x = layers.Bidirectional(layers.LSTM(128))(x)
    else:
        filters, widths = (128, (1, 2, 3, 4)) if short else (64, (1, 2, 3))
        found = [layers.Conv1D(filters, w, padding="same", activation="relu")(x) for w in widths]
        x = layers.concatenate([layers.GlobalMaxPooling1D()(f) for f in found])
    network = keras.Model(ids, layers.Dense(classes)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return network


if __name__ == "__main__":
    protocol.main(train=train)
