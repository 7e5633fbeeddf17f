"""Interleaved times: every round runs every rival once, so that all see the same machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.layers.contender import Rival

__all__ = ["interleaved", "median", "order"]

_PAUSE = 0.01
"""Seconds before each run: threads of the rival before it wait for work on the cores meanwhile."""


def order(names: Sequence[str], turn: int) -> list[str]:
    """The order of one round: rotated, and every other round turned round.

    With rotation alone a rival would nearly always follow the same other one and find the caches
    as that one leaves them.
    """
    start = turn % len(names)
    rotated = [*names[start:], *names[:start]]
    return rotated[::-1] if turn % 2 else rotated


def interleaved(
    rivals: Sequence[Rival], rounds: int, threads: int
) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """Seconds of every rival in each of `rounds`, after one round that is not counted.

    Args:
        rivals: Run under their own engines, whose setting up is not counted.
        rounds: How many.
        threads: Threads of every engine.

    Returns:
        The seconds by name, and what each rival gave in the round that is not counted.
    """
    named = {rival.name: rival for rival in rivals}
    results = {name: _timed(rival, threads)[1] for name, rival in named.items()}
    seconds: dict[str, list[float]] = {name: [] for name in named}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for turn in range(rounds):
            gc.collect()
            for name in order(list(named), turn):
                seconds[name].append(_timed(named[name], threads)[0])
    finally:
        if collecting:
            gc.enable()
    return seconds, results


def _timed(rival: Rival, threads: int) -> tuple[float, Any]:
    with rival.engine.threads(threads):
        time.sleep(_PAUSE)
        started = time.perf_counter()
        result = rival.run()
        return time.perf_counter() - started, result


def median(seconds: Sequence[float]) -> float:
    """Median, in milliseconds."""
    return 1000 * statistics.median(seconds)
