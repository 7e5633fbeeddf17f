"""Beside what people use: `python -m benchmarks.bench`, or `make bench`.

Every finished cell is kept in benchmarks/results, so a run that was stopped goes on where it was.
A rival gets an environment of its own under build/rivals the first time it is asked.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.accuracy import DATA
from benchmarks.apart import fill as fill_apart
from benchmarks.bench import growth, inference, page, training
from benchmarks.bench.kept import RESULTS, fill

from gatewise.kernels import available_cores

PARTS = ("training", "inference", "growth")


def main() -> int:
    """Measure what is missing, write the page, print the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="one of the three parts")
    parser.add_argument("--only", default="", help="part of a cell's name, as imdb/gatewise")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    parser.add_argument("--threads", type=int, default=available_cores())
    parser.add_argument("--share", type=float, help="of the rivals' batches; by default a table's")
    chosen = parser.parse_args()
    if not chosen.page:
        for part in (chosen.part,) if chosen.part else PARTS:
            measure(part, chosen)
    for judged in page.write():
        print(judged.line())
    return 0


def measure(part: str, chosen: argparse.Namespace) -> None:
    """Fill the cells of one part."""
    path = RESULTS / f"{part}.json"
    if part == "growth":
        keys = [key for key in growth.cells() if chosen.only in key]
        fill_apart(path, keys, "benchmarks.bench.growth", jobs=1)
        return
    if not DATA.is_dir():
        print(f"{part}: {DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return
    every = (
        training.cells(chosen.threads, chosen.share)
        if part == "training"
        else inference.cells(chosen.threads)
    )
    fill(path, ((key, run) for key, run in every if chosen.only in key))


if __name__ == "__main__":
    sys.exit(main())
