"""A file sorted by label, cut in file order (`shuffle=False`) and by Gatewise's default."""

from __future__ import annotations

from collections import Counter

import numpy as np

from gatewise import TextClassifier
from gatewise.data.split import split

TOPICS = {
    "finance": "bank stock loan price fund",
    "music": "song drum choir tune horn",
    "politics": "vote party law council mayor",
    "sport": "goal match team coach race",
    "weather": "rain wind sun cloud frost",
}


def sorted_rows(count: int = 500) -> tuple[list[str], list[str]]:
    """Headlines of two telling words and some filler, topic after topic."""
    rng = np.random.default_rng(0)
    texts, labels = [], []
    for topic, words in TOPICS.items():
        for _ in range(count // len(TOPICS)):
            telling = rng.choice(words.split(), size=2)
            filler = [f"w{n}" for n in rng.integers(60, size=rng.integers(2, 9))]
            texts.append(" ".join(rng.permutation([*telling, *filler])))
            labels.append(topic)
    return texts, labels


def main() -> None:
    """Cut one fifth off in both ways, learn from the rest, and measure."""
    texts, labels = sorted_rows()
    for shuffle in (False, True):
        parts = split(texts, labels, shares={"train": 0.8, "test": 0.2}, seed=0, shuffle=shuffle)
        print(f"shuffle={shuffle}")
        for name, part in parts.items():
            counts = Counter(labels[row] for row in part)
            print(f"  {name:<6}" + "  ".join(f"{topic} {counts[topic]:>3}" for topic in TOPICS))
        train, test = ([(texts[row], labels[row]) for row in part] for part in parts.values())
        classifier = TextClassifier(model="linear").fit(*zip(*train, strict=True))
        right = classifier.score(*zip(*test, strict=True))
        print(f"  right  {right:.0%} of {len(test)}")

    classifier = TextClassifier(model="linear", options={"data.shuffle": False}).fit(texts, labels)
    print("\ngatewise train --no-shuffle says:")
    print("\n".join(note for note in classifier.outcome_.notes if "file order" in note))


if __name__ == "__main__":
    main()
