"""The command line in this process: what it prints, how it ends, what it leaves on disk."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from conftest import trained
from gatewise.bundle import write_bundle
from gatewise.cli import main
from inputs.make import ROWS

__all__ = ["QUICK", "Ended", "contents", "gatewise", "save_model", "write_csv"]

QUICK = ("--threads", "1", "--set", "training.epochs=1")


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended.

    Attributes:
        code: The exit code.
        out: What is on stdout.
        err: What is on stderr.
    """

    code: int
    out: str
    err: str


def gatewise(*arguments: str | Path, stdin: bytes = b"") -> Ended:
    """Run `gatewise ARGUMENTS...` to its end."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "argv", ["gatewise", *map(str, arguments)]))
        stack.enter_context(patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stopped = stack.enter_context(pytest.raises(SystemExit))
        main()
    code = stopped.value.code or 0
    return Ended(int(code), *(stream.buffer.getvalue().decode() for stream in (out, err)))


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file below `folder` with its content, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def save_model(path: Path, name: str = "linear") -> Path:
    """Save the toy task as learnt by the model `name`."""
    write_bundle(trained(name).bundle, path)
    return path


def write_csv(path: Path, rows: list[tuple[str, str]] = ROWS) -> Path:
    """Write labels and texts."""
    lines = (f'{label},"{text}"' for label, text in rows)
    path.write_text("\n".join(["label,text", *lines]) + "\n", encoding="utf-8")
    return path
