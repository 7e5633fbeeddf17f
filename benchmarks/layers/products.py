"""The best matrix product that torch manages here: what rates are held against."""

from __future__ import annotations

from dataclasses import replace

import torch
from benchmarks.layers.contender import Rival
from benchmarks.timing import interleaved, median

__all__ = ["PRODUCT", "best_product", "rate"]

PRODUCT = "matrix product"

_SIZES = ((512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048), (8192, 512, 1024))
"""(m, k, n): of these, m x k times k x n; the last as of a batch times the weights of a layer."""

_LEAST = 50.0
"""Milliseconds."""

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


def best_product(
    dtype: str,
    threads: int,
    *,
    sizes: tuple[tuple[int, int, int], ...] = _SIZES,
    rounds: int = 5,
) -> Rival:
    """The fastest of several sizes, the right operand as it is or transposed.

    It is repeated until a run takes as long as that of a layer: a run of a millisecond would tell
    more of what else the machine does than of products.
    """
    every = [_product(dtype, size, turned) for size in sizes for turned in (False, True)]
    seconds, _ = interleaved(every, rounds, threads)
    best = max(every, key=lambda rival: rate(rival, seconds[rival.name]))
    return _repeated(best, max(1, round(_LEAST / median(seconds[best.name]))))


def rate(rival: Rival, seconds: list[float]) -> float:
    """Useful operations a second, in units of 10^9."""
    return rival.flops / median(seconds) / 1e6


def _repeated(rival: Rival, times: int) -> Rival:
    def run() -> None:
        for _ in range(times):
            rival.run()

    return replace(rival, run=run, flops=times * rival.flops)


def _product(dtype: str, size: tuple[int, int, int], turned: bool) -> Rival:
    m, k, n = size
    a = torch.randn(m, k).to(_DTYPES[dtype])
    b = torch.randn(n, k).to(_DTYPES[dtype]).T if turned else torch.randn(k, n).to(_DTYPES[dtype])
    out = torch.empty(m, n, dtype=_DTYPES[dtype])

    def run() -> None:
        torch.mm(a, b, out=out)

    name = f"{PRODUCT} {dtype} {m}x{k}x{n}{' transposed' if turned else ''}"
    return Rival(name, dtype, run, 2.0 * m * k * n)
