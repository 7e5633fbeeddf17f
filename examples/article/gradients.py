"""What is left of the gradient after so many tokens: a plain recurrence and LSTMs, in NumPy.

All use the same random weights and the same random text, untrained.
Legend: T tokens, H = 32 numbers a token and hidden units.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.layers.reference import lstm_step, rnn, sigmoid

T, H = 101, 32
Array = NDArray[np.float64]


def rnn_gradients(x: Array, weight: Array, recurrent: Array) -> Array:
    """|d h_T / d x_t| by distance from the end, (T,); x (T, H), both weights (H, H)."""
    back, norms = np.eye(H), []  # back: d h_T / d h_t
    for hidden in rnn((x @ weight.T)[None], recurrent)[0][::-1]:
        back = back * (1 - hidden**2)  # through tanh
        norms.append(np.linalg.norm(back @ weight))
        back = back @ recurrent  # to the step before: one more factor, T times over
    return np.array(norms)


def lstm_gradients(x: Array, weight: Array, recurrent: Array, bias: Array) -> Array:
    """The same for an LSTM; both weights (4H, H), bias (4H,)."""
    hidden = cell = np.zeros((1, H))
    trace = []
    for token in x:
        projected, before = token @ weight.T + bias, cell
        i, f, g, o = np.split(projected + hidden @ recurrent.T, 4, axis=1)
        hidden, cell = lstm_step(projected[None], hidden, cell, recurrent)
        trace.append((sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o), before, np.tanh(cell)))
    back, carried, norms = np.eye(H), np.zeros((H, H)), []  # d h_T / d h_t, d h_T / d c_t
    for i, f, g, o, before, shown in reversed(trace):
        carried = carried + back * o * (1 - shown**2)
        gates = [carried * g * i * (1 - i), carried * before * f * (1 - f)]
        gates += [carried * i * (1 - g**2), back * shown * o * (1 - o)]
        back = np.concatenate(gates, axis=1)  # d h_T / d the four sums, (H, 4H)
        norms.append(np.linalg.norm(back @ weight))
        back, carried = back @ recurrent, carried * f  # the cell: only times the forget gate
    return np.array(norms)


def curves() -> dict[str, Array]:
    """Gradients by distance, each relative to the last token's."""
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(T, H)), rng.normal(size=(4 * H, H)) / np.sqrt(4 * H)
    blocks = rng.normal(size=(4, H, H))
    recurrent = np.concatenate([np.linalg.qr(block)[0] for block in blocks])  # (4H, H)
    found = {
        f"rnn, U x {scale}": rnn_gradients(x, weight[:H], scale * recurrent[:H]) for scale in (1, 3)
    }
    for forget in (0, 1, 3):
        bias = np.repeat([0.0, forget, 0.0, 0.0], H)
        found[f"lstm, bias {forget}"] = lstm_gradients(x, weight, recurrent, bias)
    return {name: values / values[0] for name, values in found.items()}


def main() -> None:
    """Print the table."""
    found = curves()
    print("tokens" + "".join(f"{name:>14}" for name in found))
    for distance in (0, 5, 10, 20, 50, 100):
        print(f"{distance:>6}" + "".join(f"{found[name][distance]:>14.0e}" for name in found))


if __name__ == "__main__":
    main()
