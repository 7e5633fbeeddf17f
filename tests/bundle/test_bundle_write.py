"""Writing a model folder: the same bytes from the same model, and all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.command import contents
from conftest import toy_rows, trained
from gatewise.bundle import LAYOUT, files, read_bundle, write_bundle
from gatewise.bundle.files import check_writable, write_file
from gatewise.errors import OutputError

FAILURES = [OSError(28, "No space left on device"), KeyboardInterrupt()]


def _fail_at(
    call: int, failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], int]:
    """Let the file number `call` be half written, then fail; returns how many were begun."""
    begun = 0

    def write(path: Path, content: bytes) -> None:
        nonlocal begun
        begun += 1
        path.write_bytes(content if begun < call else content[: len(content) // 2])
        if begun == call:
            raise failure

    monkeypatch.setattr(files, "_write_through", write)
    return lambda: begun


def test_equal_models_give_equal_bytes(model_name: str, tmp_path: Path) -> None:
    bundle = trained(model_name).bundle
    write_bundle(bundle, tmp_path / "one")
    write_bundle(bundle, tmp_path / "two")
    write_bundle(read_bundle(tmp_path / "one"), tmp_path / "three")
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "three")


def test_the_manifest_vouches_for_every_other_file(tmp_path: Path) -> None:
    write_bundle(trained("textcnn").bundle, tmp_path / "model")
    manifest = json.loads((tmp_path / "model" / LAYOUT.manifest).read_bytes())
    names = {file.name for file in (tmp_path / "model").iterdir()}
    assert manifest["files"].keys() == names - {LAYOUT.manifest}


def test_no_training_text_is_in_the_folder(model_name: str, tmp_path: Path) -> None:
    write_bundle(trained(model_name).bundle, tmp_path / "model")
    everything = b"".join(file.read_bytes() for file in (tmp_path / "model").iterdir())
    for text in toy_rows().texts:
        assert text.encode() not in everything
        assert text.rsplit(" ", 2)[0].encode() not in everything


@pytest.mark.parametrize("failure", FAILURES, ids=["disk full", "Ctrl-C"])
@pytest.mark.parametrize("call", range(1, 7))
def test_a_failure_leaves_the_old_model(
    call: int, failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bundle(trained("linear").bundle, tmp_path / "model")
    before = contents(tmp_path)
    begun = _fail_at(call, failure, monkeypatch)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_bundle(trained("textcnn").bundle, tmp_path / "model")
    assert begun() == call
    assert contents(tmp_path) == before
    assert read_bundle(tmp_path / "model").config.model.name == "linear"


@pytest.mark.parametrize("failure", FAILURES, ids=["disk full", "Ctrl-C"])
def test_a_failure_leaves_nothing_where_nothing_was(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail_at(2, failure, monkeypatch)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_bundle(trained("linear").bundle, tmp_path / "new" / "folder" / "model")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bundle(trained("linear").bundle, tmp_path / "model")
    before = contents(tmp_path)
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.suffix == ".partial":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="Permission denied"):
        write_bundle(trained("textcnn").bundle, tmp_path / "model")
    assert contents(tmp_path) == before


def test_what_an_earlier_crash_left_is_no_hindrance(tmp_path: Path) -> None:
    for name in ("model.partial", "model.replaced"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("half")
    (tmp_path / "page.html.partial").write_text("half")
    check_writable(tmp_path / "model")
    write_bundle(trained("linear").bundle, tmp_path / "model")
    write_bundle(trained("linear").bundle, tmp_path / "model")
    write_file(tmp_path / "page.html", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "page.html"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write_bundle(trained("linear").bundle, tmp_path / "version-1")
    (tmp_path / "current").symlink_to("version-1", target_is_directory=True)
    write_bundle(trained("textcnn").bundle, tmp_path / "current")
    assert (tmp_path / "current").is_symlink()
    assert read_bundle(tmp_path / "version-1").config.model.name == "textcnn"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_current_folder_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bundle(trained("linear").bundle, tmp_path / "model")
    monkeypatch.chdir(tmp_path / "model")
    write_bundle(trained("textcnn").bundle, Path())
    assert read_bundle(tmp_path / "model").config.model.name == "textcnn"


def test_write_file_makes_folders_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    write_file(path, b"one")
    write_file(path, b"two")
    assert contents(tmp_path / "new") == {"folder": None, "folder/file": b"two"}


@pytest.mark.parametrize("failure", FAILURES, ids=["disk full", "Ctrl-C"])
def test_write_file_leaves_the_old_content(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "file", b"old")
    _fail_at(1, failure, monkeypatch)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_file(tmp_path / "file", b"new content")
    assert contents(tmp_path) == {"file": b"old"}


@pytest.mark.parametrize("path", ["file/new", "file/new/model", "folder", "n" * 300, "a\0b"])
def test_a_place_that_cannot_be_written_is_named(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    before = contents(tmp_path)
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / path, b"content")
    assert str(tmp_path / path) in str(caught.value)
    assert "nothing was changed" in str(caught.value)
    assert contents(tmp_path) == before


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    before = contents(tmp_path)
    check_writable(tmp_path / "new" / "folder" / "model")
    check_writable(tmp_path / "file")
    with pytest.raises(OutputError):
        check_writable(tmp_path / "file" / "model")
    assert contents(tmp_path) == before
