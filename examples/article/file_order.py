"""A file sorted by label, cut in file order (`shuffle=False`) and by Gatewise's default."""

from __future__ import annotations

from collections import Counter

import numpy as np

from gatewise.config import Config, override
from gatewise.data.split import split
from gatewise.select import Rows, train

TOPICS = {
    "finance": "bank stock loan price fund",
    "music": "song drum choir tune horn",
    "politics": "vote party law council mayor",
    "sport": "goal match team coach race",
    "weather": "rain wind sun cloud frost",
}


def sorted_rows(count: int = 500) -> Rows:
    """Headlines of two telling words and some filler, topic after topic."""
    rng = np.random.default_rng(0)
    texts, labels = [], []
    for topic, words in TOPICS.items():
        for _ in range(count // len(TOPICS)):
            telling = rng.choice(words.split(), size=2)
            filler = [f"w{n}" for n in rng.integers(60, size=rng.integers(2, 9))]
            texts.append(" ".join(rng.permutation([*telling, *filler])))
            labels.append(topic)
    return Rows(texts, labels)


def main() -> None:
    """Cut one fifth off in both ways, learn from the rest, and measure."""
    rows = sorted_rows()
    for shuffle in (False, True):
        shares = {"train": 0.8, "test": 0.2}
        parts = split(rows.texts, rows.labels, shares=shares, seed=0, shuffle=shuffle)
        print(f"shuffle={shuffle}")
        for name, part in parts.items():
            counts = Counter(rows.labels[row] for row in part)
            print(f"  {name:<6}" + "  ".join(f"{topic} {counts[topic]:>3}" for topic in TOPICS))
        model = override(Config(), {"model": {"name": "linear"}, "data": {"valid_share": 0.1}})
        outcome = train(rows.take(parts["train"]), test=rows.take(parts["test"]), config=model)
        report = outcome.reports["test"].report
        print(f"  right  {report.accuracy.value:.0%} of {report.n}")

    config = override(Config(), {"model": {"name": "linear"}, "data": {"shuffle": False}})
    print("\ngatewise train --no-shuffle says:")
    print("\n".join(note for note in train(rows, config=config).notes if "order" in note))


if __name__ == "__main__":
    main()
