"""From raw text to label: in bulk, one at a time, from a cold start, and what it takes up."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.accuracy import ROOT
from benchmarks.bench.asking import GATEWISE, MODELS, Rival, asked, call, files_of
from benchmarks.bench.environments import python_of
from benchmarks.bench.kept import Cell
from benchmarks.bench.training import FASTTEXT, OURS, SCIKIT_LEARN, SPACY, model_of
from benchmarks.machine import facts
from benchmarks.rivals.protocol import read_rows
from benchmarks.timing import order

from gatewise import load

__all__ = ["COLD", "cells"]

ROUNDS, COLD_ROUNDS = 3, 7
TEXTS = {"thucnews_titles": 4000, "imdb": 400, "banking77": 1000}
SINGLES = {"thucnews_titles": 1000, "imdb": 200, "banking77": 300}
CHECKED = 64
"""Texts whose logits have to be the same in torch and onnxruntime as in ours."""

COLD = "cold start"
LINEAR, TEXTCNN, BILSTM = OURS
READING = ("reading.json", "hashes.npy", "table.npy", "network.json")


def ported(model: str) -> tuple[Rival, ...]:
    """Those who answer with our network and weights."""
    return (
        Rival("torch", "ported", "torch", "", model),
        Rival("onnxruntime-fp32", "onnxrun", "onnxruntime", "fp32", model),
        Rival("onnxruntime-int8", "onnxrun", "onnxruntime", "int8", model),
    )


CONTESTS: dict[str, tuple[Rival, ...]] = {
    "thucnews_titles": (
        *OURS,
        *ported("textcnn"),
        *ported("bilstm"),
        FASTTEXT,
        SCIKIT_LEARN,
        *SPACY,
    ),
    "imdb": (BILSTM, *ported("bilstm"), FASTTEXT, SCIKIT_LEARN),
    "banking77": (TEXTCNN, *ported("textcnn"), FASTTEXT, SCIKIT_LEARN),
}


def cells(threads: int) -> Iterator[Cell]:
    """Round after round, every rival once in each; then the cold starts, interleaved too."""
    for data, contest in CONTESTS.items():
        every = {rival.key: rival for rival in contest}
        for turn in range(ROUNDS):
            for key in order(list(every), turn):
                yield f"{data}/{key}/{turn}", partial(_measured, data, every[key], threads)
    data = "thucnews_titles"
    yield f"{data}/{COLD}/0", partial(_cold, data, CONTESTS[data], threads)


def _measured(data: str, rival: Rival, threads: int) -> dict[str, Any]:
    folder = _folder(data, rival, threads)
    options = {"threads": threads, "singles": SINGLES[data]}
    told = asked(rival, "measure", folder, _sample(data), **options)
    told.pop("started")
    return {**told, "bytes": _bytes(rival, folder), "machine": facts()}


def _folder(data: str, rival: Rival, threads: int) -> Path:
    """What a rival loads; networks are ported from ours once."""
    if rival in OURS:
        return model_of(data, rival, threads) / "model"
    if rival.module not in ("ported", "onnxrun"):
        return model_of(data, rival, threads)
    ours = next(our for our in OURS if our.model == rival.model)
    model = model_of(data, ours, threads) / "model"
    folder = MODELS / data / f"ported-{rival.model}"
    if not (folder / "done").exists() or _older(folder / "done", model):
        _port(data, model, folder, threads)
    return folder


def _older(stamp: Path, model: Path) -> bool:
    return stamp.stat().st_mtime < (model / "manifest.json").stat().st_mtime


def _port(data: str, model: Path, folder: Path, threads: int) -> None:
    """Write the network for torch and onnxruntime, and check that both give our logits."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    texts, _ = read_rows(_sample(data))
    scores = load(model).bundle.model.score(texts[:CHECKED])
    np.savez(folder / "expected.npz", texts=np.array(texts[:CHECKED]), logits=scores.logits)
    for environment, module, arguments in (
        ("torch", "porting", [model, folder]),
        ("onnxruntime", "parity", [folder]),
    ):
        start = [str(python_of(environment)), "-m", f"benchmarks.rivals.{module}"]
        print(module, call([*start, *map(str, arguments)], threads).strip(), flush=True)
    (folder / "done").touch()


def _sample(data: str) -> Path:
    """Some rows of the test file, at even distances since it may be sorted by label."""
    texts, labels = read_rows(files_of(data)[1])
    step = max(1, len(texts) // TEXTS[data])
    lines = [f"{label}\t{text}" for label, text in zip(labels, texts, strict=True)][::step]
    path = ROOT / "build" / "bench" / "texts" / f"{data}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines[: TEXTS[data]]) + "\n", encoding="utf-8")
    return path


def _bytes(rival: Rival, folder: Path) -> int:
    """What has to be shipped beside the programs."""
    names = {
        "ported": (*READING, "network.safetensors"),
        "onnxrun": (*READING, f"network{'.int8' if rival.variant == 'int8' else ''}.onnx"),
    }.get(rival.module)
    files = [folder / name for name in names] if names else list(folder.rglob("*"))
    return sum(file.stat().st_size for file in files if file.is_file())


def _cold(data: str, contest: tuple[Rival, ...], threads: int) -> dict[str, Any]:
    """Seconds of a fresh process from its start to its end, for one answer; medians."""
    text = read_rows(_sample(data))[0][0]
    starts = {"import numpy": ([str(python_of("")), "-c", "import numpy"], "")}
    for rival in contest:
        folder = _folder(data, rival, threads)
        if rival in OURS:
            starts[rival.key] = ([GATEWISE, "predict", str(folder)], f"{text}\n")
        else:
            starts[rival.key] = (rival.command("first", folder, text, threads=threads), "")
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for turn in range(COLD_ROUNDS + 1):
        for name in order(list(starts), turn):
            started = time.perf_counter()
            call(starts[name][0], threads, starts[name][1])
            if turn:  # the first round fills the file cache
                taken[name].append(time.perf_counter() - started)
    return {"seconds": {name: float(np.median(each)) for name, each in taken.items()}}
