"""How much of an accuracy, and of the difference between two, is luck of the test rows."""

from __future__ import annotations

import numpy as np

from gatewise.evaluation import compare, wilson

DRAWS = 20_000


def main() -> None:
    """Intervals by size; two equal models; one paired comparison."""
    print("  rows  right  95 % interval")
    for rows in (100, 500, 2_000, 10_000):
        score = wilson(round(0.9 * rows), rows)
        print(f"{rows:>6,}  {score.value:.1%}  {score.low:.1%} to {score.high:.1%}")

    rng = np.random.default_rng(0)
    gaps = np.abs(np.diff(rng.binomial(500, 0.9, size=(DRAWS, 2)) / 500, axis=1))
    print("\ntwo models, both right on 90 % of all texts, each measured on 500 rows of its own:")
    for points in (1, 2, 3):
        print(f"  {np.mean(gaps > points / 100 - 1e-9):.0%} differ by {points} points or more")

    # 440 both right, 15 only the first, 10 only the second, 35 neither.
    first = np.repeat([True, True, False, False], [440, 15, 10, 35])
    second = np.repeat([True, False, True, False], [440, 15, 10, 35])
    found = compare(first, second)
    print(
        f"\n91.0 % against 90.0 % on the same 500 rows: {found.difference.value:+.1%} "
        f"({found.difference.low:+.1%} to {found.difference.high:+.1%}), p = {found.p_value:.2f}"
    )


if __name__ == "__main__":
    main()
