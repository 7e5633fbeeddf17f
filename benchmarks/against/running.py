"""Runs one cell: ours in this process, a rival in an environment of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.accuracy import DATA
from benchmarks.against.answers import Answers
from benchmarks.against.sets import BASELINE, RIVALS, SETS, VARIANTS, Cell, drawn, rows_of
from benchmarks.bench.asking import FailedError, Rival, asked
from benchmarks.bench.environments import UnavailableError

from gatewise.config import Config, override
from gatewise.data.labels import Label, sets_of
from gatewise.data.split import overlap
from gatewise.select import Outcome, Rows, train

__all__ = ["ours", "run"]

ASKED = {
    "svm": Rival("svm", "tuned_linear", "scikit-learn", "svm"),
    "logistic": Rival("logistic", "tuned_linear", "scikit-learn", "logistic"),
    "fasttext": Rival("fasttext", "tuned_fasttext", "fasttext"),
}
SETTINGS = {**VARIANTS, BASELINE: {"model": {"name": BASELINE}}}


def run(cell: Cell, threads: int) -> dict[str, Any]:
    """What a cell gives; of a rival that cannot be asked, why."""
    training, test = rows_of(cell.data)
    training = drawn(training, cell)
    load = round(os.getloadavg()[0], 1)
    if cell.who not in RIVALS:
        return {**ours(cell, training, test, threads), "load": load}
    try:
        return {**_theirs(cell, training, test), "load": load}
    except (FailedError, UnavailableError) as error:
        return {"failed": str(error)}


def ours(cell: Cell, training: Rows, test: Rows, threads: int) -> dict[str, Any]:
    """Train with the default settings, and answer the test rows."""
    training_options = {"seed": cell.seed, "threads": threads}
    config = override(override(Config(), SETTINGS[cell.who]), {"training": training_options})
    outcome = train(training, test=test, config=config)
    facts = outcome.bundle.facts
    kept = {name: facts[name] for name in ("epochs", "threads", "isa", "dtype")}
    tried = {one["model"]: _rounded(one) for one in facts.get("tried", ())}
    return {
        **_answered(training, test, _given(outcome)),
        "seconds": round(facts["seconds"], 1),
        "chosen": outcome.bundle.config.model.name,
        "tried": tried,
        **kept,
    }


def _theirs(cell: Cell, training: Rows, test: Rows) -> dict[str, Any]:
    source = SETS[cell.data]
    files = DATA / source.training, DATA / source.test
    with TemporaryDirectory() as folder:
        # On one thread fastText gives the same twice; the others have but one.
        told = asked(ASKED[cell.who], "train", *files, folder, threads=1, seed=cell.seed)
        found = json.loads((Path(folder) / "answers.json").read_text(encoding="utf-8"))
    given = [tuple(labels) if source.several else labels[0] for labels in found["answers"]]
    return {
        **_answered(training, test, given),
        "seconds": round(told["ended"] - told["started"], 1),
        "chosen": found["chosen"],
        "held_out": round(found["held_out"], 4),
    }


def _given(outcome: Outcome) -> list[Label]:
    """The labels that the test rows were given."""
    measured = outcome.reports["test"]
    classes = measured.report.classes
    if measured.answers.decisions is None:
        return [classes[best] for best in measured.probabilities.argmax(axis=1)]
    return list(sets_of(measured.answers.decisions, classes))


def _answered(training: Rows, test: Rows, given: Sequence[Label]) -> dict[str, Any]:
    """The score, with and without texts that were learnt from, and the answers."""
    answers = Answers.of(test.labels, given, several=test.multilabel)
    told: dict[str, Any] = {"score": round(answers.score, 5)}
    seen = overlap(training.texts, test.texts)
    if seen.any() and not seen.all():
        told |= {"unseen": round(answers.take(~seen).score, 5), "seen_rows": int(seen.sum())}
    return {**told, "answers": answers.to_json()}


def _rounded(tried: dict[str, Any]) -> dict[str, float]:
    """A model on the held-out rows, and what it counts."""
    return {"score": round(tried["score"]["value"], 4), "share": round(tried["share"], 3)}
