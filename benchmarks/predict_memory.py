"""Memory of `gatewise predict` on files of any length: `python -m benchmarks.predict_memory`.

A linear model learns titles; a file of two million of them, in each format, is then labelled in a
fresh process, and the first 100,000 of them in another. Memory has to be flat: the two differ by
5 % at most in their highest resident memory (`VmHWM`, as Linux tells it). The results are kept in
docs/results/predict_memory.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from benchmarks.accuracy import DATA, ROOT, SETS

from gatewise.bundle.files import write_file
from gatewise.data.read import read

RESULTS = ROOT / "docs" / "results" / "predict_memory.json"
ROWS = 2_000_000
SETTLED = 100_000
"""Rows after which memory should not grow."""
FLAT = 1.05

GATEWISE = (sys.executable, "-c", "from gatewise.cli import main; main()")
_WATCHED = (
    sys.executable,
    "-c",
    "import sys\nfrom pathlib import Path\nfrom gatewise.cli import main\n"
    "try:\n    main()\n"
    "finally:\n    print(Path('/proc/self/status').read_text(), file=sys.stderr)",
)
"""Tells its own peak: what `wait4` counts of a process begins with the memory of its parent."""

INPUTS = (".csv", ".tsv", ".jsonl", ".txt", ".csv.gz", ".csv.zst", ".parquet")
OUTPUTS = (".csv", ".jsonl", ".parquet")


@dataclass(frozen=True)
class Case:
    """What is read, and what is written; no ending stands for stdout."""

    read: str
    written: str = ""

    @property
    def name(self) -> str:
        """As it stands in the results."""
        return f"{self.read} to {self.written or 'stdout'}"


CASES = (*(Case(".csv", ending) for ending in OUTPUTS), *(Case(ending) for ending in INPUTS))


def make_data(path: Path, titles: list[str], rows: int) -> None:
    """Write numbered titles, over and over, in the format that the name tells."""
    numbered = enumerate(islice(cycle(titles), rows))
    if path.suffix == ".parquet":
        pl.DataFrame(list(numbered), ["id", "text"], orient="row").write_parquet(path)
        return
    line, head = _WRITERS[path.suffixes[0]]
    with _opened(path) as file:
        file.write(head.encode())
        for number, title in numbered:
            file.write(line(number, title).encode())


def _json_line(number: int, title: str) -> str:
    return json.dumps({"id": number, "text": title}, ensure_ascii=False) + "\n"


_WRITERS: dict[str, tuple[Callable[[int, str], str], str]] = {
    ".csv": (lambda number, title: f'{number},"{title}"\n', "id,text\n"),
    ".tsv": (lambda number, title: f"{number}\t{title}\n", "id\ttext\n"),
    ".jsonl": (_json_line, ""),
    ".txt": (lambda _, title: f"{title}\n", ""),
}


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return gzip.open(path, "wb", compresslevel=1)  # type: ignore[return-value]
    if path.suffix == ".zst":
        from backports import zstd

        return zstd.open(path, "wb")  # type: ignore[return-value]
    return path.open("wb")


def peak(model: Path, data: Path, out: Path | None) -> tuple[float, float]:
    """Label a file in a process of its own; its highest resident memory in MiB, and seconds."""
    command = [*_WATCHED, "predict", str(model), str(data)]
    command += [] if out is None else ["--out", str(out)]
    started = time.perf_counter()
    ended = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    found = re.search(rb"VmHWM:\s+(\d+) kB", ended.stderr)
    if found is None:
        raise RuntimeError(ended.stderr.decode())
    return int(found[1]) / 1024, time.perf_counter() - started


def measure(case: Case, model: Path, titles: list[str], folder: Path) -> dict[str, Any]:
    """Label a short and a long file."""
    found: dict[str, Any] = {"mebibytes": {}, "seconds": {}}
    for rows in (SETTLED, ROWS):
        data = folder / f"data{case.read}"
        out = folder / f"answers{case.written}" if case.written else None
        make_data(data, titles, rows)
        memory, seconds = peak(model, data, out)
        found["mebibytes"][f"{rows:,}"] = round(memory, 1)
        found["seconds"][f"{rows:,}"] = round(seconds, 1)
        for path in (data, out):
            if path is not None:
                path.unlink()
    few, many = found["mebibytes"].values()
    return {**found, "ratio": round(many / few, 3), "flat": many <= FLAT * few}


def train(folder: Path) -> tuple[Path, list[str]]:
    """A linear model of the titles, and the titles."""
    source = DATA / SETS["thucnews_titles"][0]
    model = folder / "model"
    command = [*GATEWISE, "train", str(source), "--out", str(model), "--model", "linear"]
    subprocess.run(command, check=True, capture_output=True)
    return model, [title.replace('"', "'") for title in read(source).texts]


def main() -> int:
    """Measure the cases that were asked for; fails where memory grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a case's name")
    only = parser.parse_args().only
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as place:
        model, titles = train(Path(place))
        for case in CASES:
            if only in case.name:
                results[case.name] = measure(case, model, titles, Path(place))
                print(case.name, results[case.name], flush=True)
                write_file(RESULTS, (json.dumps(results, indent=1) + "\n").encode())
    return 0 if all(result["flat"] for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
