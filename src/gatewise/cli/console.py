"""Results go to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

__all__ = ["INTERRUPTED", "complain", "json_line", "print_json", "show", "tell"]

INTERRUPTED = 130
"""What shells expect of a program stopped by Ctrl-C."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def complain(sentence: str) -> None:
    """One sentence on stderr, as it is."""
    sys.stderr.write(f"gatewise: {sentence}\n")


def tell(sentences: Iterable[str]) -> None:
    """What was decided or found, a line each, on stderr."""
    for sentence in sentences:
        sys.stderr.write(f"- {sentence}\n")


def show(result: object) -> None:
    """A result for people, on stdout: text as it is, anything else as rich lays it out."""
    if isinstance(result, str):
        sys.stdout.write(f"{result}\n")
        return
    from rich.console import Console  # a fortieth of a second that plain lines need not wait

    Console(highlight=False, emoji=False).print(result, markup=False)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of stdout."""
    sys.stdout.write(json_line(value))


def json_line(value: dict[str, Any]) -> str:
    """One JSON object on one line; texts stay readable."""
    return _ENCODER.encode(value) + "\n"
