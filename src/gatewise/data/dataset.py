"""What reading a source gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gatewise.data.labels import Kind, Label, is_multilabel

__all__ = ["Dataset"]


@dataclass(frozen=True)
class Dataset:
    """Texts, perhaps labels, and all that is known of where they come from.

    Attributes:
        source: As the user named it.
        texts: Raw texts; several text columns are joined by a line break.
        labels: A label a text, or a sorted tuple of labels a text (multi-label); None where labels
            are optional and not all there.
        rows: 1-based number of each text's row as an editor or spreadsheet counts (a header is row
            1; a row of several lines has the number of its first); in a folder, of the file.
        files: The file of each text where the source is a folder.
        columns: Every column by name in file order, text and label too, as the reader gave it.
        text_columns: The columns that make the text.
        label_column: The label column; None where there is none.
        encoding: For example `utf-8`, `utf-8-sig`, `utf-16`, `gb18030`, `big5`.
        notes: Sentences that tell each decision.
        skipped_rows: Numbers of bad rows that were dropped.
        weights: A weight a text, at least 0 and not all 0; None where no column was named.
    """

    source: str
    texts: list[str]
    labels: Sequence[Label] | None
    rows: list[int]
    files: list[str] | None
    columns: dict[str, list[object]]
    text_columns: tuple[str, ...]
    label_column: str | None
    encoding: str
    notes: tuple[str, ...]
    skipped_rows: tuple[int, ...]
    weights: list[float] | None = None

    @property
    def kind(self) -> Kind | None:
        """Whether each row has one label or a set of labels; None without labels."""
        if self.labels is None:
            return None
        return "multilabel" if is_multilabel(self.labels) else "multiclass"
