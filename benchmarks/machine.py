"""What a figure was measured on, and the environment that holds every library to one choice."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from gatewise import kernels

__all__ = ["ALLOCATORS", "ISAS", "dtypes", "environment", "facts", "lacks"]

_TELLING = (
    *("MALLOC_", "GLIBC_", "LD_PRELOAD", "OMP_", "KMP_", "MKL_", "ONEDNN_", "DNNL_", "ATEN_"),
    *("GATEWISE_ISA", "GATEWISE_NATIVE"),
)
"""Beginnings of variables that change what is measured."""

_FLAGS = ("fma", "avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16", "asimd")


def _held(aten: str, onednn: str, mkl: str) -> dict[str, str]:
    return {
        "ATEN_CPU_CAPABILITY": aten,
        "ONEDNN_MAX_CPU_ISA": onednn,
        "DNNL_MAX_CPU_ISA": onednn,
        "MKL_ENABLE_INSTRUCTIONS": mkl,
    }


ISAS: dict[str, dict[str, str]] = {
    "auto": {},
    "avx2": _held("avx2", "AVX2", "AVX2"),
    # All of AVX-512 but AMX: bf16 products of AVX-512 stay, which favours torch.
    "avx512": _held("avx512", "AVX512_CORE_BF16", "AVX512"),
    "avx512bf16": _held("avx512", "AVX512_CORE_BF16", "AVX512"),
    "amx": {},
}
"""What holds torch, oneDNN and MKL to the instruction set that GATEWISE_ISA forces on us."""

ALLOCATORS: dict[str, dict[str, str]] = {
    "default": {},
    # Freed memory stays with the process, so no call pays page faults for fresh large buffers.
    "keep": {
        "MALLOC_MMAP_MAX_": "0",
        "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
        "MALLOC_TOP_PAD_": str(1 << 28),
    },
}
"""Settings of glibc's allocator, for every rival alike."""


def environment(isa: str, allocator: str, threads: int) -> dict[str, str]:
    """The variables of a process that measures; they count only if set before it starts."""
    forced = {} if isa == "auto" else {"GATEWISE_ISA": isa}
    count = {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    return {**os.environ, **count, **forced, **ISAS[isa], **ALLOCATORS[allocator]}


def facts(variables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Processor, libraries and settings, of this process or of one with other `variables`."""
    every = os.environ if variables is None else variables
    settings = {key: value for key, value in every.items() if key.startswith(_TELLING)}
    cpu = _processor()
    return {
        "processor": cpu.get("model name", platform.processor() or platform.machine()),
        "instructions": [flag for flag in _FLAGS if flag in cpu.get("flags", "").split()],
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "load": list(os.getloadavg()),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "torch_isa": torch.backends.cpu.get_cpu_capability(),
        "onednn": torch._C._has_mkldnn,
        "kernels": kernels.isa(),
        "numpy": np.__version__,
        "libc": " ".join(platform.libc_ver()),
        "huge_pages": _first_line(Path("/sys/kernel/mm/transparent_hugepage/enabled")),
        "environment": dict(sorted(settings.items())),
    }


def dtypes() -> tuple[str, ...]:
    """The types whose products torch has a kernel for; without AVX-512 its bf16 is a plain loop.

    A loop that takes minutes is no rival, so such cases are left out.
    """
    slow = torch.backends.cpu.get_cpu_capability() in ("DEFAULT", "AVX2")
    return ("fp32",) if slow else ("fp32", "bf16")


def lacks(told: Mapping[str, Any]) -> list[str]:
    """Sentences on what cannot be shown here, and what may disturb the figures."""
    found = []
    if "amx_bf16" not in told["instructions"]:
        found.append("This processor has no AMX: goals for AMX cannot be judged here.")
    if told["kernels"]:
        found.append("Our kernels let glibc keep freed memory, for torch's rivals as well.")
    if "bf16" not in dtypes():
        found.append("Torch has no bf16 kernels for this instruction set: bf16 is left out.")
    if told["load"][0] > 0.5:
        found.append(f"The machine was busy at the start (load {told['load'][0]:.1f}).")
    return found


def _processor() -> dict[str, str]:
    """The first processor of /proc/cpuinfo; nothing where there is none."""
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return {}
    first = path.read_text(encoding="utf-8").split("\n\n")[0]
    pairs = (line.partition(":") for line in first.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _first_line(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").splitlines()[0] if path.exists() else None
