"""Interleaved times: every round runs every rival once, so that all see the same machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["interleaved", "median", "order"]


def order(names: Sequence[str], turn: int) -> list[str]:
    """The order of one round: rotated, and every other round turned round.

    With rotation alone a rival would nearly always follow the same other one and find the caches
    as that one leaves them.
    """
    start = turn % len(names)
    rotated = [*names[start:], *names[:start]]
    return rotated[::-1] if turn % 2 else rotated


def interleaved(
    rivals: Mapping[str, Callable[[], Any]], rounds: int
) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """Seconds of every rival in each of `rounds`, after one round that is not counted.

    Returns:
        The seconds by name, and what each rival gave in the round that is not counted.
    """
    results = {name: rival() for name, rival in rivals.items()}
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for turn in range(rounds):
            gc.collect()
            for name in order(list(rivals), turn):
                started = time.perf_counter()
                rivals[name]()
                seconds[name].append(time.perf_counter() - started)
    finally:
        if collecting:
            gc.enable()
    return seconds, results


def median(seconds: Sequence[float]) -> float:
    """Median, in milliseconds."""
    return 1000 * statistics.median(seconds)
