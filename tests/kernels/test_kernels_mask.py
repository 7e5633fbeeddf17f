"""Dropout masks: how many values are kept, and that nothing else decides which."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gatewise.kernels import native

pytestmark = pytest.mark.usefixtures("isa")


def _mask(count: int, kept: float, seed: int, value: float = 1.0) -> NDArray[np.float32]:
    mask = np.empty(count, np.float32)
    native.draw_mask(mask, kept, value, seed)
    return mask


@pytest.mark.parametrize("kept", [0.0, 0.05, 0.5, 0.9, 1.0])
def test_the_share_kept_is_the_one_asked_for(kept: float) -> None:
    count = 200_003
    mask = _mask(count, kept, seed=7, value=1.25)
    assert set(np.unique(mask)) <= {np.float32(0), np.float32(1.25)}
    deviation = 4 * np.sqrt(kept * (1 - kept) / count)
    assert abs((mask > 0).mean() - kept) <= deviation + 1e-7


def test_values_are_independent_of_their_neighbours_and_of_other_seeds() -> None:
    one, other = _mask(200_000, 0.5, seed=1), _mask(200_000, 0.5, seed=2)
    for a, b in ((one[1:], one[:-1]), (one[64:], one[:-64]), (one, other)):
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.01


@pytest.mark.usefixtures("kernel_threads")
def test_a_value_depends_on_the_seed_and_its_place_alone() -> None:
    whole = _mask(70_001, 0.7, seed=2**61 + 5)
    np.testing.assert_array_equal(whole[:33], _mask(33, 0.7, seed=2**61 + 5))
    expected = "11100101001110011111110"
    assert "".join(str(int(v)) for v in whole[: len(expected)]) == expected
