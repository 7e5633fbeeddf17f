"""From a portion as it was read to a `Dataset`: texts, labels and weights, without the bad rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from gatewise.data.dataset import Dataset
from gatewise.data.fields import Texts, check_strings, texts_of
from gatewise.data.label_fields import Labels, labels_of
from gatewise.data.label_notes import FoundLabels, tell_labels
from gatewise.data.labels import Label
from gatewise.data.notes import tell_texts
from gatewise.data.problems import BadRows, Places, counted, name_rows, tell_dropped
from gatewise.data.survey import Part, Plan
from gatewise.data.table import Table, Wanted
from gatewise.data.weights import weights_of
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Findings", "Judge", "Judged"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Judged:
    """A portion whose cells were looked at.

    Attributes:
        table: Every row, under the columns' names.
        texts: A text a row.
        labels: A label or label set a row; None where there are none to read.
        unlabelled: Rows without a label, where labels are optional.
        weights: A weight a row; None where no column was named.
        dropped: Why rows are dropped, by their numbers; some were never in `table`.
        kept: Positions of the rows that are left.
    """

    table: Table
    texts: Texts
    labels: Labels | None
    unlabelled: list[int]
    weights: list[float] | None
    dropped: dict[int, str]
    kept: list[int]


@dataclass(frozen=True)
class Judge:
    """Looks at the cells of portions.

    Args:
        source: The file as the user named it.
        plan: What was decided by all rows.
        wanted: What the user asked for.
        skip: Drop bad rows instead of refusing.
        separator: Between several labels in one string.
    """

    source: str
    plan: Plan
    wanted: Wanted
    skip: bool
    separator: str | None = None

    def judge(self, part: Part) -> Judged:
        """Read texts, labels and weights.

        Raises:
            InputError: For the first row that cannot be used, unless such are skipped.
        """
        table, choice = self.plan.apply(part.table), self.plan.choice
        bad = BadRows(self.source, skip=self.skip)
        check_strings(table, bad)
        texts = texts_of(table, choice.text, bad)
        weights = None if choice.weight is None else weights_of(table, choice.weight, bad)
        labels, unlabelled = self._labels(table, bad)
        dropped = bad.settle()
        kept = [i for i, row in enumerate(table.rows) if row not in dropped]
        return Judged(table, texts, labels, unlabelled, weights, part.dropped | dropped, kept)

    def dataset(self, judged: Judged, found: Findings) -> Dataset:
        """The rows that are left, without notes.

        Args:
            judged: The portion.
            found: What there is in all portions.
        """
        table, kept = judged.table, judged.kept
        every = len(kept) == len(table.rows)

        def take(values: Sequence[_T]) -> list[_T]:
            return list(values) if every else [values[i] for i in kept]

        labels: list[Label] | None = None
        if judged.labels is not None and not found.unlabelled:
            labels = take(judged.labels.values)
            if judged.labels.listed and not found.labels.several:
                labels = ["".join(names) for names in labels]
        return Dataset(
            source=self.source,
            texts=take(judged.texts.values),
            labels=labels,
            rows=take(table.rows),
            files=None if table.files is None else take(table.files),
            columns={name: take(cells) for name, cells in table.columns.items()},
            text_columns=self.plan.choice.text,
            label_column=self.plan.choice.label,
            encoding=found.encoding,
            notes=(),
            skipped_rows=tuple(sorted(judged.dropped)),
            weights=None if judged.weights is None else take(judged.weights),
        )

    def _labels(self, table: Table, bad: BadRows) -> tuple[Labels | None, list[int]]:
        column = self.plan.choice.label
        if column is None or self.wanted.labels == "unused":
            return None, []
        lists = list in self.plan.kinds[column]
        if self.wanted.labels_required or self.wanted.label is not None:
            return labels_of(table, column, bad, separator=self.separator, lists=lists), []
        without = BadRows(bad.source, skip=True)
        labels = labels_of(table, column, without, separator=self.separator, lists=lists)
        return labels, sorted(without.settle())


@dataclass
class Findings:
    """What was found in the rows of all portions.

    Attributes:
        encoding: The encoding the bytes were in.
        rows: How many rows are left.
        noun: What the places of rows are.
        empty: Where empty texts are.
        partial: Rows that lack one of several text columns.
        dropped: Why rows were dropped.
        labels: The labels, counted.
        unlabelled: Rows without a label, for which optional labels are left aside.
        weighted: Some row has a weight above 0, or no weights were asked for.
    """

    encoding: str
    rows: int = 0
    noun: Literal["row", "file"] = "row"
    empty: Places = field(default_factory=Places)
    partial: Places = field(default_factory=Places)
    dropped: Places = field(default_factory=Places)
    labels: FoundLabels = field(default_factory=FoundLabels)
    unlabelled: Places = field(default_factory=Places)
    weighted: bool = False

    def add(self, judged: Judged) -> None:
        """Count a further portion."""
        table, kept = judged.table, judged.kept
        places: Sequence[int | str] = table.rows if table.files is None else table.files
        self.noun = "row" if table.files is None else "file"
        self.rows += len(kept)
        texts = judged.texts.values
        self.empty.add([places[i] for i in kept if not texts[i].strip()])
        self.partial.add(judged.texts.partial)
        self.dropped.add([judged.dropped[row] for row in sorted(judged.dropped)])
        self.unlabelled.add(judged.unlabelled)
        if judged.labels is not None:
            self.labels.add(judged.labels, kept, places)
        weights = judged.weights
        self.weighted = self.weighted or weights is None or any(weights[i] for i in kept)

    def check(self, source: str, wanted: Wanted) -> None:
        """Refuse a source of which nothing is left.

        Raises:
            InputError: No row can be used, or no weight is above 0.
        """
        if not self.rows:
            came = say("none of {rows} can be used", rows=counted(len(self.dropped), "row"))
            remedy = say("Leave out --skip-bad-rows to see the first reason.")
            raise InputError.at(source, None, came, say("rows with a text and a label"), remedy)
        if not self.weighted:
            came = say("every weight in column {column} is 0", column=repr(wanted.weight))
            remedy = say("Correct them, or name another column with --weight.")
            expected = say("a weight above 0 in some row")
            raise InputError.at(source, None, came, expected, remedy)

    def notes(self, separator: str | None) -> list[str]:
        """Sentences on all of it."""
        notes = tell_texts(self.empty, self.partial, self.noun)
        if self.unlabelled:
            places = name_rows(self.unlabelled)
            notes.append(say("Labels are left aside, for want of one in {places}.", places=places))
        elif self.labels.counts:
            notes += tell_labels(self.labels, noun=self.noun, separator=separator)
        return [*notes, *tell_dropped(self.dropped)]
