"""Results of cells in a JSON file: what is there is not measured again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.accuracy import ROOT
from benchmarks.apart import read
from benchmarks.bench.asking import FailedError
from benchmarks.bench.environments import UnavailableError

from gatewise.bundle.files import write_file

__all__ = ["RESULTS", "Cell", "fill", "medians"]

RESULTS = ROOT / "benchmarks" / "results"

Cell = tuple[str, Callable[[], dict[str, Any]]]
"""`set/rival/round`, and what measures it."""


def fill(path: Path, cells: Iterable[Cell]) -> dict[str, Any]:
    """Measure the cells that are missing, one after the other, and keep each at once.

    A rival that cannot be installed or fails is kept with its reason.
    """
    results = read(path)
    for key, run in cells:
        if key in results:
            continue
        try:
            results[key] = run()
        except (FailedError, UnavailableError) as error:
            results[key] = {"failed": str(error)}
        print(key, {k: v for k, v in results[key].items() if k != "machine"}, flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, (json.dumps(dict(sorted(results.items())), indent=1) + "\n").encode())
    return results


def medians(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One result for the rounds of each `set/rival`: medians of numbers, else what came first."""
    rounds: dict[str, list[dict[str, Any]]] = {}
    for key, result in results.items():
        rounds.setdefault(key.rpartition("/")[0], []).append(result)
    return {key: _joined(found) for key, found in rounds.items()}


def _joined(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The rounds of one cell; failed ones only where none succeeded."""
    good = [result for result in found if "failed" not in result] or found
    joined: dict[str, Any] = {"rounds": len(good)}
    for name, value in good[0].items():
        values = [result[name] for result in good if result.get(name) is not None]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        joined[name] = _middle(values) if number else value
    return joined


def _middle(values: list[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
