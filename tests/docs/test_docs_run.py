"""Every command and every Python block of the pages runs and prints what the page says.

Numbers may differ from machine to machine, so a `text` block is compared with its numbers masked.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs.markdown import PAGES, Block, blocks, name_of
from gatewise import kernels
from gatewise.cli import main

_RUN_PAGES = [
    page for page in PAGES if any(block.language in ("console", "python") for block in blocks(page))
]
_SET_UP = ("make", "pip", "git", "cd", "source", "python3.11", ".venv/bin/pip", ".venv/bin/pytest")
_NOT_RUN = (*_SET_UP, "python")
"""What sets a machine up or takes hours; make targets and scripts have tests of their own."""


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run side by side; two threads each would only stand in each other's way."""
    monkeypatch.setattr(kernels, "available_cores", lambda: 1)


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("page", _RUN_PAGES, ids=name_of)
def test_page_does_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    namespace: dict[str, Any] = {"__name__": "page"}
    every = list(blocks(page))
    for block in every:
        if "title" in block.marks:
            Path(block.marks["title"]).write_text(block.content, encoding="utf-8")
    printed = ""
    for block in every:
        place = f"{name_of(page)}, line {block.line}"
        if block.language == "console":
            printed = _run_console(block, place)
        elif block.language == "python" and "title" not in block.marks:
            printed = _run_python(block, namespace, place)
        elif block.language == "text" and printed:
            _compare(block, printed, place)


def _run_console(block: Block, place: str) -> str:
    """Run each line of a block; what they print, stdout and stderr together."""
    wanted = int(block.marks.get("exit", "0"))
    printed = ""
    for line in _lines(block.content):
        if line.split()[0] in _NOT_RUN:
            continue
        code, output = _run(line)
        assert code == wanted, f"{place}: {line!r} ended with {code}, not {wanted}:\n{output}"
        printed += output
    return printed


def _lines(content: str) -> Iterator[str]:
    for line in content.replace("\\\n", " ").splitlines():
        command = line.partition(" #")[0].strip()
        if command and not command.startswith("#"):
            yield command


def _run(line: str) -> tuple[int, str]:
    """Run commands joined by ` | `; the code of the last, and all that is to be seen."""
    data, seen, code = b"", "", 0
    for command in line.split(" | "):
        words = shlex.split(command)
        if words[0] == "gatewise":
            code, data, told = _gatewise(words, data)
        else:
            ran = subprocess.run(words, input=data, capture_output=True, check=False)
            code, data, told = ran.returncode, ran.stdout, ran.stderr.decode()
        seen += told
    return code, seen + data.decode()


def _gatewise(words: list[str], data: bytes) -> tuple[int, bytes, str]:
    """The program in this process, which spares importing torch for every line."""
    out, told = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", words)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
    return code, out.getvalue().encode(), told.getvalue()


def _compare(block: Block, printed: str, place: str) -> None:
    for line in block.content.splitlines():
        if _masked(line) not in _masked(printed):
            pytest.fail(f"{place} shows {line!r}; this was printed:\n{printed}", pytrace=False)


def _run_python(block: Block, namespace: dict[str, Any], place: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.content, place, "exec"), namespace)
    return out.getvalue()


def _masked(text: str) -> str:
    """White space and rules of tables in one form, numbers as `#`; a page may break long lines."""
    words = re.sub(r"[─\s]+", " ", text).strip()
    return re.sub(r"\d[\d,.]*", "#", words).strip("… ")
