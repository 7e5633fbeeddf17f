"""From what the user named to bytes: which format it is, and the content, unpacked."""

from __future__ import annotations

import difflib
import gzip
import re
import sys
import zlib
from pathlib import Path

from gatewise.errors import InputError
from gatewise.languages import say

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["FORMATS", "file_format", "is_folder", "load_bytes", "refuse_address", "refuse_binary"]

FORMATS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".txt")
_PACKED = (".gz", ".zst")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MARKS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook (.xlsx)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"PAR1": "a Parquet file (.parquet)",
    b"\x1f\x8b": "gzip data (.gz)",
    b"\x28\xb5\x2f\xfd": "Zstandard data (.zst)",
    b"%PDF": "a PDF",
}


def refuse_address(name: str) -> None:
    """Refuse `hf://`, database and web addresses.

    Raises:
        InputError: When the name is an address.
    """
    if _ADDRESS.match(name):
        scheme = name.split("://", 1)[0]
        raise InputError.at(
            name,
            None,
            say("{scheme}:// sources are not supported by this version yet", scheme=scheme),
            say(
                "{formats} (text also as .gz or .zst), or a folder with one sub-folder a class",
                formats=say(", ").join(FORMATS),
            ),
            say("Save the rows to one of these files and give its path."),
        )


def file_format(path: Path) -> str:
    """The format that a file's name tells, without `.gz` or `.zst`: one of `FORMATS`.

    Raises:
        InputError: When the name ends in nothing known.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    if not suffixes or suffixes[-1] not in FORMATS:
        if suffixes:
            came = say("a name ending in {ending!r}", ending=suffixes[-1])
        else:
            came = say("a name without an ending")
        expected = say(
            "one of {formats} (text also as .gz or .zst), or a folder with one sub-folder a class",
            formats=say(", ").join(FORMATS),
        )
        raise InputError.at(path, None, came, expected, say("Rename or convert the file."))
    return suffixes[-1]


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False, not an error, for names no system allows."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def load_bytes(path: Path) -> bytes:
    """Read a file, and unpack it where its name ends in `.gz` or `.zst`.

    Raises:
        InputError: When it is missing, unreadable, empty, or a damaged archive.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, ValueError) as error:
        came = say("cannot be read ({reason})", reason=getattr(error, "strerror", error))
        expected, remedy = say("a readable file"), say("Check its rights.")
        raise InputError.at(path, None, came, expected, remedy) from error
    data = _unpack(path, data)
    if not data:
        came, remedy = say("the file is empty"), say("Give a file with one labelled text a row.")
        raise InputError.at(path, None, came, say("rows of text"), remedy)
    return data


def refuse_binary(source: str, data: bytes) -> None:
    """Refuse bytes that say themselves that they are no text.

    Raises:
        InputError: When they begin as a known binary format does.
    """
    for mark, what in _MARKS.items():
        if data.startswith(mark):
            raise InputError.at(
                source,
                None,
                say("the content is {what}, not text", what=say(what)),
                say("a text file, as its name says"),
                say("Give the file the ending of what it is, or save it as CSV."),
            )


def _missing(path: Path) -> InputError:
    try:
        names = [child.name for child in path.parent.iterdir()]
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name, names, n=1)
    if close:
        hint = say("Did you mean {near!r}?", near=str(path.with_name(close[0])))
    else:
        hint = say("Check the path.")
    came, expected = say("there is no such file"), say("a file or a folder")
    return InputError.at(path, None, came, expected, hint)


def _unpack(path: Path, data: bytes) -> bytes:
    packing = path.suffix.lower()
    try:
        if packing == ".gz":
            return gzip.decompress(data)
        if packing == ".zst":
            return zstd.decompress(data)
    except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
        came = say("a broken {ending} archive ({reason})", ending=packing, reason=error)
        remedy = say("Fetch or pack the file once more.")
        raise InputError.at(path, None, came, say("a complete archive"), remedy) from error
    return data
