"""The benchmark beside others: what is reckoned, kept, judged and shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.bench import environments
from benchmarks.bench.asking import FailedError, Rival
from benchmarks.bench.goals import GOALS, judge
from benchmarks.bench.growth import Size, exponent, run, steepest, synthetic
from benchmarks.bench.inference import COLD, CONTESTS
from benchmarks.bench.kept import Cell, fill, medians
from benchmarks.bench.page import page
from benchmarks.bench.picture import bars
from benchmarks.bench.training import OURS, RIVALS, SHARES, share_of

MACHINE = {
    "processor": "some",
    "cores": 2,
    "instructions": ["avx2"],
    "threads": 2,
    "kernels": "avx2",
    "torch": "2",
    "numpy": "2",
    "libc": "glibc",
}


def trained(seconds: float, accuracy: float | None = 0.9) -> dict[str, Any]:
    return {
        "seconds": seconds,
        "accuracy": accuracy,
        "speed": None,
        "share": 1.0,
        "machine": MACHINE,
    }


def answered(bulk: float, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"bulk": bulk, "alone": None, "p50_ms": 1.0, "p99_ms": 1.5}
    told |= {"accuracy": 0.9, "rss_mb": 50.0, "peak_mb": 60.0, "bytes": 1000}
    told |= {"bulk_way": "a", "single_way": "b"}
    return {**told, **more}


def test_exponents_of_exact_powers() -> None:
    sizes = [10, 100, 1000]
    assert exponent(sizes, [3 * n**1.2 for n in sizes]) == pytest.approx(1.2)
    # What is constant hides the growth of small sizes, hence the last step.
    assert exponent(sizes, [100 + n for n in sizes]) < steepest(sizes, [100 + n for n in sizes])


def test_synthetic_texts_are_what_was_asked_for() -> None:
    size = Size(texts=60, length=7, classes=6, vocabulary=50)
    rows = synthetic(size)
    assert len(rows) == 60
    assert {len(text.split()) for text in rows.texts} == {7}
    assert len(set(map(str, rows.labels))) == 6
    assert rows.texts == synthetic(size).texts


@pytest.mark.slow
def test_growth_is_measured() -> None:
    told = run("texts", "linear", [Size(texts=60, classes=2), Size(texts=120, classes=2)])
    assert told["sizes"] == [60, 120]
    assert all(len(told[what]["seconds"]) == 2 for what in ("training", "prediction"))


def test_cells_that_are_there_are_not_measured_again(tmp_path: Path) -> None:
    path, called = tmp_path / "training.json", []

    def cells() -> Iterator[Cell]:
        for name in ("a", "b", "c"):

            def measured(name: str = name) -> dict[str, Any]:
                called.append(name)
                if name == "b":
                    raise FailedError("no memory")
                if name == "c" and called.count("c") == 1:
                    raise KeyboardInterrupt
                return {"seconds": 1.0}

            yield f"set/{name}/0", measured

    with pytest.raises(KeyboardInterrupt):
        fill(path, cells())
    found = fill(path, cells())
    assert called == ["a", "b", "c", "c"]
    assert found == json.loads(path.read_text())
    assert found["set/b/0"] == {"failed": "no memory"}


def test_rounds_are_joined() -> None:
    rounds = {
        "s/a/0": {"seconds": 3.0, "accuracy": None},
        "s/a/1": {"failed": "x"},
        "s/a/2": {"seconds": 1.0, "accuracy": 0.5},
        "s/b/0": {"failed": "y"},
    }
    joined = medians(rounds)
    assert joined["s/a"] == {"rounds": 2, "seconds": 2.0, "accuracy": None}
    assert joined["s/b"]["failed"] == "y"


def test_goals_find_their_results() -> None:
    training: dict[str, Any] = {
        f"{data}/{rival.key}": trained(4.0)
        for data in ("thucnews_titles", "imdb")
        for rival in (*OURS, *RIVALS)
    }
    inference: dict[str, Any] = {
        f"{data}/{rival.key}": answered(10.0)
        for data, contest in CONTESTS.items()
        for rival in contest
    }
    cold = {rival.key: 1.0 for rival in CONTESTS["thucnews_titles"]}
    inference[f"thucnews_titles/{COLD}"] = {"seconds": {"import numpy": 0.5, **cold}}
    grown = {"seconds": [1.0, 10.0], "exponent": 1.0, "last": 1.0}
    growth = {
        f"{axis}/{model}": {"sizes": [1, 10], "training": grown, "prediction": grown}
        for axis in ("texts", "length", "vocabulary")
        for model in ("linear", "textcnn", "bilstm")
    }
    parts = {"training": training, "inference": inference, "growth": growth}
    judged = {j.goal.sentence: j for j in judge(parts)}
    assert len(judged) == len(GOALS)
    assert all(j.reached is not None for j in judged.values())
    assert judged["one text, bilstm, imdb: p99 over p50"].met
    assert not judged["exponent of training time in vocabulary, textcnn"].met
    assert all(j.met is None for j in judge({"training": {}, "inference": {}, "growth": {}}))


def test_page_shows_what_is_lost_and_what_is_missing() -> None:
    training = {
        "thucnews_titles/gatewise-linear": {**trained(4.0), "rounds": 3},
        "thucnews_titles/scikit-learn": {**trained(2.0), "rounds": 3},
        "thucnews_titles/keras-bilstm": {"failed": "no wheel", "rounds": 1},
    }
    told = page({"training": training, "inference": {}, "growth": {}})
    assert "scikit-learn is sooner done than gatewise-linear" in told
    assert "training of thucnews_titles/keras-bilstm: no wheel" in told
    assert "| — | not measured |" in told
    assert "Goal missed: file to model, thucnews_titles: gatewise-linear over scikit-learn" in told


def test_picture_names_every_rival() -> None:
    drawn = bars({"mr/gatewise-linear": trained(4.0), "mr/a<b": trained(250.0, None)}, "mr")
    assert "gatewise-linear" in drawn
    assert "a&lt;b" in drawn
    assert ">1000</text>" in drawn


def test_shares_name_rivals_that_are_there() -> None:
    names = {rival.name for rival in RIVALS}
    assert all(any(name.startswith(start) for name in names) for _, start in SHARES)
    keras = next(rival for rival in RIVALS if rival.name == "keras")
    assert share_of("imdb", keras) < 1
    assert share_of("trec6", RIVALS[0]) == 1


def test_a_rival_that_cannot_be_installed_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "odd.txt").write_text("not a requirement at all\n")
    (tmp_path / "homes" / "odd").mkdir(parents=True)
    (tmp_path / "homes" / "odd" / "failed.txt").write_text("ERROR: no such thing\n")
    monkeypatch.setattr(environments, "PACKAGES", tmp_path / "packages")
    monkeypatch.setattr(environments, "HOMES", tmp_path / "homes")
    with pytest.raises(environments.UnavailableError, match="no such thing"):
        Rival("odd", "odd", "odd").command("train")
