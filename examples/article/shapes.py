"""An LSTM that reads both ways: shapes that are refused, and an axis that is mixed up in silence.

Legend: N texts, T tokens, D numbers a token, H hidden units a direction, C classes.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

N, T, D, H, C = 4, 7, 5, 3, 2


def attempt(name: str, run: Callable[[], Tensor]) -> None:
    """Print the shape that comes out, or the error."""
    try:
        print(f"{name:<24} {tuple(run().shape)}")
    except RuntimeError as error:
        print(f"{name:<24} {error}")


def moved(lstm: nn.LSTM, text: Tensor, other: Tensor) -> float:
    """How far the last state of the first text moves when the input becomes `other`."""
    return float((lstm(text)[0][0, -1] - lstm(other)[0][0, -1]).norm())


def main() -> None:
    """Show what torch refuses, then what it lets pass."""
    torch.manual_seed(0)
    x = torch.randn(N, T, D)
    right = nn.LSTM(D, H, bidirectional=True, batch_first=True)
    mixed_up = nn.LSTM(D, H, bidirectional=True)  # takes the first axis for time
    mixed_up.load_state_dict(right.state_dict())

    def read(directions: int) -> Tensor:
        start = torch.zeros(directions, N, H)
        states: Tensor = right(x, (start, start))[0]
        return states

    attempt("initial state (1, N, H)", lambda: read(1))
    attempt("initial state (2, N, H)", lambda: read(2))
    attempt("head of width H", lambda: nn.Linear(H, C)(read(2)[:, -1]))
    attempt("head of width 2H", lambda: nn.Linear(2 * H, C)(read(2)[:, -1]))

    earlier, neighbour = x.clone(), x.clone()
    earlier[0, :-1] = torch.randn(T - 1, D)
    neighbour[1] = torch.randn(T, D)
    print("\nstate of text 0 moves by      batch_first=True   left out")
    for name, other in [("its own earlier words", earlier), ("the words of text 1", neighbour)]:
        print(f"{name:<29} {moved(right, x, other):>16.3f} {moved(mixed_up, x, other):>10.3f}")


if __name__ == "__main__":
    with torch.no_grad():
        main()
