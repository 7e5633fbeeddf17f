"""A filter of width 3 slides over sentences; of its responses the strongest is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.operations import Convolution
from gatewise.layers.reference import convolve, maximum

Array = NDArray[np.float64]

SENTENCES = [
    "the soup was not very good",
    "not very good said the guest of the soup",
    "good soup and not very dear",
    "the soup was good",
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})


def filter_for(*pattern: str) -> Convolution[Array]:
    """A filter that gives a point for each word of the pattern in its place, less two."""
    weight = np.zeros((1, len(pattern), len(WORDS)))  # (1 filter, W, V)
    for place, word in enumerate(pattern):
        weight[0, place, WORDS.index(word)] = 1.0
    return Convolution(weight, np.array([-2.0]))


def one_hot(words: list[str]) -> Array:
    """The plainest embedding: a 1 in the word's own place, (1, T, V)."""
    return np.eye(len(WORDS))[[[WORDS.index(word) for word in words]]]


def main() -> None:
    """Print response by response, and what is left after the maximum."""
    kernel = filter_for("not", "very", "good")
    for sentence in SENTENCES:
        words = sentence.split()
        lengths = np.array([len(words)])
        response = np.maximum(convolve(one_hot(words), lengths, kernel), 0)  # (1, T, 1)
        kept = maximum(response, lengths)[0, 0]
        centre = int(response[0, :, 0].argmax())
        where = " ".join(words[max(centre - 1, 0) : centre + 2]) if kept else "-"
        print(f"{sentence:<42} strongest {kept:.0f}  at: {where}")


if __name__ == "__main__":
    main()
