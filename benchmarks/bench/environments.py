"""An environment for each rival, made once from its pinned packages: build/rivals/NAME."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.accuracy import ROOT

__all__ = ["UnavailableError", "python_of"]

PACKAGES = ROOT / "benchmarks" / "rivals"
HOMES = ROOT / "build" / "rivals"
PATIENCE = 1200
"""Seconds an installation may take."""


class UnavailableError(Exception):
    """The rival could not be installed; the message is the reason."""


def python_of(name: str) -> Path:
    """The interpreter of a rival's environment, which is made if it is missing or out of date.

    Args:
        name: Of `benchmarks/rivals/NAME.txt`; empty for the interpreter that runs this.

    Raises:
        UnavailableError: What pip said when it failed.
    """
    if not name:
        return Path(sys.executable)
    wanted = (PACKAGES / f"{name}.txt").read_bytes()
    home = HOMES / name
    python, stamp, failure = home / "bin" / "python", home / "installed.txt", home / "failed.txt"
    if stamp.exists() and stamp.read_bytes() == wanted:
        return python
    if failure.exists():
        raise UnavailableError(failure.read_text().strip())
    print(f"making the environment of {name} ...", flush=True)
    try:
        _install(home, python, PACKAGES / f"{name}.txt")
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        home.mkdir(parents=True, exist_ok=True)
        failure.write_text(_reason(error))
        raise UnavailableError(_reason(error)) from error
    stamp.write_bytes(wanted)
    return python


def _install(home: Path, python: Path, packages: Path) -> None:
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(packages)],
    ):
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)


def _reason(error: subprocess.CalledProcessError | subprocess.TimeoutExpired) -> str:
    """The line of pip's errors that tells most."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not installed after {PATIENCE} seconds"
    lines = [line for line in error.stderr.splitlines() if line.lower().startswith("error")]
    return lines[0] if lines else f"pip ended with {error.returncode}"
