"""A file under examination, and two of them: what several findings need, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gatewise.config import TextConfig
from gatewise.data.labels import Label, as_sets, count_labels
from gatewise.data.problems import name_rows
from gatewise.data.read import Dataset
from gatewise.data.repeats import Repeats, repeats
from gatewise.data.same_text import overlap
from gatewise.doctor.finding import Finding, Severity
from gatewise.languages import say
from gatewise.text import Normaliser, tokenize_characters, tokenize_words, uses_spaces

__all__ = ["DEFAULTS", "Pair", "Subject"]

Indices = NDArray[np.int64]

DEFAULTS = TextConfig()
"""How a model reads texts unless it is told otherwise."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A dataset of N rows, and what is known of it; nothing is computed before it is asked for."""

    dataset: Dataset

    def __len__(self) -> int:
        return len(self.dataset.texts)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows of each class, the largest first, equal ones by name; empty without labels."""
        counts = count_labels(self.dataset.labels or ())
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    @property
    def empty(self) -> NDArray[np.bool_]:
        """(N,) whether a model finds nothing to read; invisible characters are nothing."""
        return self._as_read[0]

    @property
    def truncated(self) -> NDArray[np.bool_]:
        """(N,) whether a text has more tokens than a model reads by default."""
        return self._as_read[1]

    @cached_property
    def repeated(self) -> Indices:
        """Rising indices of the rows with the text and the label of an earlier row."""
        labels = self._labels
        kept = self.empty.copy()  # empty texts are a finding of their own
        kept[self._repeats.first] = True
        for rows in self._repeats.conflicts:
            of_label = {labels[index]: index for index in reversed(rows)}
            kept[list(of_label.values())] = True
        return np.flatnonzero(~kept)

    @cached_property
    def conflicts(self) -> tuple[tuple[int, ...], ...]:
        """For each text, not empty, that carries several labels, the indices of its rows."""
        return tuple(rows for rows in self._repeats.conflicts if not self.empty[rows[0]])

    def share(self, indices: Sized) -> str:
        """How much of the file some rows are, in words."""
        percent = 100 * len(indices) / len(self)
        if percent < 0.1:
            return say("under 0.1 % of {all}", all=len(self))
        return say("{percent:.1f} % of {all}", percent=percent, all=len(self))

    def places(self, indices: Iterable[int]) -> str:
        """The first few rows in words; of a folder, the files."""
        if self.dataset.files is None:
            return name_rows(self._rows(indices))
        return name_rows([self.dataset.files[index] for index in indices], "file")

    def finding(
        self,
        code: str,
        severity: Severity,
        *,
        message: str,
        remedy: str,
        indices: Iterable[int] = (),
    ) -> Finding:
        """A finding about this file.

        Args:
            code: Its kind.
            severity: Its weight.
            message: What was found.
            remedy: What to do.
            indices: The rows concerned, by index.
        """
        rows = tuple(self._rows(indices))
        return Finding(code, severity, self.dataset.source, message, rows, remedy)

    @cached_property
    def _repeats(self) -> Repeats:
        return repeats(self.dataset.texts, self._labels)

    @cached_property
    def _labels(self) -> Sequence[Label]:
        """Without labels all rows count as of one class."""
        return [""] * len(self) if self.dataset.labels is None else self.dataset.labels

    @cached_property
    def _as_read(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        normalise = Normaliser(DEFAULTS.compatibility, DEFAULTS.lowercase)
        tokenize = tokenize_words if uses_spaces(self.dataset.texts) else tokenize_characters
        longest = DEFAULTS.max_length
        empty: list[bool] = []
        truncated: list[bool] = []
        for text in self.dataset.texts:
            normal = normalise(text)
            empty.append(not normal)
            # A token has a character at least, so that short texts need not be cut into tokens.
            truncated.append(len(normal) > longest and len(tokenize(normal)) > longest)
        return np.array(empty, np.bool_), np.array(truncated, np.bool_)

    def _rows(self, indices: Iterable[int]) -> list[int]:
        return [self.dataset.rows[index] for index in indices]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two files of one examination, in the order in which they were given."""

    earlier: Subject
    later: Subject

    @cached_property
    def shared(self) -> Indices:
        """Rising indices of the later file's texts, not empty, that the earlier one has too."""
        both = overlap(self.earlier.dataset.texts, self.later.dataset.texts)
        return np.flatnonzero(both & ~self.later.empty)

    @cached_property
    def contradicting(self) -> Indices:
        """Those of `shared` under a label that the text never has in the earlier file."""
        earlier, later = self.earlier.dataset, self.later.dataset
        if earlier.labels is None or later.labels is None:
            return np.empty(0, np.int64)
        there = np.flatnonzero(overlap([later.texts[i] for i in self.shared], earlier.texts))
        texts = [earlier.texts[i] for i in there] + [later.texts[i] for i in self.shared]
        of_earlier, of_later = as_sets(earlier.labels), as_sets(later.labels)
        labels = [of_earlier[i] for i in there] + [of_later[i] for i in self.shared]
        found: list[int] = []
        for rows in repeats(texts, labels).conflicts:
            known = {labels[i] for i in rows if i < len(there)}
            found += [i - len(there) for i in rows if i >= len(there) and labels[i] not in known]
        return self.shared[sorted(found)]
