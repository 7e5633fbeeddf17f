"""What programs read: the keys of every `--json`, the order of answers, files written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.command import QUICK, Ended, gatewise, save_model, write_csv
from conftest import pairs, toy_rows
from gatewise import load
from gatewise.data.read import read
from inputs.make import ROWS, delimited

SCORE = {"value", "low", "high"}
SCORES = {"accuracy", "macro_f1", "macro_precision", "macro_recall", "micro_f1", "weighted_f1"}
REPORT = SCORES | {
    "n",
    "log_loss",
    "per_class",
    "confusion",
    "baseline",
    "calibration",
    "rejection",
    "counts",
}
TRAIN = {"model", "kind", "chosen", "labels", "seconds", "epochs", "seed", "valid"}
_CHINESE = [("好评 :heart:", "很好"), ("差评", "很差")]
ANSWER = {"label", "probability", "top", "rejected", "truncated", "empty"}
INFO = {"format", "model", "kind", "labels", "parameters", "bytes", "created_with", "metrics"}


def _strict(line: str) -> dict[str, Any]:
    """One JSON object of the standard: no NaN, no key twice."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    document = json.loads(line, parse_constant=refuse, object_pairs_hook=once)
    assert isinstance(document, dict)
    return document


def _one(ended: Ended) -> dict[str, Any]:
    """The one object on stdout."""
    assert ended.code == 0, ended.err
    assert ended.out.count("\n") == 1
    return _strict(ended.out)


def _many(ended: Ended) -> list[dict[str, Any]]:
    """The objects on stdout, one a line."""
    assert ended.code == 0, ended.err
    return [_strict(line) for line in ended.out.splitlines()]


def _check_report(report: dict[str, Any], *more: str) -> None:
    assert report.keys() == REPORT | {*more}
    assert all(report[name].keys() == SCORE for name in SCORES)
    for row in report["per_class"].values():
        assert row.keys() == {"precision", "recall", "f1", "support"}
        assert all(row[name].keys() == SCORE for name in ("precision", "recall", "f1"))
    assert report["confusion"].keys() == {"labels", "counts"}
    assert sum(map(sum, report["confusion"]["counts"])) == report["n"]
    assert report["calibration"].keys() == {"ece", "brier"}
    assert report["counts"].keys() == {"empty", "truncated", "unseen_label"}
    if report["baseline"] is not None:
        keys = {"name", "accuracy", "macro_f1", "difference", "p_value"}
        assert report["baseline"].keys() == keys
        assert report["baseline"]["difference"].keys() == SCORE
    if report["rejection"] is not None:
        assert report["rejection"].keys() == {"threshold", "precision", "coverage"}
        assert report["rejection"]["precision"].keys() == SCORE


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A file of the toy task."""
    rows = toy_rows(120, seed=3)
    return write_csv(tmp_path / "toy.csv", pairs(rows))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A linear model of the toy task."""
    return save_model(tmp_path / "model")


# Training


def test_train(toy: Path, tmp_path: Path) -> None:
    out = tmp_path / "m"
    told = _one(gatewise("train", toy, "--out", out, "--model", "linear", "--seed", "7", "--json"))
    assert told.keys() == TRAIN
    assert told["model"] == str(out)
    assert (told["kind"], told["chosen"], told["seed"]) == ("multiclass", "linear", 7)
    assert told["labels"] == ["food", "music", "weather"]
    _check_report(told["valid"])
    assert told["valid"]["baseline"] is None


def test_train_a_network_on_two_classes(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", ROWS)
    flags = ("--model", "textcnn", "--precision", "0.1", "--json", *QUICK)
    told = _one(gatewise("train", data, "--out", tmp_path / "m", *flags))
    assert told["epochs"] == 1
    _check_report(told["valid"], "roc_auc", "pr_auc")
    assert told["valid"]["baseline"]["name"] == "linear"
    assert told["valid"]["roc_auc"].keys() == SCORE


def test_train_with_files_that_overlap(toy: Path, tmp_path: Path) -> None:
    rows = toy_rows(120, seed=3)
    seen = pairs(rows)[:30]
    fresh = [("food", "bread, rice and a new soup"), ("music", "a choir nobody heard")]
    test = write_csv(tmp_path / "test.csv", [*seen, *fresh])
    valid = write_csv(tmp_path / "valid.csv", seen)
    out = tmp_path / "m"
    ended = gatewise(
        *("train", toy, "--valid", valid, "--test", test, "--out", out),
        *("--model", "linear", "--json"),
    )
    told = _one(ended)
    assert told.keys() == TRAIN | {"test", "test_without_overlap"}
    assert (told["test"]["n"], told["test_without_overlap"]["n"]) == (32, 2)
    assert told["valid"]["n"] == 15  # the other half chose
    assert "30 of 30 validation texts also stand in the training rows" in ended.err
    assert "30 of 32 test texts also stand in the training rows" in ended.err


def test_train_in_the_order_of_a_sorted_file(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", sorted(ROWS))
    flags = ("--model", "linear", "--no-shuffle", "--set", "data.valid_share=0.4")
    ended = gatewise("train", data, "--out", tmp_path / "m", *flags)
    assert ended.code == 0
    assert "sorted by label" in ended.err
    assert "leave out --no-shuffle" in ended.err


def test_train_without_a_baseline(toy: Path, tmp_path: Path) -> None:
    flags = ("--model", "textcnn", "--no-baseline", "--json", *QUICK)
    told = _one(gatewise("train", toy, "--out", tmp_path / "m", *flags))
    assert told["valid"]["baseline"] is None
    assert not (tmp_path / "m" / "baseline.safetensors").exists()


def test_resume_starts_where_there_is_nothing_and_leaves_what_is_finished(
    toy: Path, tmp_path: Path
) -> None:
    line = ("train", toy, "--out", tmp_path / "m", "--model", "linear", "--resume", "--json")
    first = _one(gatewise(*line))
    written = (tmp_path / "m" / "manifest.json").stat().st_mtime_ns
    again = gatewise(*line)
    assert "finished already" in again.err
    assert _one(again) == first
    assert (tmp_path / "m" / "manifest.json").stat().st_mtime_ns == written


def test_overwrite_replaces_the_model(toy: Path, model: Path) -> None:
    flags = ("--model", "linear", "--seed", "5", "--overwrite", "--json")
    told = _one(gatewise("train", toy, "--out", model, *flags))
    assert told["seed"] == load(model).bundle.facts["seed"] == 5
    assert [path.name for path in model.parent.iterdir()].count("model") == 1


def test_the_page_is_written_and_stdout_stays_json(toy: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    flags = ("--model", "linear", "--report", page, "--json")
    _one(gatewise("train", toy, "--out", tmp_path / "m", *flags))
    assert page.read_text(encoding="utf-8").startswith("<!")


# Evaluating


def test_evaluate(toy: Path, tmp_path: Path) -> None:
    model = save_model(tmp_path / "net", "textcnn")
    told = _one(gatewise("evaluate", model, toy, "--json"))
    _check_report(told)
    assert told["n"] == 120
    assert told["baseline"] is not None
    assert told["accuracy"]["value"] > 0.9
    without = _one(gatewise("evaluate", model, toy, "--no-baseline", "--json"))
    assert without == told | {"baseline": None}


def test_evaluate_against_another_model(toy: Path, model: Path) -> None:
    told = _one(gatewise("evaluate", model, toy, "--against", model, "--json"))
    _check_report(told, "against")
    against = told["against"]
    assert against.keys() == {"model", "accuracy", "difference", "p_value"}
    assert against["model"] == str(model)
    assert against["accuracy"] == told["accuracy"]["value"]
    assert against["difference"]["value"] == 0


def test_evaluate_counts_labels_it_never_saw(model: Path, tmp_path: Path) -> None:
    rows = [("food", "bread and soup"), ("sport", "a fine goal"), ("sport", "a late goal")]
    data = write_csv(tmp_path / "rows.csv", [*rows, ("food", "")])
    told = _one(gatewise("evaluate", model, data, "--json"))
    assert told["counts"] == {"empty": 1, "truncated": 0, "unseen_label": 2}
    assert told["accuracy"]["value"] <= 0.5
    assert told["per_class"]["sport"]["recall"]["value"] == 0
    assert "never saw in training" in gatewise("evaluate", model, data).out


def test_evaluate_stores_the_threshold_that_holds_a_precision(toy: Path, model: Path) -> None:
    ended = gatewise("evaluate", model, toy, "--precision", "0.9", "--json")
    told = _one(ended)
    _check_report(told)
    threshold = load(model).bundle.threshold
    assert threshold == told["rejection"]["threshold"]
    assert "now rejects" in ended.err
    assert told["rejection"]["precision"]["value"] >= 0.9


def test_evaluate_without_enough_rows_for_a_precision(model: Path, tmp_path: Path) -> None:
    data = write_csv(tmp_path / "rows.csv", [("food", "bread and soup"), ("music", "a song")])
    ended = gatewise("evaluate", model, data, "--precision", "0.99", "--json")
    assert _one(ended)["rejection"] is None
    assert "the model is unchanged" in ended.err


# Predicting


def test_predict_a_line_each_in_order(model: Path) -> None:
    texts = list(toy_rows(2100, seed=4).texts)
    told = _many(gatewise("predict", model, "-", "--json", stdin="\n".join(texts).encode()))
    assert all(answer.keys() == ANSWER for answer in told)
    assert [answer["label"] for answer in told] == load(model).predict(texts)
    for answer in told:
        best = {"label": answer["label"], "probability": answer["probability"]}
        assert answer["top"] == [best]


@pytest.mark.parametrize(("flags", "count"), [(["--top", "2"], 2), (["--probabilities"], 3)])
def test_predict_more_than_the_best(flags: list[str], count: int, model: Path) -> None:
    told = _many(gatewise("predict", model, "--json", *flags, stdin=b"rain and snow\n"))
    probabilities = [entry["probability"] for entry in told[0]["top"]]
    assert len(probabilities) == count
    assert probabilities == sorted(probabilities, reverse=True)
    assert told[0]["top"][0]["label"] == told[0]["label"] == "weather"


def test_predict_of_lines_as_they_come(model: Path) -> None:
    """Marks, line ends of every system, empty lines and a last line without an end."""
    told = _many(gatewise("predict", model, "--json", stdin=b"\xef\xbb\xbfrain\r\n\r\n \nbread"))
    assert [answer["label"] for answer in told][::3] == ["weather", "food"]
    assert [answer["empty"] for answer in told] == [False, True, True, False]


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_predict_of_nothing(flags: list[str], model: Path) -> None:
    ended = gatewise("predict", model, *flags)
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_predict_flags_texts_that_were_not_read_whole(tmp_path: Path) -> None:
    model = save_model(tmp_path / "net", "textcnn")
    lines = f"{'rain ' * 600}\nrain\n\n".encode()
    told = _many(gatewise("predict", model, "--json", stdin=lines))
    assert [answer["truncated"] for answer in told] == [True, False, False]
    assert [answer["empty"] for answer in told] == [False, False, True]
    for_people = gatewise("predict", model, stdin=lines).out.splitlines()
    assert [line.split("\t")[2:] for line in for_people] == [["truncated"], [], ["empty"]]


def test_predict_rejects_below_the_threshold(toy: Path, model: Path) -> None:
    gatewise("evaluate", model, toy, "--precision", "0.9")
    threshold = load(model).bundle.threshold
    assert threshold is not None
    told = _many(gatewise("predict", model, "--json", stdin=b"rain snow\nrain bread drum\n"))
    assert [answer["rejected"] for answer in told] == [
        answer["probability"] < threshold for answer in told
    ]


def test_predict_a_file(model: Path, tmp_path: Path) -> None:
    data = tmp_path / "texts.tsv"
    data.write_bytes("编号\t内容\n1\t下雨 rain\n2\tbread\n".encode("gb18030"))
    ended = gatewise("predict", model, data, "--json")
    assert [answer["label"] for answer in _many(ended)] == ["weather", "food"]
    assert "GB18030" in ended.err


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_predict_keeps_the_other_columns(ending: str, model: Path, tmp_path: Path) -> None:
    rows = [("1", 'rain, "snow"', "天气"), ("2", "bread\tand soup", "饭"), ("3", "a\nsong", "歌")]
    data = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": i, "text": text, "note": note}) for i, text, note in rows)
    data.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / f"out{ending}"
    ended = gatewise("predict", model, data, "--out", out, "--top", "2")
    assert (ended.code, ended.out) == (0, "")
    assert f"3 answers written to {out}" in ended.err
    columns = _columns(out)
    assert list(columns) == [
        *("id", "text", "note", "label", "probability", "rejected", "truncated", "empty"),
        *("label_2", "probability_2"),
    ]
    assert [*zip(*(columns[name] for name in ("id", "text", "note")), strict=True)] == rows
    assert columns["label"] == ["weather", "food", "music"]


def _columns(path: Path) -> dict[str, list[Any]]:
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dict(as_series=False)
    if path.suffix == ".jsonl":
        return pl.read_ndjson(path).to_dict(as_series=False)
    separator = "," if path.suffix == ".csv" else "\t"
    return pl.read_csv(path, separator=separator, infer_schema=False).to_dict(as_series=False)


def test_predict_writes_what_gatewise_reads(model: Path, tmp_path: Path) -> None:
    data = write_csv(tmp_path / "in.csv", [("food", "bread, and soup"), ("music", "a song")])
    for ending in (".csv", ".tsv", ".jsonl", ".parquet"):
        out = tmp_path / f"out{ending}"
        assert gatewise("predict", model, data, "--out", out).code == 0
        again = read(out, text=("text",), label="label")
        assert again.texts == ["bread, and soup", "a song"]
        assert again.labels == ["food", "music"]


def test_predict_never_writes_over_a_column(model: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    head = "text,label,predicted_label,empty"
    data.write_text(f"{head}\nrain,a,b,c\nbread,d,e,f\n", encoding="utf-8")
    assert gatewise("predict", model, data, "--out", out, "--text", "text").code == 0
    columns = _columns(out)
    assert (columns["label"], columns["predicted_label"]) == (["a", "d"], ["b", "e"])
    assert columns["predicted_predicted_label"] == ["weather", "food"]
    assert (columns["empty"], columns["predicted_empty"]) == (["c", "f"], ["false", "false"])


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_predict_keeps_columns_of_several_types(ending: str, model: Path, tmp_path: Path) -> None:
    odd = [{"a": [1]}, "text", 12345678901234567890123, None, 2.5, True]
    data, out = tmp_path / "in.jsonl", tmp_path / f"out{ending}"
    lines = (json.dumps({"text": "rain", "odd": value}) for value in odd)
    data.write_text("\n".join(lines), encoding="utf-8")
    assert gatewise("predict", model, data, "--out", out).code == 0
    if ending == ".jsonl":
        kept = [_strict(line)["odd"] for line in out.read_text(encoding="utf-8").splitlines()]
        assert kept == odd
    else:
        kept = _columns(out)["odd"]
        assert kept == ['{"a": [1]}', "text", "12345678901234567890123", None, "2.5", "true"]


@pytest.mark.parametrize("read_as", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    ("encoding", "begins"), [("utf-8-sig", b"\xef\xbb\xbftext"), ("gb18030", b"text")]
)
def test_predict_writes_in_an_encoding_whatever_it_read(
    encoding: str, begins: bytes, read_as: str, model: Path, tmp_path: Path
) -> None:
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [("下雨", "1"), ("很好吃", "2")]
    data.write_text(delimited(rows, header="text,id"), encoding=read_as)
    assert gatewise("predict", model, data, "--out", out, "--encoding", encoding).code == 0
    assert out.read_bytes().startswith(begins)
    assert [line.split(",")[0] for line in out.read_text(encoding=encoding).splitlines()] == [
        "text",
        "下雨",
        "很好吃",
    ]


def test_a_character_that_the_encoding_lacks_is_named(model: Path, tmp_path: Path) -> None:
    data = write_csv(tmp_path / "in.csv", [("x", "plain"), ("y", "rain 雨")])
    ended = gatewise("predict", model, data, "--out", tmp_path / "x.csv", "--encoding", "latin-1")
    assert ended.code == 2
    assert "x.csv, row 3: '雨' cannot be written in latin-1" in ended.err
    assert not (tmp_path / "x.csv").exists()


def test_an_encoding_that_cannot_be_recognised_is_read_as_told(model: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    data.write_text("text,id\ntrès bon,1\n", encoding="latin-1")
    assert gatewise("predict", model, data, "--encoding", "latin-1").code == 0
    assert gatewise("predict", model, data, "--out", out, "--encoding", "latin-1").code == 0
    assert "très bon" in out.read_text(encoding="latin-1")


# Looking


def test_info(model: Path) -> None:
    told = _one(gatewise("info", model, "--json"))
    assert told.keys() == INFO
    assert told["bytes"] == sum(file.stat().st_size for file in model.iterdir())
    _check_report(told["metrics"]["valid"])


def test_check(toy: Path, tmp_path: Path) -> None:
    other = write_csv(tmp_path / "other.csv", [*ROWS, ROWS[0]])
    told = _one(gatewise("check", toy, other, "--json"))
    assert told.keys() == {"files", "findings"}
    assert [file["source"] for file in told["files"]] == [str(toy), str(other)]
    assert told["findings"]
    for finding in told["findings"]:
        assert finding.keys() == {"code", "severity", "source", "message", "rows", "remedy"}


def test_check_writes_a_cleaned_file_and_stdout_stays_json(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", [*ROWS, ROWS[0], ("good", "")])
    ended = gatewise("check", data, "--fix", tmp_path / "b.csv", "--json")
    _one(ended)
    assert "40 rows written" in ended.err
    assert read(tmp_path / "b.csv").texts == [text for _, text in ROWS]


def test_labels_and_texts_stay_readable(tmp_path: Path) -> None:
    rows = [(label, f"{text} {i}") for i in range(6) for label, text in _CHINESE]
    data = write_csv(tmp_path / "a.csv", rows)
    ended = gatewise("train", data, "--out", tmp_path / "m", "--model", "linear", "--json")
    assert '"好评 :heart:"' in ended.out
    assert "好评 :heart:" in gatewise("info", tmp_path / "m").out
