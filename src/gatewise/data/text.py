"""The decoded text of a file, in pieces or lines, as often as it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from gatewise.data.content import Content
from gatewise.data.encodings import decoded

__all__ = ["Text", "regrouped"]


@dataclass(frozen=True)
class Text:
    """A file's text.

    Args:
        content: Its bytes.
        source: The file as the user named it.
        encoding: A codec's name.
        keep_broken: Keep rows with broken bytes, for them to be dropped.
        newline: What ends a line: LF, with a CR kept before it, or CR where there is no LF at all
            (old Macintosh files).
        quotes: Whether there is a double quote in it.
    """

    content: Content
    source: str
    encoding: str
    keep_broken: bool
    newline: str = "\n"
    quotes: bool = False

    @classmethod
    def examined(cls, content: Content, source: str, encoding: str, *, keep_broken: bool) -> Text:
        """Read a text through once, so that no broken byte is met later.

        Raises:
            InputError: It cannot be decoded.
        """
        feeds = quotes = False
        for piece in decoded(content.blocks(), source, encoding, keep_broken=keep_broken):
            feeds = feeds or "\n" in piece
            quotes = quotes or '"' in piece
        return cls(content, source, encoding, keep_broken, "\n" if feeds else "\r", quotes)

    def lines(self, newline: str = "\n") -> Iterator[str]:
        """Its lines, without what ends them."""
        return chain.from_iterable(self._lines(newline))

    def line_lists(self, size: int, newline: str = "\n") -> Iterator[list[str]]:
        """Its lines in lists of `size`; the last is shorter."""
        return regrouped(self._lines(newline), size)

    def _lines(self, newline: str) -> Iterator[list[str]]:
        begun: list[str] = []  # pieces of a line whose end has not come
        blocks = self.content.blocks()
        for piece in decoded(blocks, self.source, self.encoding, keep_broken=self.keep_broken):
            begun.append(piece)
            if newline in piece:
                lines = "".join(begun).split(newline)
                begun = [lines.pop()]
                yield lines
        if rest := "".join(begun):
            yield [rest]


def regrouped(lists: Iterable[list[str]], size: int) -> Iterator[list[str]]:
    """The same strings in lists of `size`; the last is shorter."""
    held: list[str] = []
    for more in lists:
        held += more
        whole = len(held) - len(held) % size
        for start in range(0, whole, size):
            yield held[start : start + size]
        held = held[whole:]
    if held:
        yield held
