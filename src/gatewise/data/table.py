"""What every reader makes of its format: named columns of equal length, in portions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from gatewise.data.problems import BadRows

__all__ = ["LabelUse", "Source", "Table", "Wanted", "ordinal"]

LabelUse = Literal["required", "optional", "unused"]


@dataclass(frozen=True)
class Wanted:
    """What the user asked for.

    Attributes:
        text: Text columns by name or 1-based number; empty when they are to be found.
        label: The label column likewise, or None.
        labels: Whether rows without labels are of any use; `unused` does not even look at labels.
        weight: The column of row weights likewise, or None; it is never looked for.
    """

    text: tuple[str, ...] = ()
    label: str | None = None
    labels: LabelUse = "required"
    weight: str | None = None

    @property
    def labels_required(self) -> bool:
        """Whether rows without labels are of no use."""
        return self.labels == "required"

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that were asked for."""
        return (*self.text, *(n for n in (self.label, self.weight) if n is not None))


@dataclass(frozen=True)
class Table:
    """Rows as they came, before text and label are told apart.

    Attributes:
        columns: Cells by column name, in file order; all columns are of one length.
        rows: 1-based number of each row in the source.
        files: The file of each row, for a folder.
        blank: Numbers of the blank lines that were passed over on the way to these rows.
        folded: Numbers of the rows that have line breaks inside quotes.
    """

    columns: dict[str, list[object]]
    rows: list[int]
    files: list[str] | None = None
    blank: list[int] = field(default_factory=list)
    folded: list[int] = field(default_factory=list)

    def cut(self, start: int, stop: int) -> Table:
        """The rows from `start` up to `stop`."""
        return replace(
            self,
            columns={name: cells[start:stop] for name, cells in self.columns.items()},
            rows=self.rows[start:stop],
            files=None if self.files is None else self.files[start:stop],
        )

    def portions(self, size: int) -> Iterator[Table]:
        """The rows in portions of `size`."""
        for start in range(0, len(self.rows), size):
            yield self.cut(start, start + size)


@dataclass(frozen=True)
class Source:
    """A file or folder that was opened: its rows in portions, as often as they are asked for.

    Attributes:
        tables: Gives the portions from the beginning; bad rows go to what it is called with.
        encoding: The encoding the bytes were in.
        notes: Sentences on what was decided so far.
        headed: Columns have names of ours, `column_1` and so on; the first row may have better.
        names_are_ours: The format fixes the columns, so that choosing them is no news.
    """

    tables: Callable[[BadRows], Iterator[Table]]
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    headed: bool = False
    names_are_ours: bool = False


def ordinal(position: int) -> str:
    """Our name of the column at a position from 0."""
    return f"column_{position + 1}"
