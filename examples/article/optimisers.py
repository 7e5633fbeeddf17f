"""SGD and Adam at several learning rates, without and with normalisation.

A message names two of four towns, and only their order tells where the parcel goes.
"""

from __future__ import annotations

import numpy as np

from gatewise import TextClassifier

TOWNS = ["london", "paris", "rome", "vienna"]
RATES = {"sgd": (0.01, 0.1, 1.0, 10.0), "adam": (0.0003, 0.003, 0.03, 0.3)}


def messages(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Filler, a town, filler, another town, filler; the label is the second town."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for _ in range(count):
        here, there = rng.choice(TOWNS, size=2, replace=False)
        filler = [[f"w{n}" for n in rng.integers(30, size=rng.integers(1, 4))] for _ in range(3)]
        texts.append(" ".join([*filler[0], here, *filler[1], there, *filler[2]]))
        labels.append(str(there))
    return texts, labels


def right(normalization: str, optimizer: str, rate: float) -> float:
    """Train a small BiLSTM and return its share of right answers on 500 new messages."""
    options = {
        "model.normalization": normalization,
        "model.pooling": ["max"],
        "text.max_subwords": 0,
        "data.refit": False,
        "training.optimizer": optimizer,
        "training.table_learning_rate": rate,
        "training.adversarial": 0.0,
        "training.averaging": 0.0,
        "training.label_smoothing": 0.0,
    }
    classifier = TextClassifier(
        model="bilstm",
        epochs=8,
        hidden=16,
        embedding=16,
        learning_rate=rate,
        threads=1,
        baseline=False,
        options=options,
    )
    return float(classifier.fit(*messages(600, seed=0)).score(*messages(500, seed=1)))


def main() -> None:
    """A table an optimiser."""
    for optimizer, rates in RATES.items():
        print(f"{optimizer:<24}" + "".join(f"{f'rate {rate:g}':>13}" for rate in rates))
        for normalization in ("none", "batch", "layer"):
            scores = [right(normalization, optimizer, rate) for rate in rates]
            name = f"normalization {normalization}"
            print(f"  {name:<22}" + "".join(f"{score:>13.0%}" for score in scores))


if __name__ == "__main__":
    main()
