"""Repeats: first occurrences, how many repeat, and which texts carry several labels."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.repeats import repeats
from gatewise.data.same_text import fold_case_and_space


def test_repeats_and_conflicts() -> None:
    found = repeats(["Good", "bad", "good ", "BAD", "odd", "bad"], ["x", "y", "x", "x", "y", "y"])
    assert found.first.tolist() == [0, 1, 4]
    assert found.repeated_rows == 3
    assert found.conflicts == ((1, 3, 5),)


def test_nothing() -> None:
    found = repeats([], [])
    assert (len(found.first), found.repeated_rows, found.conflicts) == (0, 0, ())
    assert found.first.dtype == np.int64


@given(
    st.lists(st.tuples(st.sampled_from(["a", "A", " a", "b", "Ｂ", "c"]), st.sampled_from("xy")))
)
def test_agrees_with_a_plain_count(rows: list[tuple[str, str]]) -> None:
    found = repeats([text for text, _ in rows], [label for _, label in rows])
    folded = [fold_case_and_space(text) for text, _ in rows]
    assert found.first.tolist() == [i for i, text in enumerate(folded) if text not in folded[:i]]
    assert found.repeated_rows == len(folded) - len(set(folded))
    several = {
        text
        for text in folded
        if len({rows[i][1] for i, other in enumerate(folded) if other == text}) > 1
    }
    assert {folded[indices[0]] for indices in found.conflicts} == several
