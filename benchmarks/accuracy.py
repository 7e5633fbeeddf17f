"""Test accuracy of each model on real sets, several seeds: `make acceptance`.

Trains with the default settings on the training file alone and measures on the test file, which
nothing else looks at. Every finished cell is kept in docs/results/accuracy.json, so a run that was
stopped goes on where it was; the table of all models and sets is docs/models.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.apart import fill

from gatewise.bundle.files import write_file
from gatewise.config import Config, override
from gatewise.data.labels import as_label_set
from gatewise.kernels import available_cores
from gatewise.models import MODELS
from gatewise.select import Rows, train

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("GATEWISE_DATA", ROOT.parent / "shared" / "data"))
RESULTS = ROOT / "docs" / "results" / "accuracy.json"

PAGE = ROOT / "docs" / "models.md"

SETS = {
    "trec6": ("trec6/train.tsv", "trec6/test.tsv"),
    "mr": ("mr/train_pte.tsv", "mr/test_pte.tsv"),
    "tweeteval_emotion": ("tweeteval_emotion/train.tsv", "tweeteval_emotion/test.tsv"),
    "reuters90": ("reuters90/train.jsonl.gz", "reuters90/test.jsonl.gz"),
    "imdb": ("imdb/train.tsv.gz", "imdb/test.tsv.gz"),
    "banking77": ("banking77/train.tsv", "banking77/test.tsv"),
    "chnsenticorp": ("chnsenticorp/train.tsv", "chnsenticorp/test.tsv"),
    "thucnews_titles": ("thucnews_titles/train_45k.tsv.gz", "thucnews_titles/test.tsv"),
}

GOALS = {
    ("trec6", "linear"): 0.900,
    ("trec6", "textcnn"): 0.915,
    ("trec6", "bilstm"): 0.900,
    ("trec6", "lstm"): 0.880,
    ("trec6", "cnn-lstm"): 0.885,
    ("trec6", "lstm-cnn"): 0.900,
    ("trec6", "qrnn"): 0.895,
    ("mr", "linear"): 0.775,
    ("mr", "textcnn"): 0.755,
    ("mr", "bilstm"): 0.755,
    ("mr", "best network"): 0.765,
    ("tweeteval_emotion", "best network"): 0.710,
    ("reuters90", "best model"): 0.860,
    ("imdb", "best network"): 0.885,
    ("banking77", "linear"): 0.905,
    ("banking77", "textcnn"): 0.895,
    ("chnsenticorp", "linear"): 0.925,
    ("chnsenticorp", "textcnn"): 0.905,
    ("thucnews_titles", "linear"): 0.900,
    ("thucnews_titles", "textcnn"): 0.885,
    ("thucnews_titles", "bilstm"): 0.880,
}
"""Mean test accuracy (of several labels a row: micro-F1) that a release has to reach."""

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
    """Read `label<TAB>text` lines, or JSON Lines with `text` and `labels`."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in content.decode().split("\n") if line]
    if ".jsonl" in path.suffixes:
        objects = [json.loads(line) for line in lines]
        return Rows([o["text"] for o in objects], [as_label_set(o["labels"]) for o in objects])
    pairs = [line.split("\t", 1) for line in lines]
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
    report = outcome.reports["test"].report
    without = outcome.reports.get("test_without_overlap")
    return {
        "accuracy": report.accuracy.value,
        "micro_f1": report.micro_f1.value,
        "macro_f1": report.macro_f1.value,
        "without_overlap": without.report.accuracy.value if without else None,
        "valid_accuracy": outcome.reports["valid"].report.accuracy.value,
        "n": report.n,
        "epochs": facts["epochs"],
        "seconds": facts["seconds"],
        "threads": threads,
        "isa": facts["isa"],
        "dtype": facts["dtype"],
    }


def cells(only: str | None, seeds: Sequence[int]) -> Iterator[Cell]:
    """Every model on every set, seed after seed."""
    for data in SETS:
        for seed in seeds:
            for model in MODELS:
                cell = Cell(data, model, seed)
                if only is None or only in cell.key:
                    yield cell


@dataclass(frozen=True)
class Result:
    """The runs of one model on one set: main score, and seconds of training."""

    data: str
    model: str
    scores: tuple[float, ...]
    seconds: float

    @property
    def mean(self) -> float:
        """Mean over seeds."""
        return statistics.mean(self.scores)

    def __str__(self) -> str:
        spread = f"{100 * min(self.scores):.1f}–{100 * max(self.scores):.1f}"
        count = len(self.scores)
        runs = "" if count == len(SEEDS) else f", {count} run{'s' * (count > 1)}"
        return f"{100 * self.mean:.2f} ({spread}{runs}), {self.seconds:.0f} s"


def collect(results: dict[str, Any]) -> dict[tuple[str, str], Result]:
    """Results by set and model; micro-F1, which with one label a row is the accuracy."""
    found = {}
    for data in SETS:
        for model in MODELS:
            keys = [Cell(data, model, seed).key for seed in SEEDS]
            runs = [results[key] for key in keys if key in results]
            if runs:
                scores = tuple(r.get("micro_f1", r["accuracy"]) for r in runs)
                seconds = statistics.median(r["seconds"] for r in runs)
                found[data, model] = Result(data, model, scores, seconds)
    return found


def best(found: dict[tuple[str, str], Result], data: str, *, networks: bool) -> Result | None:
    """The model with the highest mean on a set."""
    able = [
        result
        for (where, model), result in found.items()
        if where == data and not (networks and model == "linear")
    ]
    return max(able, key=lambda result: result.mean, default=None)


def goals(found: dict[tuple[str, str], Result]) -> list[str]:
    """A line for each goal that can be judged."""
    lines = ["| set | model | goal | reached |", "|---|---|---|---|"]
    for (data, model), goal in GOALS.items():
        if model.startswith("best"):
            result = best(found, data, networks=model == "best network")
        else:
            result = found.get((data, model))
        if result is not None:
            met = "" if result.mean >= goal else " **missed**"
            name = f"{model}: {result.model}" if model.startswith("best") else model
            lines.append(f"| {data} | {name} | {goal:.1%} | {result.mean:.2%}{met} |")
    return lines


def winners(found: dict[tuple[str, str], Result]) -> Iterator[str]:
    """A line a set: the best model, and the best network."""
    for data in SETS:
        model, network = (best(found, data, networks=only) for only in (False, True))
        if model is not None:
            told = f"; of the networks {network.model}, {network.mean:.1%}" if network else ""
            yield f"- `{data}`: {model.model}, {model.mean:.1%}{told}."


def page(found: dict[tuple[str, str], Result]) -> str:
    """`docs/models.md`: every model on every set."""
    head = [f"| {' | '.join(['set', *MODELS])} |", "|---" * (len(MODELS) + 1) + "|"]
    rows = []
    for data in SETS:
        winner = best(found, data, networks=False)
        shown = [found.get((data, model)) for model in MODELS]
        marks = ["—" if r is None else f"**{r}**" if r is winner else str(r) for r in shown]
        rows.append(f"| {' | '.join([data, *marks])} |")
    intro = Path(__file__).with_name("models_page.md").read_text(encoding="utf-8").rstrip()
    parts = [intro, "\n".join(head + rows), "## Who wins where", "\n".join(winners(found))]
    parts += ["## Goals", "\n".join(goals(found))]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Run what is missing, write the page, print the goals; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="part of a cell's name, as trec6/textcnn")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="how many of the seeds")
    parser.add_argument("--jobs", type=int, default=1, help="cells at a time")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    parser.add_argument("--cell", help="run this one cell and print what it gave")
    chosen = parser.parse_args()
    if chosen.cell:
        data, model, seed = chosen.cell.split("/")
        threads = int(os.environ.get("GATEWISE_BENCHMARK_THREADS", "1"))
        print(json.dumps(run(Cell(data, model, int(seed)), threads)))
        return 0
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 0
    every = [] if chosen.page else cells(chosen.only, SEEDS[: chosen.seeds])
    keys = (cell.key for cell in every)
    share = str(max(1, available_cores() // chosen.jobs))
    found = collect(
        fill(
            *(RESULTS, keys, "benchmarks.accuracy"),
            jobs=chosen.jobs,
            variables=lambda key: {"GATEWISE_BENCHMARK_THREADS": share},
        )
    )
    write_file(PAGE, page(found).encode())
    print("\n".join(goals(found)))
    return int(any("missed" in line for line in goals(found)))


if __name__ == "__main__":
    sys.exit(main())
