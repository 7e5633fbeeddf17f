"""`auto` beside the best rival on twelve sets, part of `make acceptance`.

Each cell is a process of its own, one at a time, and kept in docs/results/against.json as soon as
it is there, so a run that was stopped goes on where it was. The page is docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from benchmarks.accuracy import DATA, ROOT
from benchmarks.against import page
from benchmarks.against.running import run
from benchmarks.against.sets import Cell, cells
from benchmarks.apart import fill

RESULTS = ROOT / "docs" / "results" / "against.json"

THREADS = "GATEWISE_BENCHMARK_THREADS"


def main() -> int:
    """Run what is missing, write the page, print the goals; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a cell's name, as trec6/auto")
    parser.add_argument("--threads", type=int, default=2, help="of our runs")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    parser.add_argument("--cell", help="run this one cell and print what it gave")
    chosen = parser.parse_args()
    if chosen.cell:
        threads = int(os.environ.get(THREADS, "2"))
        print(json.dumps(run(Cell.of(chosen.cell), threads)))
        return 0
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 0
    every = [] if chosen.page else [cell.key for cell in cells() if chosen.only in cell.key]
    variables = {THREADS: str(chosen.threads)}
    results = fill(RESULTS, every, "benchmarks.against", jobs=1, variables=lambda key: variables)
    goals = page.write(results)
    print("\n".join(goal.line() for goal in goals))
    return int(any(goal.met is False for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
