"""Whole training runs, from raw file to saved model, ours and PyTorch's: `make acceptance`.

Every run is a process of its own, timed from its start until the model is saved; the test rows are
answered afterwards. What the rivals do is told in benchmarks/rivals/networks.py and pytorch.py.
All have the same epochs, none stops early, none is trained a second time on all rows. Every
finished cell is kept in docs/results/runs.json, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.accuracy import DATA, ROOT, SETS
from benchmarks.machine import ALLOCATORS, ISAS, environment, facts
from benchmarks.rivals.networks import WAYS

from gatewise.bundle.files import write_file
from gatewise.kernels import available_cores

RESULTS = ROOT / "docs" / "results" / "runs.json"

GATEWISE = str(Path(sys.executable).with_name("gatewise"))

EPOCHS = {"imdb": 3, "thucnews_titles": 5}
"""As ours decides for so many rows."""

NETWORKS = ("textcnn", "bilstm")

OURS: dict[str, tuple[str, ...]] = {"gatewise": ()}
"""Our runs, and what each adds to the command line."""

RIVALS = (*OURS, *WAYS)


@dataclass(frozen=True)
class Cell:
    """One run."""

    data: str
    model: str
    rival: str
    seed: int

    @property
    def key(self) -> str:
        """Name in the results file."""
        return f"{self.data}/{self.model}/{self.rival}/{self.seed}"


@dataclass(frozen=True)
class Settings:
    """How cells are run.

    Args:
        share: Share of the rivals' batches that is run, the rest scaled by tokens.
        threads: Threads of every run.
        variables: The environment.
    """

    share: float
    threads: int
    variables: Mapping[str, str]


def cells(only: str | None, seeds: int) -> Iterator[Cell]:
    """Every rival of a set and network in turn, seed after seed, so that all see one machine."""
    for data in EPOCHS:
        for model in NETWORKS:
            for seed in range(seeds):
                for rival in RIVALS:
                    cell = Cell(data, model, rival, seed)
                    if only is None or only in cell.key:
                        yield cell


def run(cell: Cell, settings: Settings) -> dict[str, Any]:
    """Run one cell: seconds until its model is saved, and its accuracy on the test file."""
    training, test = (DATA / name for name in SETS[cell.data])
    with TemporaryDirectory() as folder:
        if cell.rival in OURS:
            measured = _ours(cell, training, test, Path(folder) / "model", settings)
        else:
            measured = _rival(cell, training, test, Path(folder) / "model", settings)
    return {
        **measured,
        "epochs": EPOCHS[cell.data],
        "machine": facts(),
        "threads": settings.threads,
    }


def _ours(cell: Cell, training: Path, test: Path, out: Path, settings: Settings) -> dict[str, Any]:
    epochs = EPOCHS[cell.data]
    command = ["train", str(training), "--out", str(out), "--model", cell.model, "--no-baseline"]
    command += ["--seed", str(cell.seed), "--threads", str(settings.threads), *OURS[cell.rival]]
    for option in (f"training.epochs={epochs}", f"training.patience={epochs}", "data.refit=false"):
        command += ["--set", option]
    started = time.time()
    _called([GATEWISE, *command], settings)
    seconds = time.time() - started
    report = _called([GATEWISE, "evaluate", str(out), str(test), "--json"], settings)
    return {"seconds": round(seconds, 2), "accuracy": report["accuracy"]["value"], "share": 1.0}


def _rival(cell: Cell, training: Path, test: Path, out: Path, settings: Settings) -> dict[str, Any]:
    out.mkdir()
    command = ["train", str(training), str(test), str(out)]
    for name, value in (
        ("variant", f"{cell.rival}-{cell.model}"),
        ("epochs", EPOCHS[cell.data]),
        ("share", settings.share),
        ("seed", cell.seed),
        ("threads", settings.threads),
    ):
        command += [f"--{name}", str(value)]
    started = time.time()
    told = _called([sys.executable, "-m", "benchmarks.rivals.pytorch", *command], settings)
    seconds = told["ended"] - started + told["left"]
    return {
        "seconds": round(seconds, 2),
        "accuracy": told["accuracy"],
        "asked_share": settings.share,
        "share": round(told["share"], 4),
        "seconds_scaled_up": round(told["left"], 2),
    }


def _called(command: list[str], settings: Settings) -> Any:
    """What a command says on its last line, as JSON if it is."""
    done = subprocess.run(
        command,
        env=dict(settings.variables),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    last = done.stdout.strip().rpartition("\n")[2]
    return json.loads(last) if last.startswith("{") else {}


def table(results: Mapping[str, Any]) -> str:
    """Medians over seeds in Markdown, with how many times longer each rival took than ours."""
    lines = [
        "| set | model | way | accuracy (lowest–highest) | seconds | × ours | share run |",
        "|---|---|---|---|---|---|---|",
    ]
    for data in EPOCHS:
        for model in NETWORKS:
            found = {rival: _runs(results, f"{data}/{model}/{rival}/") for rival in RIVALS}
            ours = found["gatewise"]
            for rival, runs in found.items():
                if runs:
                    cells = [data, model, rival, _accuracy(runs), f"{_seconds(runs):.0f}"]
                    cells += [f"{_seconds(runs) / _seconds(ours):.1f}" if ours else "—"]
                    lines.append(f"| {' | '.join(cells)} | {min(r['share'] for r in runs):g} |")
    return "\n".join(lines)


def _runs(results: Mapping[str, Any], start: str) -> list[Any]:
    return [result for key, result in results.items() if key.startswith(start)]


def _seconds(runs: list[Any]) -> float:
    return float(statistics.median(result["seconds"] for result in runs))


def _accuracy(runs: list[Any]) -> str:
    """The mean; a run on a share of the batches tells none."""
    known = [result["accuracy"] for result in runs if result["accuracy"] is not None]
    if not known:
        return "—"
    return f"{statistics.mean(known):.2%} ({min(known):.1%}–{max(known):.1%})"


def main() -> int:
    """Run what is missing and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="part of a cell's name, as imdb/bilstm")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds")
    parser.add_argument("--share", type=float, default=1.0, help="of the rivals' batches")
    parser.add_argument("--threads", type=int, default=available_cores())
    parser.add_argument("--isa", default="auto", choices=ISAS)
    parser.add_argument("--allocator", default="default", choices=ALLOCATORS)
    chosen = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 0
    variables = environment(chosen.isa, chosen.allocator, chosen.threads)
    settings = Settings(chosen.share, chosen.threads, variables)
    every = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results = every.setdefault(f"{chosen.isa}/{chosen.allocator}", {})
    for cell in cells(chosen.only, chosen.seeds):
        # What was run on another share is run again, ours never.
        share = results.get(cell.key, {}).get("asked_share", chosen.share)
        if cell.key not in results or share != chosen.share:
            results[cell.key] = run(cell, settings)
            told = {k: v for k, v in results[cell.key].items() if k != "machine"}
            print(cell.key, told, flush=True)
            RESULTS.parent.mkdir(parents=True, exist_ok=True)
            write_file(RESULTS, json.dumps(every, indent=1).encode())
    print(table(results))
    if chosen.share < 1:
        print(f"\nRivals ran {chosen.share:g} of their batches; the rest is scaled up by tokens.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
