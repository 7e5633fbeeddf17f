"""Reading a model folder: what was altered, is missing or too new is refused by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import trained
from gatewise.bundle import FORMAT, LAYOUT, is_model_folder, read_bundle, write_bundle
from gatewise.bundle.seal import render, seal
from gatewise.errors import ModelFolderError
from gatewise.text import Lexicon

FILES = astuple(LAYOUT)
LEXICON = Lexicon(("南京",), ("of",), "{}")  # no one tokeniser knows all of it


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that no test leaves changed."""
    path = tmp_path_factory.mktemp("bundle") / "model"
    write_bundle(replace(trained("textcnn").bundle, lexicon=LEXICON), path)
    return path


@pytest.fixture
def model(whole: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(whole, tmp_path / "model"))


def _refusal(path: Path) -> str:
    with pytest.raises(ModelFolderError) as caught:
        read_bundle(path)
    message = str(caught.value)
    assert str(path) in message
    assert "; expected " in message
    assert message.count("\n") == 0
    return message


def test_a_whole_folder_has_every_file_and_is_read(whole: Path) -> None:
    assert sorted(file.name for file in whole.iterdir()) == sorted(FILES)
    assert is_model_folder(whole)
    assert read_bundle(whole).lexicon == LEXICON


@given(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@settings(max_examples=80, deadline=None)
def test_no_byte_can_be_changed(whole: Path, name: str, place: float, change: int) -> None:
    content = (whole / name).read_bytes()
    altered = bytearray(content)
    altered[int(place * len(content))] ^= change
    (whole / name).write_bytes(altered)
    try:
        assert name in _refusal(whole)
    finally:
        (whole / name).write_bytes(content)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("position", [0, 1, -1])
def test_the_ends_of_a_file_are_vouched_for_too(name: str, position: int, model: Path) -> None:
    content = bytearray((model / name).read_bytes())
    content[position] ^= 1
    (model / name).write_bytes(content)
    assert f"{name} is not what was saved" in _refusal(model)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [lambda c: c[:-1], lambda c: c + b"\n", lambda c: b""])
def test_no_file_can_be_cut_or_grow(
    name: str, change: Callable[[bytes], bytes], model: Path
) -> None:
    (model / name).write_bytes(change((model / name).read_bytes()))
    assert f"{name} is not what was saved" in _refusal(model)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, model: Path) -> None:
    (model / name).unlink()
    message = _refusal(model)
    assert f"{name} is missing" in message
    assert "Copy the folder again" in message


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_named(name: str, model: Path) -> None:
    (model / name).unlink()
    (model / name).mkdir()
    assert f"{name}: cannot be read" in _refusal(model)


def test_what_is_no_model_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "empty").mkdir()
    assert "nothing is there" in _refusal(tmp_path / "no")
    assert "a file is there" in _refusal(tmp_path / "file")
    assert "manifest.json is missing" in _refusal(tmp_path / "empty")
    assert "nothing is there" in _refusal(tmp_path / ("long" * 100))
    for name in ("no", "file", "empty", "long" * 100):
        assert not is_model_folder(tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"format"',
        b"{}",
        b"\xff",
        b'{"format": 1}',
        b'{"format": 1, "temperature": NaN}',
        b'{"format": 1, "labels": ["\\ud83d"]}',
        b"[" * 100_000,
        b'{"format": 1, "a": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
    ids=lambda content: content[:30].decode("latin-1"),
)
def test_a_manifest_that_is_none(content: bytes, model: Path) -> None:
    (model / LAYOUT.manifest).write_bytes(content)
    assert "manifest.json is not what was saved" in _refusal(model)


@pytest.mark.parametrize("version", [FORMAT + 1, 99, "2", None])
def test_a_newer_format_is_told_from_a_damaged_one(version: object, model: Path) -> None:
    _rewrite(model, lambda manifest: manifest.update(format=version))
    message = _refusal(model)
    assert f"format {version}; expected at most {FORMAT}" in message
    assert "pip install --upgrade gatewise" in message


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "..", ".", "", "sub/weights.safetensors", "weights.pkl"]
)
def test_a_manifest_cannot_reach_outside_the_folder(name: str, model: Path) -> None:
    (model.parent / "secret").write_text("not for models")

    def point(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = manifest["files"][LAYOUT.weights]

    _rewrite(model, point)
    assert "manifest.json is not what was saved" in _refusal(model)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("files", {}),
        ("files", []),
        ("files", {"history.jsonl": None}),
        ("labels", None),
        ("config", {"model": {"name": 5}}),
        ("config", {"model": {"unheard": 5}}),
        ("config", {"model": {"name": "unheard"}}),
        ("config", {"model": {"name": "linear"}}),
        ("prior", "half"),
        ("baseline", 7),
    ],
)
def test_a_sealed_manifest_that_does_not_fit(key: str, value: object, model: Path) -> None:
    _rewrite(model, lambda manifest: manifest.update({key: value}))
    assert "its parts do not fit together" in _refusal(model)


def _rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and seal it again, as someone who means harm would."""
    file = path / LAYOUT.manifest
    manifest = json.loads(file.read_bytes())
    change(manifest)
    file.write_bytes(render(seal(manifest)))
