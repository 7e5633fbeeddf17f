"""From raw file to saved model, and the speed of the steps."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bench.asking import GATEWISE, MODELS, Rival, asked, call, files_of
from benchmarks.bench.kept import Cell
from benchmarks.machine import facts
from benchmarks.timing import order

__all__ = ["FASTTEXT", "OURS", "SCIKIT_LEARN", "SPACY", "cells", "model_of"]

EPOCHS = {"trec6": 13, "mr": 10, "thucnews_titles": 5, "imdb": 3, "banking77": 8}
"""As many as ours plans for so many rows; rivals that have epochs run as many."""

DATA_SETS = ("trec6", "mr", "thucnews_titles", "imdb")
NETWORKS = ("textcnn", "bilstm")

OURS = tuple(Rival("gatewise", "ours", "", model, model) for model in ("linear", *NETWORKS))
SCIKIT_LEARN = Rival("scikit-learn", "scikit_learn", "scikit-learn")
FASTTEXT = Rival("fasttext", "fasttext", "fasttext")
SPACY = tuple(Rival(f"spacy-{kind}", "spacy", "spacy", kind) for kind in ("bow", "ensemble"))
PYTORCH = tuple(
    Rival(f"pytorch-{way}", "pytorch", "torch", f"{way}-{model}", model)
    for model in NETWORKS
    for way in ("article", "expert", "expert-bf16")
)
KERAS = tuple(Rival("keras", "keras", "keras", model, model) for model in NETWORKS)
RIVALS = (SCIKIT_LEARN, FASTTEXT, *SPACY, *PYTORCH, *KERAS)

QUICK = ("gatewise-linear", "scikit-learn", "fasttext")
"""On `REPEATED` run three times: what takes seconds is soon disturbed."""

REPEATED = "thucnews_titles"

SHARES = {
    ("mr", "pytorch"): 0.3,
    ("thucnews_titles", "pytorch"): 0.2,
    ("imdb", "pytorch"): 0.05,
    ("trec6", "keras"): 0.2,
    ("mr", "keras"): 0.2,
    ("thucnews_titles", "keras"): 0.05,
    ("imdb", "keras"): 0.02,
    ("imdb", "spacy-bow"): 0.05,
    ("trec6", "spacy-ensemble"): 0.3,
    ("mr", "spacy-ensemble"): 0.3,
    ("thucnews_titles", "spacy-ensemble"): 0.1,
    ("imdb", "spacy-ensemble"): 0.01,
}
"""Share of the batches that an expensive rival runs; the rest of its seconds is reckoned."""


def cells(threads: int, share: float | None) -> Iterator[Cell]:
    """Set after set; in each round the order of the rivals is another."""
    for data in DATA_SETS:
        every = {rival.key: rival for rival in (*OURS, *RIVALS)}
        for turn in range(3):
            for key in order(list(every), turn):
                if turn == 0 or (data == REPEATED and key in QUICK):
                    run = partial(_run, data, every[key], threads, share)
                    yield f"{data}/{key}/{turn}", run


def share_of(data: str, rival: Rival) -> float:
    """The share that is run unless the command line tells another."""
    found = (s for (d, start), s in SHARES.items() if d == data and rival.name.startswith(start))
    return next(found, 1.0)


def model_of(data: str, rival: Rival, threads: int) -> Path:
    """The folder of a trained model; it is trained if it is not there."""
    folder = MODELS / data / rival.key
    if not (folder / "done").exists():
        _run(data, rival, threads, None)
    return folder


def _run(data: str, rival: Rival, threads: int, share: float | None) -> dict[str, Any]:
    folder = MODELS / data / rival.key
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if rival in OURS:
        told = _ours(data, rival, folder, threads)
    else:
        told = _rival(data, rival, folder, threads, share or share_of(data, rival))
    (folder / "done").touch()
    return {**told, "threads": threads, "machine": facts()}


def _ours(data: str, rival: Rival, folder: Path, threads: int) -> dict[str, Any]:
    """The command line as a user types it, then the steps alone in a run of their own."""
    training, test = map(str, files_of(data))
    out = str(folder / "model")
    options = ["--model", rival.model, "--no-baseline", "--threads", str(threads), "--json"]
    started = time.time()
    call([GATEWISE, "train", training, "--out", out, *options], threads)
    seconds = time.time() - started
    report = json.loads(call([GATEWISE, "evaluate", out, test, "--json"], threads))
    told = {"seconds": round(seconds, 2), "accuracy": report["accuracy"]["value"], "share": 1.0}
    if rival.model in NETWORKS:
        steps = asked(
            *(rival, "train", training, test, folder), threads=threads, epochs=EPOCHS[data]
        )
        told["speed"] = steps["speed"]
    return told


def _rival(data: str, rival: Rival, folder: Path, threads: int, share: float) -> dict[str, Any]:
    training, test = files_of(data)
    options = {"threads": threads, "epochs": EPOCHS[data], "share": share}
    told = asked(rival, "train", training, test, folder, **options)
    seconds = told["ended"] - told["started"] + told["left"]
    return {
        "seconds": round(seconds, 2),
        "seconds_reckoned": round(told["left"], 2),
        "accuracy": told["accuracy"],
        "speed": told["speed"],
        "steps": told["steps"],
        "share": round(told["share"], 4),
    }
