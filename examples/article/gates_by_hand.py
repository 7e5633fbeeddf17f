"""One LSTM cell whose gates are set by hand: what each of them does to what was written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatewise.layers.reference import lstm_step

WORDS = ["not", "a", "very", "good", "film"]
NO_RECURRENCE = np.zeros((4, 1))


def logit(gate: float) -> float:
    """What a sigmoid has to be given to answer `gate`; 0 and 1 are met to thirteen digits."""
    gate = np.clip(gate, 1e-13, 1 - 1e-13)
    return float(np.log(gate / (1 - gate)))


def read(
    write: Sequence[float], keep: float, show: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Cell and hidden state after each word, for given input, forget and output gates."""
    hidden = cell = np.zeros((1, 1))
    cells, shown = [], []
    for input_gate, output_gate in zip(write, show, strict=True):
        candidate = 1.0  # what the word would like to write: tanh(1) = 0.76
        gates = [logit(input_gate), logit(keep), candidate, logit(output_gate)]
        hidden, cell = lstm_step(np.array([gates]), hidden, cell, NO_RECURRENCE)
        cells.append(float(cell[0, 0]))
        shown.append(float(hidden[0, 0]))
    return cells, shown


def show(name: str, values: list[float]) -> None:
    """Print a row of the table."""
    print(f"{name:<28}" + "".join(f"{value:>6.2f}" for value in values))


def main() -> None:
    """Only `not` is written, unless told otherwise."""
    once, always, at_the_end = [1, 0, 0, 0, 0], [1.0] * 5, [0, 0, 0, 0, 1]
    print(" " * 28 + "".join(f"{word:>6}" for word in WORDS))
    for keep in (1.0, 0.5, 0.0):
        show(f"cell, forget gate {keep:g}", read(once, keep, always)[0])
    show("cell, input gate always 1", read(always, 1.0, always)[0])
    show("shown, output gate 1 at end", read(once, 1.0, at_the_end)[1])


if __name__ == "__main__":
    main()
