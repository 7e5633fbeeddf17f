"""The program as a process: pipes, encodings of the terminal, full disks, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command import save_model, write_csv

GATEWISE = (sys.executable, "-c", "from gatewise.cli import main; main()")


def _run(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        (*GATEWISE, *map(str, arguments)),
        input=stdin,
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )


def test_refused_input_ends_with_2_and_one_line(tmp_path: Path) -> None:
    ended = _run("train", tmp_path / "no.csv", "--out", tmp_path / "m")
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.decode().count("\n") == 1
    assert "no.csv: there is no such file" in ended.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_no_command_prints_the_help() -> None:
    ended = _run()
    assert ended.returncode == 2
    for command in ("demo", "check", "train", "evaluate", "predict", "info"):
        assert command in (ended.stdout + ended.stderr).decode()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_wherever_it_runs(encoding: str, tmp_path: Path) -> None:
    data = write_csv(tmp_path / "评论.csv", [("好评", "很好"), ("差评", "很差")])
    ended = _run("check", data, "--json", PYTHONIOENCODING=encoding)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout.decode())["files"][0]["source"] == str(data)


def test_a_name_that_is_no_utf_8_is_told_as_it_can_be(tmp_path: Path) -> None:
    model = save_model(tmp_path / "model")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    ended = _run("info", odd)
    assert ended.returncode == 2
    assert b"caf\\udce9: nothing is there" in ended.stderr
    try:
        model.rename(odd)
    except OSError:
        pytest.skip("this file system has only names of UTF-8")
    assert _run("info", odd, "--json").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_stdout_ends_with_1_and_a_sentence(tmp_path: Path) -> None:
    model = save_model(tmp_path / "model")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            (*GATEWISE, "info", str(model)), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.decode().startswith("gatewise: No space left on device.")
    assert ended.stderr.count(b"\n") == 1


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    model = save_model(tmp_path / "model")
    with subprocess.Popen(
        (*GATEWISE, "predict", str(model)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        _, told = process.communicate(b"rain and snow\n" * 5000)
    assert (process.returncode, told) == (0, b"")
