"""fastText as its tutorial sets it: pairs of tokens, 0.5 as rate, 50 values, 200,000 buckets.

Twenty-five epochs as the tutorial has them for its few thousand rows, five (as in its paper) from
20,000 rows on. Chinese is given as characters with spaces between, which is what it needs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import fasttext
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Task, Told, Way

MANY = 20_000
PREFIX = "__label__"


def train(task: Task) -> Told:
    """Write the file that fastText reads, train, save."""
    texts, labels = protocol.read_rows(task.training)
    apart = not protocol.spaced(texts)
    pairs = zip(labels, texts, strict=True)
    lines = (f"{PREFIX}{label} {_line(text, apart)}\n" for label, text in pairs)
    file = task.out / "training.txt"
    file.write_text("".join(lines), encoding="utf-8")
    model = fasttext.train_supervised(
        str(file),
        lr=0.5,
        epoch=5 if len(texts) >= MANY else 25,
        wordNgrams=2,
        dim=50,
        bucket=200_000,
        thread=task.threads,
        seed=task.seed,
        verbose=0,
    )
    model.save_model(str(task.out / "model.bin"))
    (task.out / "settings.json").write_text(json.dumps({"apart": apart}))
    file.unlink()
    ended = time.time()
    texts, labels = protocol.read_rows(task.test)
    way = load(task.out, task.variant, task.threads)["lines"]
    return Told(ended, protocol.right(way(texts), labels))


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """All lines in one call."""
    model = fasttext.load_model(str(folder / "model.bin"))
    apart = json.loads((folder / "settings.json").read_text())["apart"]

    def encode(texts: Sequence[str]) -> list[str]:
        return [_line(text, apart) for text in texts]

    def answer(lines: list[str]) -> list[str]:
        return [labels[0][len(PREFIX) :] for labels in model.predict(lines)[0]]

    return {"lines": Way(answer, encode)}


def _line(text: str, apart: bool) -> str:
    text = protocol.written_apart(text) if apart else text
    return " ".join(text.lower().split())


if __name__ == "__main__":
    protocol.main(train=train, load=load)
