"""Every script of the article's pages prints the block that stands below its command.

A block is exact unless its fence states a tolerance, ` ```text tolerance=5 `: then the words are
exact, and each number may differ by so much.
"""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from docs.markdown import ROOT, Block, blocks

_PAGES = (ROOT / "docs" / "article.md", ROOT / "docs" / "article.zh-CN.md")
_SCRIPTS = ROOT / "examples" / "article"
_DATA = "$GATEWISE_DATA"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _shown(page: Path) -> Iterator[tuple[str, Block]]:
    """Each command of a page that runs a script, and the block below it."""
    command = ""
    for block in blocks(page):
        if block.language == "console" and block.content.startswith("python examples/article/"):
            command = block.content.strip()
        elif block.language == "text" and command:
            yield command, block
            command = ""


_COMMANDS = dict(_shown(_PAGES[0]))


@pytest.mark.slow
@pytest.mark.parametrize("command", _COMMANDS)
def test_script_prints_what_the_page_shows(
    command: str, data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, name, *arguments = command.split()
    files = [str(data(file.removeprefix(f"{_DATA}/"))) for file in arguments]
    monkeypatch.setattr(sys, "argv", [name, *files])
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(ROOT / name), run_name="__main__")
    shown = _COMMANDS[command]
    tolerance = float(shown.marks.get("tolerance", 0))
    assert _words(out.getvalue()) == _words(shown.content)
    assert _numbers(out.getvalue()) == pytest.approx(_numbers(shown.content), rel=0, abs=tolerance)


def test_both_pages_show_the_same_blocks() -> None:
    english, chinese = ([(b.language, b.marks, b.content) for b in blocks(p)] for p in _PAGES)
    assert english == chinese


def test_every_script_is_shown() -> None:
    shown = {command.split()[1] for command in _COMMANDS}
    assert shown == {path.relative_to(ROOT).as_posix() for path in _SCRIPTS.glob("*.py")}


def test_picture_is_current() -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "make_pictures.py"))
    assert drawn["PICTURE"].read_text(encoding="utf-8") == drawn["gradients"]()


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_gradients_are_derivatives(kind: str) -> None:
    """The hand-written backward pass against differences of the reference layers."""
    script = runpy.run_path(str(_SCRIPTS / "gradients.py"))
    units, steps, step = script["H"], 6, 1e-6
    rng = np.random.default_rng(0)
    x = rng.normal(size=(steps, units))
    blocks_of = 4 if kind == "lstm" else 1
    weight, recurrent = rng.normal(size=(2, blocks_of * units, units)) / np.sqrt(units)
    bias = rng.normal(size=blocks_of * units)

    # Row t * H + d has the d-th number of step t moved.
    moved = x + step * np.eye(steps * units).reshape(-1, steps, units)  # (T H, T, H)
    if kind == "rnn":
        found = script["rnn_gradients"](x, weight, recurrent)
        end, base = (script["rnn"](rows @ weight.T, recurrent)[:, -1] for rows in (moved, x[None]))
    else:
        found = script["lstm_gradients"](x, weight, recurrent, bias)
        end, base = (_lstm_end(rows, weight, recurrent, bias) for rows in (moved, x[None]))
    slopes = ((end - base) / step).reshape(steps, -1)
    assert np.allclose(found[::-1], np.linalg.norm(slopes, axis=1), rtol=1e-4)


def _lstm_end(
    x: np.ndarray, weight: np.ndarray, recurrent: np.ndarray, bias: np.ndarray
) -> np.ndarray:
    from gatewise.layers.operations import Lstm
    from gatewise.layers.reference import lstm

    lengths = np.full(len(x), x.shape[1])
    return lstm(x, lengths, [Lstm(weight, recurrent, bias)])[:, -1]


def _words(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).split())


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in _NUMBER.findall(text)]
