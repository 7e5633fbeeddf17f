"""Where torch computes, and with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = ["available_cores", "find_device", "threads"]


def available_cores() -> int:
    """Cores this process may use, which in a container is fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def find_device(name: str) -> torch.device:
    """The device called `name`; `auto` is the processor, on which results repeat to the byte.

    Raises:
        ConfigError: Torch knows no such device or this machine has none.
    """
    try:
        device = torch.device("cpu" if name == "auto" else name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(
            say(
                "training.device is {name!r}, which torch cannot use here ({reason}); expected "
                "cpu, or cuda or mps where the machine has one. Leave it out for cpu.",
                name=name,
                reason=reason,
            )
        ) from error
    return device


@contextmanager
def threads(count: int | None) -> Iterator[int]:
    """Let torch use `count` threads (None: every core there is) and put back what was set.

    Denormal numbers are flushed to zero meanwhile: they carry nothing here and cost ten times
    the time of others.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(count or available_cores())
    torch.set_flush_denormal(True)
    try:
        yield torch.get_num_threads()
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(before)
