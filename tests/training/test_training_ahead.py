"""Work a step ahead: the same results in the same order, and errors where they are due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatewise.training.ahead import ahead


@given(st.lists(st.integers()))
def test_the_results_are_those_of_map(items: list[int]) -> None:
    assert list(ahead(lambda item: item + 1, items)) == [item + 1 for item in items]


def test_one_item_is_worked_on_beyond_the_one_in_use() -> None:
    begun: list[int] = []
    results = ahead(begun.append, range(9))
    next(results)
    assert set(begun) <= {0, 1}


def test_an_error_comes_when_its_turn_has_come() -> None:
    results = ahead(lambda item: 1 // item, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
