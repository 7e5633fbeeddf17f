"""Test accuracy of each model on real sets, several seeds: `make acceptance`.

Trains with the default settings on the training file alone and measures on the test file, which
nothing else looks at. Every finished cell is kept in docs/results/accuracy.json, so a run that was
stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatewise.bundle.files import write_file
from gatewise.config import Config, override
from gatewise.select import Rows, train
from gatewise.training.device import available_cores

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("GATEWISE_DATA", ROOT.parent / "shared" / "data"))
RESULTS = ROOT / "docs" / "results" / "accuracy.json"

SETS = {
    "trec6": ("trec6/train.tsv", "trec6/test.tsv"),
    "mr": ("mr/train_pte.tsv", "mr/test_pte.tsv"),
    "banking77": ("banking77/train.tsv", "banking77/test.tsv"),
    "chnsenticorp": ("chnsenticorp/train.tsv", "chnsenticorp/test.tsv"),
    "thucnews_titles": ("thucnews_titles/train_45k.tsv.gz", "thucnews_titles/test.tsv"),
}

GOALS = {
    ("trec6", "linear"): 0.900,
    ("trec6", "textcnn"): 0.915,
    ("trec6", "bilstm"): 0.890,
    ("mr", "linear"): 0.775,
    ("mr", "textcnn"): 0.755,
    ("mr", "bilstm"): 0.755,
    ("banking77", "linear"): 0.905,
    ("banking77", "textcnn"): 0.895,
    ("chnsenticorp", "linear"): 0.925,
    ("chnsenticorp", "textcnn"): 0.905,
    ("thucnews_titles", "linear"): 0.900,
    ("thucnews_titles", "textcnn"): 0.885,
    ("thucnews_titles", "bilstm"): 0.880,
}
"""Mean test accuracy that a release has to reach, in the order of the runs."""

SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Cell:
    """One training run."""

    data: str
    model: str
    seed: int

    @property
    def key(self) -> str:
        """Name in the results file."""
        return f"{self.data}/{self.model}/{self.seed}"


def read_rows(path: Path) -> Rows:
    """Read `label<TAB>text` lines."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    pairs = [line.split("\t", 1) for line in content.decode().split("\n") if line]
    return Rows([text for _, text in pairs], [label for label, _ in pairs])


def run(cell: Cell, threads: int) -> dict[str, Any]:
    """Train and measure one cell."""
    training, test = (read_rows(DATA / name) for name in SETS[cell.data])
    config = override(
        Config(),
        {"model": {"name": cell.model}, "training": {"seed": cell.seed, "threads": threads}},
    )
    outcome = train(training, test=test, config=config, baseline=False)
    facts = outcome.bundle.facts
    without = outcome.reports.get("test_without_overlap")
    return {
        "accuracy": outcome.reports["test"].report.accuracy.value,
        "macro_f1": outcome.reports["test"].report.macro_f1.value,
        "without_overlap": without.report.accuracy.value if without else None,
        "valid_accuracy": outcome.reports["valid"].report.accuracy.value,
        "n": outcome.reports["test"].report.n,
        "epochs": facts["epochs"],
        "seconds": facts["seconds"],
        "threads": threads,
    }


def cells(only: str | None) -> Iterator[Cell]:
    """Every cell that has a goal, seed after seed."""
    for data, model in GOALS:
        for seed in SEEDS:
            cell = Cell(data, model, seed)
            if only is None or only in cell.key:
                yield cell


def table(results: dict[str, Any]) -> str:
    """Mean and range over seeds beside the goal, as Markdown."""
    lines = ["| set | model | mean | range | goal | seconds |", "|---|---|---|---|---|---|"]
    for (data, model), goal in GOALS.items():
        runs = [results[c.key] for c in cells(f"{data}/{model}/") if c.key in results]
        if not runs:
            continue
        scores = [r["accuracy"] for r in runs]
        mean, low, high = statistics.mean(scores), min(scores), max(scores)
        met = "" if mean >= goal else " (missed)"
        seconds = statistics.median(r["seconds"] for r in runs)
        lines.append(
            f"| {data} | {model} | {mean:.2%} of {len(runs)} | {low:.2%} to {high:.2%} "
            f"| {goal:.1%}{met} | {seconds:.0f} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Run what is missing, print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="part of a cell's name, as trec6/textcnn")
    parser.add_argument("--jobs", type=int, default=1, help="cells at a time")
    chosen = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 0
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    missing = [cell for cell in cells(chosen.only) if cell.key not in results]
    threads = max(1, available_cores() // chosen.jobs)
    # Fresh processes: torch's threads do not survive a fork.
    with ProcessPoolExecutor(chosen.jobs, max_tasks_per_child=1) as pool:
        waiting = {pool.submit(run, cell, threads): cell for cell in missing}
        for done in as_completed(waiting):
            cell = waiting[done]
            results[cell.key] = done.result()
            print(cell.key, results[cell.key], flush=True)
            RESULTS.parent.mkdir(parents=True, exist_ok=True)
            write_file(RESULTS, (json.dumps(dict(sorted(results.items())), indent=1)).encode())
    print(table(results))
    return int("missed" in table(results))


if __name__ == "__main__":
    sys.exit(main())
