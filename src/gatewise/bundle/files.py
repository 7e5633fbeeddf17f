"""Putting files on disk so that a crash leaves the old ones or the new ones, never halves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from gatewise.errors import OutputError

__all__ = ["check_writable", "partial_of", "replace_folder", "write_file"]


def partial_of(path: Path) -> Path:
    """Where work towards `path` lives until it is done."""
    return path.with_name(path.name + ".partial")


def check_writable(path: Path) -> None:
    """Refuse a place that cannot be written, before hours of work go into it.

    Raises:
        OutputError: The folder above `path` cannot be made or written.
    """
    partial = partial_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("ab"):
            pass
        partial.unlink()
    except IsADirectoryError:
        shutil.rmtree(partial, ignore_errors=True)  # what an earlier crash left behind
        check_writable(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Write `content` whole or not at all: beside `path` first, then renamed over it.

    Raises:
        OutputError: The place cannot be written; nothing is left behind.
    """
    partial = partial_of(path)
    try:
        _write_through(partial, content)
        partial.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def replace_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make `path` a folder of exactly `files`; a folder that is there already is replaced.

    Until everything is on disk it lives in `path.partial`.

    Raises:
        OutputError: The place cannot be written; what stood there still stands.
    """
    partial = partial_of(path)
    replaced = path.with_name(path.name + ".replaced")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for name, content in files.items():
            _write_through(partial / name, content)
        _sync_folder(partial)
        if path.exists():
            shutil.rmtree(replaced, ignore_errors=True)
            path.rename(replaced)
        partial.rename(path)
        _sync_folder(path.parent)
        shutil.rmtree(replaced, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        if replaced.exists() and not path.exists():
            replaced.rename(path)
        raise _unwritable(path, error) from error


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Make renames durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({error.strerror or error}); nothing was changed. "
        "Free space, change the rights, or name another place."
    )
