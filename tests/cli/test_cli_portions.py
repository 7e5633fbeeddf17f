"""Predicting a file portion by portion: the same answers in order, and nothing half-done."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from cli.command import Ended, contents, gatewise, save_model, write_csv
from gatewise.cli import answered, predict
from gatewise.runtime import Answer, Predictor
from inputs.make import ROWS, text_file

_TEXTS = ["rain and snow", "bread, and soup", "", "a song\nand a drum", 'the "storm"'] * 3


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("portions") / "model")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [(str(i), text.replace('"', '""')) for i, text in enumerate(_TEXTS)]
    return write_csv(tmp_path / "in.csv", rows)


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("flags", [[], ["--json", "--top", "2"]])
def test_answers_are_those_of_the_whole_file(
    size: int, flags: list[str], model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gatewise("predict", model, data, *flags)
    monkeypatch.setattr(answered, "_ROWS_AT_ONCE", size)
    assert gatewise("predict", model, data, *flags) == whole
    assert whole.out.count("\n") == len(_TEXTS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_tables_are_those_of_the_whole_file(
    ending: str, encoding: str, model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = [data.with_name(f"{name}{ending}") for name in ("whole", "parts")]
    assert gatewise("predict", model, data, "--out", out[0], "--encoding", encoding).code == 0
    monkeypatch.setattr(answered, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr("gatewise.cli.tables._ROWS_A_GROUP", 4)
    assert gatewise("predict", model, data, "--out", out[1], "--encoding", encoding).code == 0
    if ending == ".parquet":
        assert pl.read_parquet(out[0]).equals(pl.read_parquet(out[1]))
    else:
        assert out[0].read_bytes() == out[1].read_bytes()
    assert sorted(path.name for path in data.parent.iterdir()) == sorted(
        path.name for path in (data, *out)
    )


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_column_has_one_type_whatever_its_first_portions_hold(
    ending: str, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ['{"text": "a"}', '{"text": "b", "n": 1, "m": 1}', '{"text": "c", "n": 2, "m": "x"}']
    data, out = text_file("a.jsonl", "\n".join(lines))(tmp_path), tmp_path / f"out{ending}"
    monkeypatch.setattr(answered, "_ROWS_AT_ONCE", 1)
    assert gatewise("predict", model, data, "--out", out).code == 0
    frame = pl.read_parquet(out) if ending == ".parquet" else pl.read_csv(out)
    assert frame["n"].to_list() == [None, 1, 2]
    assert frame["m"].to_list() == [None, "1", "x"]


def test_a_bad_last_row_refuses_before_anything_is_printed(
    model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answered, "_ROWS_AT_ONCE", 1)
    with data.open("a", encoding="utf-8") as file:
        file.write("a,b,c\n")
    for flags in ([], ["--out", str(data.with_name("x.csv"))]):
        ended = gatewise("predict", model, data, *flags)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("gatewise: ")
        assert "3 fields" in ended.err
        assert list(data.parent.iterdir()) == [data]
    assert gatewise("predict", model, data, "--skip-bad-rows").out.count("\n") == len(_TEXTS)


class _Failing:
    """Answers once, then something happens."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        self.calls = 0

    def answer(self, predictor: Predictor, texts: Iterable[str], *, top: int = 1) -> list[Answer]:
        self.calls += 1
        if self.calls > 1:
            raise self.error
        return _answer(predictor, texts, top=top)


_answer = Predictor.answer


def _fails(
    error: BaseException, out: Path, model: Path, data: Path, patch: pytest.MonkeyPatch
) -> Ended:
    failing = _Failing(error)
    patch.setattr(answered, "_ROWS_AT_ONCE", 2)
    patch.setattr("gatewise.cli.tables._ROWS_A_GROUP", 1)
    patch.setattr(Predictor, "answer", lambda *texts, top: failing.answer(*texts, top=top))
    return gatewise("predict", model, data, "--out", out, "--overwrite")


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize(
    ("error", "code", "told"),
    [(KeyboardInterrupt, 130, "nothing half-done"), (MemoryError, 1, "not enough")],
)
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    error: type[BaseException],
    code: int,
    told: str,
    ending: str,
    model: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = data.with_name(f"out{ending}")
    out.write_bytes(b"precious")
    before = contents(data.parent)
    ended = _fails(error(), out, model, data, monkeypatch)
    assert (ended.code, told in ended.err) == (code, True)
    assert contents(data.parent) == before


@pytest.mark.parametrize("writing", ["DataFrame.write_parquet", "LazyFrame.sink_parquet"])
def test_a_disk_that_is_full_for_polars_is_told(
    writing: str, model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError("No space left on device\nmore")

    monkeypatch.setattr(f"polars.{writing}", full)
    ended = gatewise("predict", model, data, "--out", data.with_name("x.parquet"))
    assert ended.code == 2
    assert "x.parquet: cannot be written (No space left on device); nothing was" in ended.err
    assert list(data.parent.iterdir()) == [data]


@pytest.mark.parametrize("flags", [[], ["--out", "x.csv"]])
def test_a_file_that_is_cut_while_it_is_read_ends_with_2(
    flags: list[str], model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.parent)
    monkeypatch.setattr(answered, "_ROWS_AT_ONCE", 1)

    def cut(*_: object) -> None:
        data.write_text("label,text\na,b\nc\n", encoding="utf-8")

    monkeypatch.setattr(predict, "tell", cut)  # after the first reading
    ended = gatewise("predict", model, data, *flags)
    assert ended.code == 2
    assert "row 3: 1 field; expected 2 fields" in ended.err
    assert list(data.parent.iterdir()) == [data]


_PEAK = """
import sys
from pathlib import Path
from gatewise.cli import main
try:
    main()
finally:
    print(Path("/proc/self/status").read_text(), file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak there")
@pytest.mark.parametrize("out", ["", ".csv", ".jsonl", ".parquet"])
def test_memory_does_not_grow_with_the_file(out: str, model: Path, tmp_path: Path) -> None:
    peaks = []
    for times in (1500, 7500):  # 60,000 and 300,000 rows
        data = write_csv(tmp_path / "in.csv", ROWS * times)
        flags = ["--out", str(tmp_path / f"out{out}"), "--overwrite"] if out else []
        ended = subprocess.run(
            [sys.executable, "-c", _PEAK, "predict", str(model), str(data), *flags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
        )
        told = re.search(rb"VmHWM:\s+(\d+)", ended.stderr)
        assert told is not None
        peaks.append(int(told[1]))
    # 240,000 rows of columns and answers take more than 100 MiB where they are held.
    assert peaks[1] < 1.15 * peaks[0]
