from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gatewise.evaluation import confusion
from gatewise.report.confusions import confused_pairs, most_confused

PAIRS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), min_size=1)


@given(PAIRS, st.integers(1, 10))
def test_pairs_hold_the_largest_counts(pairs: list[tuple[str, str]], limit: int) -> None:
    matrix = confusion([true for true, _ in pairs], [answer for _, answer in pairs])
    told = confused_pairs(matrix, limit)
    errors = sorted((pairs.count(pair) for pair in set(pairs) if pair[0] != pair[1]), reverse=True)
    assert [pair.count for pair in told] == errors[:limit]
    for pair in told:
        assert pair.count == pairs.count((pair.true, pair.predicted))
        assert pair.share == pair.count / sum(true == pair.true for true, _ in pairs)


@given(PAIRS, st.integers(1, 10))
def test_shown_labels_have_the_most_errors(pairs: list[tuple[str, str]], limit: int) -> None:
    matrix = confusion([true for true, _ in pairs], [answer for _, answer in pairs])
    shown = most_confused(matrix, limit)
    errors = np.asarray(
        [sum((label in pair) and pair[0] != pair[1] for pair in pairs) for label in matrix.labels]
    )
    assert shown.tolist() == sorted(set(shown.tolist()))
    assert len(shown) == min(limit, len(matrix.labels))
    rest = np.delete(errors, shown)
    assert not len(rest) or errors[shown].min() >= rest.max()
