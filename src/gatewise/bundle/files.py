"""Putting files on disk so that a crash leaves the old ones or the new ones, never halves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from gatewise.errors import OutputError
from gatewise.languages import say

__all__ = [
    "check_writable",
    "discard",
    "is_there",
    "partial_of",
    "put_folder",
    "replace_folder",
    "replacing",
    "scratch_folder",
    "write_file",
]


def partial_of(path: Path) -> Path:
    """Where work towards `path` lives until it is done."""
    return path.with_name(path.name + ".partial")


def is_there(path: Path) -> bool:
    """Whether something stands at `path`; False, not an error, for names no system allows."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def check_writable(path: Path) -> None:
    """Refuse a place that cannot be written, before hours of work go into it.

    Raises:
        OutputError: The folder above `path` cannot be made or written.
    """
    with _workshop(path) as (_, partial):
        partial.touch()


def write_file(path: Path, content: bytes) -> None:
    """Write `content` whole or not at all: beside `path` first, then renamed over it.

    Raises:
        OutputError: The place cannot be written; nothing is left behind.
    """
    with _workshop(path) as (target, partial):
        _write_through(partial, content)
        partial.replace(target)
        _sync_folder(target.parent)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the place where a file is to be written in portions; it is renamed to `path` at the end.

    Raises:
        OutputError: The place cannot be written; nothing is left behind, nor is it where what
            happens inside raises.
    """
    with _workshop(path) as (target, partial):
        yield partial
        _sync(partial)
        partial.replace(target)
        _sync_folder(target.parent)


@contextmanager
def scratch_folder(partial: Path) -> Iterator[Path]:
    """Give a folder for work towards `partial`, inside of `replacing`; nothing of it stays."""
    folder = partial.with_name(partial.name + ".parts")
    discard(folder)  # what an earlier crash left behind
    folder.mkdir()
    try:
        yield folder
    finally:
        discard(folder)


def replace_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make `path` a folder of exactly `files`; a folder that is there already is replaced.

    Until everything is on disk it lives in `path.partial`.

    Raises:
        OutputError: The place cannot be written; what stood there still stands.
    """
    with _workshop(path) as (target, partial):
        partial.mkdir()
        for name, content in files.items():
            _write_through(partial / name, content)
        _sync_folder(partial)
        _put_in_place(partial, target)
        _sync_folder(target.parent)


def put_folder(made: Path, path: Path) -> None:
    """Rename the folder `made`, whole and on disk, to `path`; a folder there gives way.

    Raises:
        OutputError: The place cannot be written; what stood there still stands.
    """
    try:
        target = path.resolve()
        _put_in_place(made, target)
        _sync_folder(target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unwritable(path, error) from error


@contextmanager
def _workshop(path: Path) -> Iterator[tuple[Path, Path]]:
    """Give the place that `path` means, links followed, and a free one beside it to work in.

    However the work ends, nothing is left of the latter, nor of folders that were made in vain.
    """
    try:
        target = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # the last two: names that cannot be
        raise _unwritable(path, error) from error
    partial = partial_of(target)
    made: list[Path] = []
    try:
        made = [folder for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        discard(partial)  # what an earlier crash left behind
        yield target, partial
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        discard(partial)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()  # fails, as it should, where something is in it


def _put_in_place(partial: Path, target: Path) -> None:
    """Rename `partial` to `target`; what is there gives way, and comes back if that fails."""
    replaced = target.with_name(target.name + ".replaced")
    discard(replaced)
    if target.exists():
        target.rename(replaced)
    try:
        partial.rename(target)
    except BaseException:
        if replaced.exists():
            replaced.rename(target)
        raise
    discard(replaced)


def discard(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Make renames durable where the system can; the files themselves are on disk already."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network file systems refuse to sync a folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(
        say(
            "{path}: cannot be written ({reason}); nothing was changed. Free space, change the "
            "rights, or name another place.",
            path=path,
            reason=reason,
        )
    )
