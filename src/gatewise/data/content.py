"""The bytes of a file, unpacked, a block at a time and as often as they are asked for."""

from __future__ import annotations

import difflib
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from gatewise.errors import InputError
from gatewise.languages import say

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["BLOCK", "Content"]

BLOCK = 1 << 18
"""Bytes of a block; 4 at least, which is the longest byte order mark."""


class Content:
    """A file's bytes, unpacked where its name ends in `.gz` or `.zst`.

    Args:
        path: The file. What can be read only once, as a named pipe, is kept whole in memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: bytes | None = None

    def blocks(self) -> Iterator[bytes]:
        """The content from its beginning, at least one block.

        Raises:
            InputError: The file is missing, unreadable, empty, or a damaged archive.
        """
        empty = True
        with self.opened() as file:
            while block := file.read(BLOCK):
                empty = False
                yield block
        if empty:
            came = say("the file is empty")
            remedy = say("Give a file with one labelled text a row.")
            raise InputError.at(self.path, None, came, say("rows of text"), remedy)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The content as an open file.

        Raises:
            InputError: The file is missing, unreadable or, met while it is read, a damaged archive.
        """
        try:
            raw = self._raw()
        except FileNotFoundError as error:
            raise self._missing() from error
        except (OSError, ValueError) as error:  # ValueError: no system allows the name
            raise self._unreadable(error) from error
        try:
            with raw, self._unpacked(raw) as file:
                yield file
        except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
            raise self._unreadable(error) from error

    def whole(self) -> bytes:
        """All of it at once.

        Raises:
            InputError: As `blocks`.
        """
        return b"".join(self.blocks())

    def _raw(self) -> BinaryIO:
        if self._held is None and self.path.exists() and not self.path.is_file():
            self._held = self.path.read_bytes()
        return self.path.open("rb") if self._held is None else io.BytesIO(self._held)

    def _unpacked(self, raw: BinaryIO) -> BinaryIO:
        packing = self.path.suffix.lower()
        if packing == ".gz":
            return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
        return cast(BinaryIO, zstd.ZstdFile(raw)) if packing == ".zst" else raw

    def _unreadable(self, error: Exception) -> InputError:
        packing = self.path.suffix.lower()
        # What the system refuses has a number; what is wrong with an archive has none.
        if packing in (".gz", ".zst") and getattr(error, "errno", None) is None:
            came = say("a broken {ending} archive ({reason})", ending=packing, reason=error)
            remedy = say("Fetch or pack the file once more.")
            return InputError.at(self.path, None, came, say("a complete archive"), remedy)
        came = say("cannot be read ({reason})", reason=getattr(error, "strerror", error))
        expected, remedy = say("a readable file"), say("Check its rights.")
        return InputError.at(self.path, None, came, expected, remedy)

    def _missing(self) -> InputError:
        try:
            names = [child.name for child in self.path.parent.iterdir()]
        except OSError:
            names = []
        close = difflib.get_close_matches(self.path.name, names, n=1)
        if close:
            hint = say("Did you mean {near!r}?", near=str(self.path.with_name(close[0])))
        else:
            hint = say("Check the path.")
        came, expected = say("there is no such file"), say("a file or a folder")
        return InputError.at(self.path, None, came, expected, hint)
