"""Datasets without a file."""

from __future__ import annotations

from collections.abc import Sequence

from gatewise.data.labels import Label
from gatewise.data.read import Dataset
from gatewise.doctor.examine import examine
from gatewise.doctor.finding import Finding

__all__ = ["dataset", "findings", "varied"]


def dataset(
    texts: Sequence[str],
    labels: Sequence[Label] | None,
    *,
    source: str = "a.csv",
    files: list[str] | None = None,
    encoding: str = "utf-8",
    notes: tuple[str, ...] = (),
    skipped_rows: tuple[int, ...] = (),
) -> Dataset:
    """Rows as if they had been read from a file with a header: the first is row 2."""
    return Dataset(
        source=source,
        texts=list(texts),
        labels=None if labels is None else list(labels),
        rows=list(range(2, len(texts) + 2)),
        files=files,
        columns={},
        text_columns=("text",),
        label_column=None if labels is None else "label",
        encoding=encoding,
        notes=notes,
        skipped_rows=skipped_rows,
    )


def varied(**classes: int) -> tuple[list[str], list[str]]:
    """So many different texts of each class, the classes mixed as far as they go."""
    rows = sorted((number, label) for label, count in classes.items() for number in range(count))
    return [f"{label} number {number}" for number, label in rows], [label for _, label in rows]


def findings(*datasets: Dataset) -> dict[str, Finding]:
    """The findings by code, where each is found once."""
    found = examine(datasets).findings
    by_code = {finding.code: finding for finding in found}
    assert len(by_code) == len(found)
    return by_code
