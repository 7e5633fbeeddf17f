"""Cells of a long table, each run in a process of its own and kept as soon as it is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from gatewise.bundle.files import write_file

__all__ = ["fill", "read"]

ROOT = Path(__file__).parents[1]


def read(path: Path) -> dict[str, Any]:
    """The cells that are there."""
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def fill(
    path: Path,
    keys: Iterable[str],
    module: str,
    *,
    jobs: int,
    variables: Callable[[str], Mapping[str, str]] = lambda key: {},
) -> dict[str, Any]:
    """Run the cells that are missing; all of them, with what was there.

    Args:
        path: JSON file of the cells by key.
        keys: Cells wanted.
        module: Run as `python -m module --cell KEY`; prints the cell as JSON on its last line.
        jobs: Cells at a time.
        variables: Environment variables of a cell beside those of this process.

    Raises:
        RuntimeError: A cell failed; the others are kept.
    """
    results = read(path)
    missing = [key for key in keys if key not in results]

    def run(key: str) -> Any:
        command = [sys.executable, "-m", module, "--cell", key]
        environment = {**os.environ, **variables(key)}
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{key}: {done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(run, key): key for key in missing}
        for done in as_completed(waiting):
            results[waiting[done]] = done.result()
            print(waiting[done], _short(results[waiting[done]]), flush=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, json.dumps(dict(sorted(results.items())), indent=1).encode())
    return results


def _short(result: Any) -> Any:
    """A cell as it is told: without what is only kept for later reckoning."""
    return (
        {k: v for k, v in result.items() if k != "answers"} if isinstance(result, dict) else result
    )
