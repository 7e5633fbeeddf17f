"""One finding, and how texts and labels are named in it without being shown whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from gatewise.data.labels import Label
from gatewise.languages import say

__all__ = ["SEVERITIES", "Finding", "Severity", "excerpt", "quoted"]

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Training refuses the file; it costs accuracy or makes scores untrue; it is good to know."""

_LONGEST = 60  # characters: enough to find a row again, too few to give a text away


@dataclass(frozen=True)
class Finding:
    """Something about one file that its owner should know.

    Attributes:
        code: The kind of finding; stable, for programs.
        severity: See `SEVERITIES`.
        source: The file, as the user named it.
        message: What was found, with the first few rows.
        rows: All rows concerned, numbered as in `Dataset.rows`; empty where the whole file is
            meant.
        remedy: What the user can do.
    """

    code: str
    severity: Severity
    source: str
    message: str
    rows: tuple[int, ...]
    remedy: str

    def to_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {**vars(self), "rows": list(self.rows)}


def excerpt(text: str) -> str:
    """The quoted beginning of a text on one line: at most 60 characters, at most half of it."""
    line = " ".join(text.split())
    return repr(line[: min(len(line) // 2, _LONGEST - 1)] + "…")


def quoted(label: Label) -> str:
    """A quoted label; of a very long one, which may be a text taken for a label, the beginning.

    Of a label set each label is quoted; an empty set is told in words.
    """
    if isinstance(label, tuple):
        return " + ".join(map(quoted, label)) or say("no label")
    return repr(label) if len(label) <= _LONGEST else excerpt(label)
