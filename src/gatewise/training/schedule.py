"""The learning rate over a run."""

from __future__ import annotations

import math

__all__ = ["warmup_cosine"]


def warmup_cosine(step: int, total: int, warmup: float) -> float:
    """Factor on the learning rate: a linear rise, then half a cosine down to 0.

    Args:
        step: Steps done, 0..total - 1.
        total: Steps planned.
        warmup: Share of the steps that rise.
    """
    rise = max(1, round(warmup * total))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, total - rise)))
