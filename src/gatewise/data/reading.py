"""The steps of reading a source, whether its portions are kept or read again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gatewise.data.encodings import check_encoding_name
from gatewise.data.formats import open_source
from gatewise.data.notes import tell_encoding
from gatewise.data.problems import BadRows
from gatewise.data.rows import Findings, Judge, Judged
from gatewise.data.source import refuse_address
from gatewise.data.survey import Part, survey
from gatewise.data.table import Source, Table, Wanted
from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = ["Reading"]


@dataclass(frozen=True)
class Reading:
    """A source that was opened, and how it is to be read.

    Args:
        name: The source as the user named it.
        source: Gives the portions as they stand there.
        wanted: What the user asked for.
        skip: Drop bad rows instead of refusing.
        separator: Between several labels in one string.
        forced: The encoding is the user's choice.
    """

    name: str
    source: Source
    wanted: Wanted
    skip: bool
    separator: str | None
    forced: bool

    @classmethod
    def of(
        cls,
        source: str | Path,
        wanted: Wanted,
        *,
        encoding: str | None,
        skip: bool,
        separator: str | None,
        size: int,
    ) -> Reading:
        """Open a source, in portions of `size` rows.

        Raises:
            InputError: It cannot be opened, or has an encoding that is not the user's.
            ConfigError: For an empty separator.
            MissingExtraError: For `.xlsx` without the `excel` extra.
        """
        name = str(source)
        refuse_address(name)
        if encoding is not None:
            check_encoding_name(encoding, name)
        _check_separator(separator)
        bad = BadRows(name, skip=skip)
        opened = open_source(Path(source), name, encoding, wanted, bad, size=size)
        return cls(name, opened, wanted, skip, separator, encoding is not None)

    def parts(self) -> Iterator[Part]:
        """The portions as they stand there, from the beginning.

        Raises:
            InputError: For the first row that is none, unless bad rows are skipped.
        """
        bad = BadRows(self.name, skip=self.skip)
        for table in self.source.tables(bad):
            yield Part(table, bad.settle())
        if left := bad.settle():
            yield Part(Table({}, []), left)

    def judge(self, parts: Iterable[Part]) -> Judge:
        """Decide on names and columns, by every portion.

        Raises:
            InputError: There are no rows, or no clear columns.
        """
        plan = survey(parts, self.source, self.wanted, self.name)
        return Judge(self.name, plan, self.wanted, self.skip, self.separator)

    def findings(self, judged: Iterable[Judged]) -> Findings:
        """Count what is in all portions.

        Raises:
            InputError: Nothing is left of the source.
        """
        found = Findings(self.source.encoding)
        for each in judged:
            found.add(each)
        found.check(self.name, self.wanted)
        return found

    def notes(self, judge: Judge, found: Findings) -> tuple[str, ...]:
        """Sentences that tell each decision."""
        encoding = tell_encoding(self.source.encoding, forced=self.forced)
        return (*encoding, *judge.plan.notes, *found.notes(self.separator))


def _check_separator(separator: str | None) -> None:
    if separator == "":
        message = say(
            "--label-separator is empty; expected what stands between the labels of a row, as ;. "
            "Give it, or leave the option out."
        )
        raise ConfigError(message)
