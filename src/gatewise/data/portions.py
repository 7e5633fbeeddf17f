"""Rows of a file of any length, in portions: read through once to decide, then as often as wanted.

The first reading takes every decision and meets every row that cannot be used, so that whoever
uses the portions is not stopped half-way by what could have been known. Memory holds a portion at
a time; only a workbook, a folder and a packed Parquet file are whole in it, and so is a row of any
length. How much a sample of the rows decides is told at `survey.survey`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gatewise.data.dataset import Dataset
from gatewise.data.reading import Reading
from gatewise.data.rows import Findings, Judge
from gatewise.data.table import LabelUse, Wanted

__all__ = ["Portions", "portions"]


@dataclass(frozen=True)
class Portions:
    """The rows of a source in portions, from the beginning each time one iterates.

    Attributes:
        rows: How many rows there are in all, without those that were dropped.
        notes: Sentences that tell each decision.
        kinds: For each column the types of its cells, with an example of each.
    """

    rows: int
    notes: tuple[str, ...]
    kinds: dict[str, dict[type, object]]
    _reading: Reading
    _judge: Judge
    _found: Findings

    def __iter__(self) -> Iterator[Dataset]:
        """Each portion with a row or more; its own `notes` are empty.

        Raises:
            InputError: The file was changed since it was read the first time.
        """
        for part in self._reading.parts():
            judged = self._judge.judge(part)
            if judged.kept:
                yield self._judge.dataset(judged, self._found)


def portions(
    source: str | Path,
    *,
    rows: int,
    text: Sequence[str] = (),
    label: str | None = None,
    label_separator: str | None = None,
    weight: str | None = None,
    encoding: str | None = None,
    skip_bad_rows: bool = False,
    labels: LabelUse = "required",
) -> Portions:
    """Read a source through, and give its rows in portions.

    Args:
        source: As `read.read` takes it, and so the options.
        rows: Most rows a portion.
        text: Text columns.
        label: The label column.
        label_separator: What stands between several labels in one string.
        weight: The column of row weights.
        encoding: Force this encoding.
        skip_bad_rows: Drop and count rows that cannot be used.
        labels: Whether rows without labels are of use; `unused` does not even look at labels.

    Raises:
        InputError: For anything that cannot be read, whichever portion it is in.
        ConfigError: For an empty `label_separator`.
        MissingExtraError: For `.xlsx` without the `excel` extra.
    """
    asked = (text,) if isinstance(text, str) else tuple(text)
    wanted = Wanted(asked, label, labels, weight)
    reading = Reading.of(
        source, wanted, encoding=encoding, skip=skip_bad_rows, separator=label_separator, size=rows
    )
    judge = reading.judge(reading.parts())
    found = reading.findings(judge.judge(part) for part in reading.parts())
    notes = reading.notes(judge, found)
    return Portions(found.rows, notes, judge.plan.kinds, reading, judge, found)
