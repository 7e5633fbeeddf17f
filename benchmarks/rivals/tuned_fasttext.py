"""fastText as who knows it would: marks apart from words, settings chosen.

One thread, so that a second run gives the same. Rows of several labels are learnt one label
against the rest, and a label is given above a probability of one half.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fasttext
from benchmarks.rivals import protocol, tuning
from benchmarks.rivals.protocol import Task, Told
from benchmarks.rivals.tuning import Choice, Data, Settings

PREFIX = "__label__"
LONG = 10_000_000
"""Characters of all texts from which few epochs are enough, and pieces of words take an hour."""

_MARK = re.compile(r"([^\w\s])")


def train(task: Task) -> Told:
    """Choose by the held-out tenth, learn from all rows, answer the test file."""
    rows = tuning.read(task.training)
    apart = not protocol.spaced(rows.texts)
    learnt, held = rows.parts()
    file = _write(learnt, task.out / "learnt.txt", apart)
    lines = _lines(held.texts, apart)

    def ask(settings: Settings) -> float:
        try:
            model = _learn(file, settings, rows.several)
        except RuntimeError:  # too high a rate ends in NaN
            return -1.0
        return tuning.score(_answers(model, lines, held.several), held.labels)

    long = rows.characters > LONG
    choice = Choice(
        {"wordNgrams": 2, "lr": 0.5, "epoch": 10 if long else 25, "pieces": (0, 0)}, ask
    )
    choice.among("wordNgrams", (2, 1, 3))
    choice.among("lr", (0.5, 0.1, 1.0))
    choice.among("epoch", (10, 5) if long else (25, 10, 50))
    if not long and not apart:
        choice.among("pieces", ((0, 0), (2, 5), (3, 6)))
        choice.among("lr", (0.5, 0.1, 1.0))

    test = tuning.read(task.test)
    file = _write(rows, task.out / "all.txt", apart)
    try:
        model = _learn(file, choice.settings, rows.several)
    except RuntimeError:  # on all rows the rate is too high after all
        choice.settings["lr"] /= 2
        model = _learn(file, choice.settings, rows.several)
    answers = _answers(model, _lines(test.texts, apart), rows.several)
    tuning.write(task.out, answers, choice)
    return Told(time.time(), tuning.score(answers, test.labels))


def _learn(file: Path, settings: Settings, several: bool) -> Any:
    low, high = settings["pieces"]
    return fasttext.train_supervised(
        str(file),
        lr=settings["lr"],
        epoch=settings["epoch"],
        wordNgrams=settings["wordNgrams"],
        minn=low,
        maxn=high,
        loss="ova" if several else "softmax",
        dim=100,
        bucket=500_000,
        thread=1,
        seed=0,
        verbose=0,
    )


def _answers(model: Any, lines: list[str], several: bool) -> list[list[str]]:
    k, least = (-1, 0.5) if several else (1, 0.0)
    return [[label[len(PREFIX) :] for label in row] for row in model.predict(lines, k, least)[0]]


def _write(rows: Data, file: Path, apart: bool) -> Path:
    named = (" ".join(PREFIX + label for label in labels) for labels in rows.labels)
    pairs = list(zip(named, _lines(rows.texts, apart), strict=True))
    # fastText learns in the order of its file, and some sets are sorted by label.
    random.Random(0).shuffle(pairs)
    file.write_text("".join(f"{names} {line}\n" for names, line in pairs), encoding="utf-8")
    return file


def _lines(texts: Sequence[str], apart: bool) -> list[str]:
    if apart:
        texts = [protocol.written_apart(text) for text in texts]
    return [" ".join(_MARK.sub(r" \1 ", text).lower().split()) for text in texts]


if __name__ == "__main__":
    protocol.main(train=train)
