"""Who is measured, and how it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy import DATA, ROOT, SETS
from benchmarks.bench.environments import python_of
from benchmarks.machine import environment

__all__ = ["GATEWISE", "MODELS", "FailedError", "Rival", "asked", "call", "files_of"]

GATEWISE = str(Path(sys.executable).with_name("gatewise"))
MODELS = ROOT / "build" / "bench" / "models"


class FailedError(Exception):
    """A rival ended with an error; the message is its last line."""


@dataclass(frozen=True)
class Rival:
    """A program that is measured.

    Args:
        name: As the page names it.
        module: Script in benchmarks/rivals.
        environment: Packages in benchmarks/rivals/NAME.txt; empty for our own.
        variant: What the script is told.
        model: Which of our networks it trains or runs; empty for a model of its own.
    """

    name: str
    module: str
    environment: str
    variant: str = ""
    model: str = ""

    @property
    def key(self) -> str:
        """Name in the results."""
        return f"{self.name}-{self.model}" if self.model else self.name

    def command(self, action: str, *arguments: object, **options: object) -> list[str]:
        """The command line that asks it."""
        named = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        start = [str(python_of(self.environment)), "-m", f"benchmarks.rivals.{self.module}"]
        variant = ["--variant", self.variant] if self.variant else []
        return [*start, action, *map(str, arguments), *variant, *named]


def asked(rival: Rival, action: str, *arguments: object, **options: object) -> dict[str, Any]:
    """What a rival's script told, and when it was started.

    Raises:
        UnavailableError: It could not be installed.
        FailedError: It ended with an error.
    """
    command = rival.command(action, *arguments, **options)
    threads = int(str(options["threads"]))
    started = time.time()
    told: dict[str, Any] = json.loads(call(command, threads).strip().rpartition("\n")[2])
    return {**told, "started": started}


def call(command: Sequence[str], threads: int, given: str = "") -> str:
    """The output of a command.

    Raises:
        FailedError: It ended with an error.
    """
    done = subprocess.run(
        command,
        env=variables(threads),
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise FailedError(f"{lines[-1][:300]} (exit {done.returncode})")
    return done.stdout


def variables(threads: int) -> dict[str, str]:
    """The environment of everyone: this checkout can be imported, and threads are told."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return {**environment("auto", "default", threads), "PYTHONPATH": paths}


def files_of(data: str) -> tuple[Path, Path]:
    """Training and test file of a set."""
    training, test = SETS[data]
    return DATA / training, DATA / test
