"""All checks over all files. A new finding is one function, and one line in a tuple here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from gatewise.data.labels import Kind
from gatewise.data.read import Dataset
from gatewise.doctor.finding import SEVERITIES, Finding
from gatewise.doctor.labels import (
    LabelsPerRow,
    few_rows,
    labels_per_row,
    one_row,
    sorted_rows,
    uneven_classes,
    unlabelled_rows,
    unlearnable_labels,
)
from gatewise.doctor.lengths import Lengths, empty_texts, long_texts, measure
from gatewise.doctor.reading import old_encoding, skipped_rows
from gatewise.doctor.repeats import (
    conflicting_labels,
    conflicting_overlap,
    overlapping_texts,
    repeated_rows,
)
from gatewise.doctor.subject import Pair, Subject

__all__ = ["FINDINGS", "FINDINGS_BETWEEN", "Examination", "FileFacts", "examine"]

FINDINGS: tuple[Callable[[Subject], Finding | None], ...] = (
    skipped_rows,
    unlearnable_labels,
    repeated_rows,
    conflicting_labels,
    empty_texts,
    long_texts,
    one_row,
    few_rows,
    uneven_classes,
    sorted_rows,
    unlabelled_rows,
    old_encoding,
)
"""Asked of every file."""

FINDINGS_BETWEEN: tuple[Callable[[Pair], Finding | None], ...] = (
    overlapping_texts,
    conflicting_overlap,
)
"""Asked of every two files; the rows they name are the later file's."""


@dataclass(frozen=True)
class FileFacts:
    """What a file is, good or bad.

    Attributes:
        source: As the user named it.
        rows: How many.
        encoding: As in `Dataset.encoding`.
        text_columns: The columns that make the text.
        label_column: The label column; None where there is none.
        kind: Whether a row has one label or a set of labels; None without labels.
        labels: Rows of each class, the largest first; empty without labels.
        labels_per_row: For label sets the mean and the largest number of labels a row, and how
            many rows have none; None for other kinds.
        lengths: Of the texts.
        notes: What was decided while reading.
    """

    source: str
    rows: int
    encoding: str
    text_columns: tuple[str, ...]
    label_column: str | None
    kind: Kind | None
    labels: dict[str, int]
    labels_per_row: LabelsPerRow | None
    lengths: Lengths
    notes: tuple[str, ...]

    @classmethod
    def of(cls, subject: Subject) -> FileFacts:
        """Collect the facts of a file."""
        dataset = subject.dataset
        return cls(
            source=dataset.source,
            rows=len(subject),
            encoding=dataset.encoding,
            text_columns=dataset.text_columns,
            label_column=dataset.label_column,
            kind=dataset.kind,
            labels=subject.counts,
            labels_per_row=labels_per_row(subject),
            lengths=measure(subject),
            notes=dataset.notes,
        )

    def to_json(self) -> dict[str, Any]:
        """The facts as plain values."""
        return {
            **vars(self),
            "text_columns": list(self.text_columns),
            "labels": dict(self.labels),
            "labels_per_row": self.labels_per_row and self.labels_per_row.to_json(),
            "lengths": self.lengths.to_json(),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Examination:
    """What was found.

    Attributes:
        findings: The gravest first; among equals in the order of the files.
        files: The facts of each file, in the order given.
    """

    findings: tuple[Finding, ...]
    files: tuple[FileFacts, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values: `{"files": [...], "findings": [...]}`."""
        return {
            "files": [facts.to_json() for facts in self.files],
            "findings": [finding.to_json() for finding in self.findings],
        }


def examine(datasets: Sequence[Dataset]) -> Examination:
    """Look for what is wrong with files that could be read.

    Args:
        datasets: One or more; with several, each is also compared with those before it, so the
            one to be trained on comes first.
    """
    subjects = [Subject(dataset) for dataset in datasets]
    found = [check(subject) for subject in subjects for check in FINDINGS]
    pairs = [Pair(earlier, later) for earlier, later in combinations(subjects, 2)]
    found += [check(pair) for pair in pairs for check in FINDINGS_BETWEEN]
    findings = [finding for finding in found if finding is not None]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Examination(tuple(findings), tuple(FileFacts.of(subject) for subject in subjects))
