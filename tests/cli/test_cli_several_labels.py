"""Rows with several labels, weights, folds and seeds, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.command import QUICK, Ended, gatewise, write_csv
from conftest import pairs, toy_rows, toy_sets
from gatewise.data.labels import label_sets


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A file whose rows carry lists of labels."""
    rows = toy_sets(160)
    lines = [
        json.dumps({"text": text, "labels": list(labels)})
        for text, labels in zip(rows.texts, label_sets(rows.labels), strict=True)
    ]
    path = tmp_path / "sets.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _one(ended: Ended) -> dict[str, Any]:
    assert ended.code == 0, ended.err
    told: dict[str, Any] = json.loads(ended.out)
    return told


def test_train_evaluate_and_predict(sets: Path, tmp_path: Path) -> None:
    out, page = tmp_path / "m", tmp_path / "page.html"
    told = _one(gatewise("train", sets, "--out", out, "--model", "linear", "--json"))
    assert (told["kind"], told["labels"]) == ("multilabel", ["food", "music", "weather"])
    assert told["valid"]["micro_f1"]["value"] > 0.8
    assert told["valid"]["accuracy"] == told["valid"]["subset_accuracy"]
    report = _one(gatewise("evaluate", out, sets, "--report", page, "--json"))
    assert report["micro_f1"]["value"] > 0.9
    assert "Labels" in page.read_text(encoding="utf-8")
    answer = _one(gatewise("predict", out, "--json", stdin=b"rain, bread and a drum\n"))
    assert {entry["label"] for entry in answer["labels"]} == {"food", "music", "weather"}
    assert "label" not in answer
    plain = gatewise("predict", out, stdin=b"bread and soup\n")
    assert plain.out.split("\t")[0] == "food"
    info = _one(gatewise("info", out, "--json"))
    assert info["kind"] == "multilabel"
    table = tmp_path / "answers.jsonl"
    assert gatewise("predict", out, sets, "--out", table).code == 0
    first = json.loads(table.read_text(encoding="utf-8").splitlines()[1])
    assert isinstance(first["predicted_labels"], list)


def test_labels_with_a_separator(tmp_path: Path) -> None:
    rows = toy_sets(120)
    joined = [";".join(labels) or "none" for labels in label_sets(rows.labels)]
    data = write_csv(tmp_path / "a.csv", list(zip(joined, rows.texts, strict=True)))
    flags = ("--label-separator", ";", "--model", "linear", "--json")
    told = _one(gatewise("train", data, "--out", tmp_path / "m", *flags))
    assert told["kind"] == "multilabel"
    assert told["labels"] == ["food", "music", "none", "weather"]


def test_a_precision_is_refused(sets: Path, tmp_path: Path) -> None:
    out = tmp_path / "m"
    ended = gatewise("train", sets, "--out", out, "--model", "linear", "--precision", "0.9")
    assert (ended.code, ended.out) == (2, "")
    assert "several labels" in ended.err
    assert not out.exists()


def test_folds_and_seeds(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", pairs(toy_rows(120)))
    flags = ("--model", "linear", "--folds", "3", "--seeds", "2", "--json")
    told = _one(gatewise("train", data, "--out", tmp_path / "m", *flags))
    assert told["folds"]["n"] == 120
    assert told["folds"]["accuracy"]["value"] > 0.9
    assert len(told["spread"]["valid"]["accuracy"]) == 2
    refused = gatewise("train", data, "--out", tmp_path / "n", "--folds", "1000")
    assert refused.code == 2


def test_folds_of_label_sets(sets: Path, tmp_path: Path) -> None:
    flags = ("--model", "textcnn", "--folds", "2", "--json", *QUICK)
    told = _one(gatewise("train", sets, "--out", tmp_path / "m", *flags))
    assert told["folds"]["n"] == 160
    assert told["folds"]["baseline"]["name"] == "linear"


def test_weights(tmp_path: Path) -> None:
    lines = ["label,text,count"]
    lines += [f'{label},"{text}",1' for label, text in pairs(toy_rows(60))]
    lines += ['food,"rain and storm",0'] * 40
    data = tmp_path / "a.csv"
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    flags = ("--model", "linear", "--json", "--set", "data.refit=true")
    _one(gatewise("train", data, "--out", tmp_path / "m", "--weight", "count", *flags))
    answer = gatewise("predict", tmp_path / "m", stdin=b"rain and storm\n")
    assert answer.out.startswith("weather")
    balanced = ("--class-weight", "balanced", *flags)
    _one(gatewise("train", data, "--out", tmp_path / "b", "--weight", "count", *balanced))
