"""From what the user named to a format; the content itself is `content.Content`."""

from __future__ import annotations

import re
from pathlib import Path

from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["FORMATS", "PACKED", "file_format", "is_folder", "refuse_address", "refuse_binary"]

FORMATS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".txt")
PACKED = (".gz", ".zst")
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
    if suffixes and suffixes[-1] in PACKED:
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
