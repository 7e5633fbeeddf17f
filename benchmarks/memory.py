"""Announced and measured memory of training: `python -m benchmarks.memory`.

Each case trains the linear model and `textcnn` for one epoch in a fresh process; the peak is
what the system counted (`ru_maxrss`). The results are kept in docs/results/memory.json.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
from benchmarks.accuracy import DATA, ROOT, SETS, read_rows

from gatewise.bundle.files import write_file
from gatewise.config import Config, override
from gatewise.data.labels import count_labels
from gatewise.models import NetworkModel
from gatewise.select import Rows
from gatewise.select.decide import decide, mean_tokens
from gatewise.select.fitting import Fitter
from gatewise.training.memory import demand
from gatewise.training.progress import Silent

RESULTS = ROOT / "docs" / "results" / "memory.json"
CASES = ("5,000 classes", "trec6", "thucnews_titles")


def synthetic(classes: int = 5000, rows: int = 20_000) -> Rows:
    """Texts of ten words, half of them from the twelve of their class."""
    rng = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = np.array(["".join(rng.choice(letters, rng.integers(3, 9))) for _ in range(20_000)])
    own = rng.integers(0, len(words), (classes, 12))
    labels = np.concatenate((np.arange(classes), rng.integers(0, classes, rows - classes)))
    telling = [rng.choice(own[label], 5) for label in labels]
    common = (len(words) * rng.random((rows, 5)) ** 3).astype(np.int64)
    every = rng.permuted(np.concatenate((telling, common), axis=1), axis=1)
    return Rows([" ".join(words[text]) for text in every], [f"c{label}" for label in labels])


def measure(case: str) -> dict[str, Any]:
    """Train one case and compare."""
    rows = synthetic() if case == CASES[0] else read_rows(DATA / SETS[case][0])
    order = np.random.default_rng(0).permutation(len(rows))
    held = np.isin(np.arange(len(rows)), order[: len(rows) // 20])
    train, select = rows.take(~held), rows.take(held)
    options = {"training": {"epochs": 1, "threads": 1}}
    config, _ = decide(override(Config(), options), train.texts, train.labels)
    tokens = mean_tokens(train.texts, config.text.tokenizer)
    fitter = Fitter(config, tuple(count_labels(train.labels)), False, tokens, Silent())
    linear = fitter.fit("linear", train, select)
    after_linear = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    network = fitter.fit("textcnn", train, select)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if not isinstance(network.model, NetworkModel):
        raise TypeError(type(network.model))
    announced = demand(
        network.config,
        train.texts,
        len(fitter.classes),
        network.model.network.parameters(),
    )
    return {
        "rows": len(train),
        "classes": len(fitter.classes),
        "announced": announced.bytes,
        "measured": peak,
        "measured_after_linear": after_linear * 1024,
        "ratio": round(announced.bytes / peak, 3),
        "trained_values": {"network": announced.values, "linear": linear.model.parameters},
    }


def main() -> int:
    """Measure the cases that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a case's name")
    only = parser.parse_args().only
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for case in CASES:
        if only in case:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                results[case] = pool.submit(measure, case).result()
            print(case, results[case], flush=True)
            write_file(RESULTS, json.dumps(results, indent=1).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
