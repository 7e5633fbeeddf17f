"""The kernels' threads: several callers at once, and processes that were forked."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gatewise import kernels
from gatewise.layers.native import NativeOperations
from gatewise.layers.operations import Lstm

pytestmark = pytest.mark.skipif(
    kernels.native is None, reason="the native kernels are not built or switched off"
)


def _states(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(7, 30, 20)).astype(np.float32)
    shapes = ((64, 20), (64, 16), (64,))
    directions = [Lstm(*(rng.normal(size=s).astype(np.float32) for s in shapes)) for _ in range(2)]
    states: bytes = NativeOperations().lstm(x, np.full(7, 30), directions).tobytes()
    return states


@pytest.mark.usefixtures("kernel_threads")
def test_callers_at_the_same_time_do_not_meet() -> None:
    alone = [_states(seed) for seed in range(8)]
    with ThreadPoolExecutor(8) as callers:
        for _ in range(10):
            assert list(callers.map(_states, range(8))) == alone


def test_a_forked_process_has_threads_of_its_own() -> None:
    script = (
        "import os, sys\n"
        "sys.path[:0] = ['src', 'tests']\n"
        "from kernels.test_kernels_pool import _states\n"
        "from gatewise.kernels import native\n"
        "native.set_threads(3)\n"
        "before = _states(1)\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if _states(1) == before else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert _states(1) == before\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _threads_by(wanted: str) -> subprocess.CompletedProcess[str]:
    program = "from gatewise import kernels; print(kernels.threads())"
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "GATEWISE_THREADS": wanted},
        capture_output=True,
        text=True,
        check=False,
    )


def test_threads_are_those_of_the_environment() -> None:
    assert _threads_by("3").stdout.strip() == "3"
    assert _threads_by("").stdout.strip() == str(kernels.available_cores())


@pytest.mark.parametrize("wanted", ["0", "-2", "many", "99999"])
def test_threads_that_cannot_be_are_refused(wanted: str) -> None:
    assert f"GATEWISE_THREADS is {wanted!r}" in _threads_by(wanted).stderr
