"""The native kernels, where they were built and this process may use them.

`native` is the compiled module or None: then everything works through NumPy and torch, more
slowly. GATEWISE_NATIVE=0 leaves it out; GATEWISE_ISA names the instruction set to use instead of
the processor's best (`isas()` lists them); GATEWISE_THREADS the threads for everything but
training, which has an option. The module knows nothing of torch and of Gatewise's
own types: arrays in, arrays out. Its source is in `native/`.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = ["available_cores", "has_bfloat16", "isa", "isas", "native", "threads"]

_MOST_THREADS = 1024


def available_cores() -> int:
    """Cores this process may use, which in a container is fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _load() -> Any:
    if os.environ.get("GATEWISE_NATIVE") == "0":
        return None
    try:
        module = importlib.import_module("gatewise.kernels._native")
    except ImportError:
        return None
    wanted = os.environ.get("GATEWISE_ISA")
    if wanted and not module.choose_isa(wanted):
        raise ConfigError(
            say(
                "GATEWISE_ISA is {wanted!r}; this processor can run: {isas}. Choose one of them or "
                "leave it out.",
                wanted=wanted,
                isas=say(", ").join(module.isas()),
            )
        )
    module.set_threads(_threads())
    return module


def _threads() -> int:
    wanted = os.environ.get("GATEWISE_THREADS")
    if not wanted:
        return available_cores()
    if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= _MOST_THREADS):
        raise ConfigError(
            say(
                "GATEWISE_THREADS is {wanted!r}; expected a number from 1 to {most}. Correct it or "
                "leave it out.",
                wanted=wanted,
                most=_MOST_THREADS,
            )
        )
    return int(wanted)


native: Any = _load()
"""The compiled module, or None."""


def isas() -> list[str]:
    """Instruction sets that were built and that this processor has, the best first."""
    return list(native.isas()) if native else []


def isa() -> str | None:
    """The instruction set in use; None without native kernels."""
    return str(native.isa()) if native else None


def threads() -> int:
    """Threads that the kernels use now."""
    return int(native.threads()) if native else 1


def has_bfloat16() -> bool:
    """Whether the kernels in use multiply bf16 numbers faster than float32 ones."""
    return bool(native and native.has_bfloat16())
