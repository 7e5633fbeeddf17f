"""Do the engines agree in accuracy? Native bf16, native fp32, torch, and dense Adam beside ours.

Five sets, five seeds, the same settings everywhere: `make acceptance`. What differs between two
engines with one seed is rounding and the dropout masks, so the differences of a pair are compared
with those between seeds of one engine. Each run is a process of its own; finished ones are kept in
docs/results/parity.json. The table is docs/parity.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.accuracy import DATA, ROOT, SETS, read_rows
from benchmarks.apart import fill

from gatewise.bundle.files import write_file
from gatewise.config import Config, override

RESULTS = ROOT / "docs" / "results" / "parity.json"

PAGE = ROOT / "docs" / "parity.md"

DATA_SETS = {
    **{name: SETS[name] for name in ("trec6", "mr", "tweeteval_emotion", "banking77")},
    "waimai_10k": ("waimai_10k/train.tsv", "waimai_10k/test.tsv"),
}

ENGINES = ("native bf16", "native fp32", "torch", "dense Adam")

SEEDS = range(5)

MODEL = "bilstm"

_INTRO = Path(__file__).with_name("parity_page.md")


@dataclass(frozen=True)
class Cell:
    """One run."""

    data: str
    engine: str
    seed: int

    @property
    def key(self) -> str:
        """Name in the results file."""
        return f"{self.data}/{self.engine}/{self.seed}"


def run(cell: Cell) -> dict[str, Any]:
    """Train and measure one cell, in this process."""
    from gatewise.select import train

    if cell.engine == "dense Adam":
        _step_every_row()
    training, test = (read_rows(DATA / name) for name in DATA_SETS[cell.data])
    config = override(
        Config(),
        {
            "model": {"name": MODEL},
            # One training a cell: what is compared needs neither the second one nor moved texts.
            "data": {"refit": False},
            "training": {
                "seed": cell.seed,
                "threads": 1,
                "adversarial": 0.0,
                "dtype": "auto" if cell.engine == "native bf16" else "fp32",
            },
        },
    )
    outcome = train(training, test=test, config=config, baseline=False)
    report, facts = outcome.reports["test"].report, outcome.bundle.facts
    kept = ("dtype", "isa", "seconds", "epochs")
    return {"accuracy": report.accuracy.value, **{name: facts[name] for name in kept}}


def _step_every_row() -> None:
    """Let every step move the whole table, as a dense optimiser does."""
    import torch
    from torch import Tensor

    from gatewise.training import learner
    from gatewise.training.rows import RowTable

    class DenseTable(RowTable):
        def step(self, rows: Tensor, gradient: Tensor, *, rate: float, averaging: float) -> None:
            whole = torch.zeros_like(self.table)  # (V, D)
            whole[rows] = gradient
            every = torch.arange(len(whole))
            super().step(every, whole, rate=rate, averaging=averaging)

    vars(learner)["RowTable"] = DenseTable


def _engine(key: str) -> dict[str, str]:
    """The variables that choose the engine of a cell."""
    return {"GATEWISE_NATIVE": "0" if "/torch/" in key else "1", "OMP_NUM_THREADS": "1"}


def cells(only: str | None) -> Iterator[Cell]:
    """Every engine on every set, seed after seed."""
    for seed in SEEDS:
        for data in DATA_SETS:
            for engine in ENGINES:
                cell = Cell(data, engine, seed)
                if only is None or only in cell.key:
                    yield cell


def page(results: dict[str, Any]) -> str:
    """`docs/parity.md`."""
    parts = [_INTRO.read_text(encoding="utf-8").rstrip(), _accuracies(results)]
    return "\n\n".join([*parts, _differences(results)]) + "\n"


def _accuracies(results: dict[str, Any]) -> str:
    lines = [f"| set | {' | '.join(ENGINES)} |", "|---" * (len(ENGINES) + 1) + "|"]
    for data in DATA_SETS:
        shown = []
        for engine in ENGINES:
            found = _scores(results, data, engine)
            spread = f" ± {100 * statistics.stdev(found):.2f}" if len(found) > 1 else ""
            shown.append(f"{100 * statistics.mean(found):.2f}{spread}" if found else "—")
        lines.append(f"| {data} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _differences(results: dict[str, Any]) -> str:
    """Mean difference of pairs with one seed, with its 95 % interval by Student's t."""
    from scipy import stats

    lines = ["| pair | points | 95 % interval | pairs |", "|---|---|---|---|"]
    for engine in ENGINES[:2] + ENGINES[3:]:
        other = "native fp32" if engine == "dense Adam" else "torch"
        gaps = [
            100 * (results[Cell(data, engine, seed).key]["accuracy"] - beside["accuracy"])
            for data in DATA_SETS
            for seed in SEEDS
            if (beside := results.get(Cell(data, other, seed).key))
            and Cell(data, engine, seed).key in results
        ]
        if len(gaps) > 1:
            mean, error = float(np.mean(gaps)), float(stats.sem(gaps))
            half = error * float(stats.t.ppf(0.975, len(gaps) - 1))
            interval = f"{mean - half:+.2f} to {mean + half:+.2f}"
            lines.append(f"| {engine} − {other} | {mean:+.2f} | {interval} | {len(gaps)} |")
    return "\n".join(lines)


def _scores(results: dict[str, Any], data: str, engine: str) -> list[float]:
    keys = (Cell(data, engine, seed).key for seed in SEEDS)
    return [results[key]["accuracy"] for key in keys if key in results]


def main() -> int:
    """Run what is missing and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="part of a cell's name, as trec6/torch")
    parser.add_argument("--jobs", type=int, default=1, help="cells at a time")
    parser.add_argument("--cell", help="run this one cell and print what it gave")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    chosen = parser.parse_args()
    if chosen.cell:
        data, engine, seed = chosen.cell.split("/")
        print(json.dumps(run(Cell(data, engine, int(seed)))))
        return 0
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 0
    keys = [] if chosen.page else [cell.key for cell in cells(chosen.only)]
    results = fill(RESULTS, keys, "benchmarks.parity", jobs=chosen.jobs, variables=_engine)
    write_file(PAGE, page(results).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
