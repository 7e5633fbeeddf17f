"""What every reader makes of its format: named columns of equal length, and what has to be told."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Table", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """What the user asked for.

    Attributes:
        text: Text columns by name or 1-based number; empty when they are to be found.
        label: The label column likewise, or None.
        weight: The column of row weights likewise, or None; it is never looked for.
        labels_required: Whether rows without labels are of any use.
    """

    text: tuple[str, ...] = ()
    label: str | None = None
    labels_required: bool = True
    weight: str | None = None

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
        notes: Sentences on what was decided while reading.
        encoding: The encoding the bytes were in.
        files: The file of each row, for a folder.
        names_are_ours: The format fixes the columns, so that choosing them is no news.
    """

    columns: dict[str, list[object]]
    rows: list[int]
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8"
    files: list[str] | None = None
    names_are_ours: bool = False
