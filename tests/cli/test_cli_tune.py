"""`gatewise tune`: killed and gone on with, refused, what it prints and what it leaves on disk."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.command import Ended, contents, gatewise, write_csv
from conftest import pairs, toy_rows
from gatewise import load
from gatewise.bundle import read_bundle, write_bundle
from gatewise.bundle.files import discard, put_folder
from gatewise.cli import tune as module
from gatewise.errors import OutputError
from gatewise.select.fitting import Fitter
from gatewise.select.study import FILE

GATEWISE = (sys.executable, "-c", "from gatewise.cli import main; main()")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A file of the toy task."""
    return write_csv(tmp_path / "toy.csv", pairs(toy_rows(120)))


def _line(toy: Path, *more: str | Path, out: str = "m") -> tuple[str | Path, ...]:
    flags = ("--model", "linear", "--threads", "1", "--trials", "3")
    return ("tune", toy, "--out", toy.parent / out, *flags, *more)


def _told(ended: Ended) -> dict[str, Any]:
    assert ended.code == 0, ended.err
    told: dict[str, Any] = json.loads(ended.out)
    return told


def _cut_off(toy: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Ended:
    """Press Ctrl-C in the very first trial."""

    def stop(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Fitter, "fit", stop)
        return gatewise(*_line(toy, *more))


def test_a_search_ends_with_a_model_and_nothing_else(toy: Path, tmp_path: Path) -> None:
    ended = gatewise(*_line(toy))
    assert ended.code == 0
    for words in ("Setting of linear", "Best trials", "that the search never saw", "Saved linear"):
        assert words in ended.out
    assert "Trial 3 of 3, linear: loss" in ended.err
    assert {path.name for path in tmp_path.iterdir()} == {"toy.csv", "m"}
    assert load(tmp_path / "m").predict(["bread and soup"]) == ["food"]
    assert read_bundle(tmp_path / "m").facts["tuning"]["trials"] == 3


def test_json_has_the_keys_of_train_and_the_search(toy: Path) -> None:
    told = _told(gatewise(*_line(toy, "--json", "--set", "model.C=1")))
    assert told.keys() == {
        *("model", "kind", "chosen", "labels", "seconds", "epochs", "seed", "valid", "tuning")
    }
    found = told["tuning"]
    assert found.keys() == {"trials", "ended_early", "rows", "interrupted", "models", "history"}
    (model,) = found["models"]
    assert model.keys() == {"model", "trials", "ended_early", "default", "best", "settings"}
    assert [one["option"] for one in model["settings"]] == ["text.min_documents"]
    assert model["settings"][0].keys() == {"option", "default", "best", "importance"}
    assert found["history"][0].keys() == {"model", "number", "loss", "score", "settings"}


@pytest.mark.slow
def test_a_search_that_is_killed_goes_on_to_the_same_end(toy: Path, tmp_path: Path) -> None:
    flags = ("--trials", "9", "--json")
    with subprocess.Popen(
        (*GATEWISE, *map(str, _line(toy, *flags))), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Trial 2 of 9" in line:
                process.kill()  # SIGKILL, which nothing can catch
                break
        process.communicate()
    assert process.returncode == -9
    assert (tmp_path / "m.partial" / FILE).exists()
    assert not (tmp_path / "m").exists()
    again = gatewise(*_line(toy, *flags, "--resume"))
    assert "- Going on after " in again.err
    whole = _told(gatewise(*_line(toy, *flags, out="whole")))
    assert _told(again)["tuning"] == whole["tuning"]
    weights = [tmp_path / name / "weights.safetensors" for name in ("m", "whole")]
    assert weights[0].read_bytes() == weights[1].read_bytes()
    assert not (tmp_path / "m.partial").exists()


def test_resume_starts_where_there_is_nothing_and_leaves_what_is_finished(toy: Path) -> None:
    assert gatewise(*_line(toy, "--resume")).code == 0
    before = contents(toy.parent)
    again = gatewise(*_line(toy, "--resume", "--json"))
    assert "finished already" in again.err
    assert _told(again)["tuning"]["trials"] == 3
    assert contents(toy.parent) == before
    refused = gatewise(*_line(toy))
    assert refused.code == 2
    assert "--overwrite" in refused.err


def test_a_stop_before_a_trial_is_complete_tells_how_to_go_on(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _cut_off(toy, monkeypatch)
    assert ended.code == 130
    assert "m.partial. Go on with --resume." in ended.err
    assert (toy.parent / "m.partial" / FILE).exists()


def test_trials_are_thrown_away_only_when_asked(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cut_off(toy, monkeypatch)
    before = contents(toy.parent)
    refused = gatewise(*_line(toy))
    assert refused.code == 2
    assert "--resume" in refused.err
    other = gatewise(*_line(toy, "--resume", "--set", "text.lowercase=false"))
    assert other.code == 2
    assert "text.lowercase" in other.err
    assert contents(toy.parent) == before
    assert gatewise(*_line(toy, "--overwrite", "--set", "text.lowercase=false")).code == 0
    assert not (toy.parent / "m.partial").exists()


def test_a_model_that_is_there_stays_until_the_new_one_is_whole(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gatewise(*_line(toy)).code == 0
    before = contents(toy.parent / "m")
    _cut_off(toy, monkeypatch, "--overwrite")
    assert contents(toy.parent / "m") == before
    assert gatewise(*_line(toy, "--resume")).code == 2
    more = gatewise(*_line(toy, "--resume", "--overwrite", "--trials", "4", "--json"))
    assert _told(more)["tuning"]["trials"] == 4


def test_a_crash_between_saving_and_placing_loses_nothing(toy: Path) -> None:
    """The model is whole inside the place of the search; only the last rename is missing."""
    assert gatewise(*_line(toy)).code == 0
    out, place = toy.parent / "m", toy.parent / "m.partial"
    write_bundle(read_bundle(out), place / module._MADE)
    discard(out)
    assert "finished already" in gatewise(*_line(toy, "--resume")).err
    assert load(out).predict(["bread and soup"]) == ["food"]
    assert not place.exists()


def test_a_folder_that_cannot_be_placed_is_told(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(OutputError, match="nothing was changed"):
        put_folder(tmp_path / "made", tmp_path / "none" / "m")
    assert (tmp_path / "made").exists()


def test_a_page_shows_the_search(toy: Path, tmp_path: Path) -> None:
    assert gatewise(*_line(toy, "--report", tmp_path / "r.html")).code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Search over settings" in page
    assert 'data-plot="plot-trials"' in page


def test_a_search_speaks_chinese(toy: Path) -> None:
    ended = gatewise(*_line(toy, "--language", "zh"))
    assert "linear 的设置" in ended.out
    assert "搜索从未见过的行" in ended.out
    assert "第 3 次试验（共 3 次），linear：损失" in ended.err


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--trials", "0"), "at least 1"),
        (("--trials", "many"), "integer"),
        (("--set", "model.C=1", "--set", "text.min_documents=2"), "gatewise train"),
        (("--precision", "2"), "between 0 and 1"),
        (("--model", "lstmm"), "textcnn"),
    ],
)
def test_wrong_usage_leaves_nothing(flags: tuple[str, ...], says: str, toy: Path) -> None:
    ended = gatewise(*_line(toy, *flags))
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert [path.name for path in toy.parent.iterdir()] == ["toy.csv"]


def test_a_missing_package_is_told_before_any_work(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatewise.select.study.find_spec", lambda _: None)
    ended = gatewise(*_line(toy))
    assert ended.code == 1
    assert ended.err.strip() == (
        "gatewise: A search over settings needs optuna. Install it with: "
        "pip install 'gatewise[tune]'"
    )
