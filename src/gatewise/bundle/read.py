"""From a model folder to a classifier; whatever does not add up is refused by name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle.calibrated import Calibration
from gatewise.bundle.files import is_there
from gatewise.bundle.layout import FORMAT, LAYOUT
from gatewise.bundle.seal import is_sealed
from gatewise.bundle.tensors import read_tensors
from gatewise.bundle.trained import Baseline, Bundle
from gatewise.config import Config, ModelConfig, from_dict
from gatewise.errors import ModelFolderError
from gatewise.languages import say
from gatewise.models import LinearModel, NetworkModel, Part, Scorer, UnionModel
from gatewise.models.network import SUBWORDS
from gatewise.text import Lexicon, TextEncoder, Vocabulary

__all__ = ["is_model_folder", "read_bundle", "unpack"]

_NAMES = frozenset(asdict(LAYOUT).values())
_MALFORMED = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What Python raises of JSON that is not as it should be."""


def is_model_folder(path: Path) -> bool:
    """Whether `path` looks like a model folder; its content is not checked."""
    manifest = path / LAYOUT.manifest
    return is_there(manifest) and manifest.is_file()


@dataclass(frozen=True)
class _Source:
    """Where the files of a model come from.

    Args:
        name: As messages name it.
        content: The bytes of a file by its name; raises ModelFolderError where it is missing.
    """

    name: str
    content: Callable[[str], memoryview]


def read_bundle(path: Path) -> Bundle:
    """Read and verify a model folder.

    Raises:
        ModelFolderError: `path` is no model folder, misses a file, was altered, or comes from a
            newer program.
    """
    _check_folder(path)
    return _read(_Source(str(path), lambda name: _content(path, name)))


def unpack(files: Mapping[str, bytes]) -> Bundle:
    """Read and verify the files of a model folder that `pack` gave, as strictly as from disk.

    Raises:
        ModelFolderError: As `read_bundle`.
    """
    name = say("the packed model")

    def content(file: str) -> memoryview:
        if file not in files:
            raise _missing(name, file)
        return memoryview(bytearray(files[file]))

    return _read(_Source(name, content))


def _read(source: _Source) -> Bundle:
    manifest = _manifest(source)
    try:
        return _bundle(source, manifest)
    except _MALFORMED as error:
        if isinstance(error, ModelFolderError):
            raise
        raise ModelFolderError(
            say(
                "{place}: its parts do not fit together ({error}); expected a folder as "
                "'gatewise train' writes it. {remedy}",
                place=source.name,
                error=error,
                remedy=_again(),
            )
        ) from error


def _bundle(source: _Source, manifest: Mapping[str, Any]) -> Bundle:
    files = {name: _verified(source, name, facts) for name, facts in manifest["files"].items()}
    config = from_dict(manifest["config"])
    classes = tuple(manifest["labels"])
    lexicon = _lexicon(files)
    model = _model(config, manifest.get("parts", ()), len(classes), files, lexicon)
    return Bundle(
        config=config,
        classes=classes,
        model=model,
        calibration=Calibration.from_json(manifest["calibration"]),
        prior=np.asarray(manifest["prior"], np.float32),
        threshold=manifest["threshold"],
        baseline=_baseline(config, manifest["baseline"], model, files, lexicon),
        facts=manifest["training"],
        metrics=manifest["metrics"],
        history=[json.loads(line) for line in bytes(files[LAYOUT.history]).decode().splitlines()],
        lexicon=lexicon,
        format=manifest["format"],
        created_with=manifest["created_with"],
    )


def _manifest(source: _Source) -> dict[str, Any]:
    """Read and verify the manifest alone."""
    content = bytes(source.content(LAYOUT.manifest))
    try:
        manifest = json.loads(content)
        version = manifest["format"]
    except _MALFORMED as error:
        raise _altered(source, LAYOUT.manifest) from error
    if not isinstance(version, int) or version > FORMAT:
        raise ModelFolderError(
            say(
                "{place}: format {version}; expected at most {newest}, the newest this program "
                "reads. Update it with: pip install --upgrade gatewise",
                place=source.name,
                version=version,
                newest=FORMAT,
            )
        )
    if not is_sealed(content):
        raise _altered(source, LAYOUT.manifest)
    return dict(manifest)


def _check_folder(path: Path) -> None:
    if not is_there(path):
        raise ModelFolderError(
            say(
                "{path}: nothing is there; expected a model folder. Give the folder that "
                "'gatewise train --out' wrote.",
                path=path,
            )
        )
    if not path.is_dir():
        raise ModelFolderError(
            say(
                "{path}: a file is there; expected a model folder. Give the folder that "
                "'gatewise train --out' wrote.",
                path=path,
            )
        )


def _content(path: Path, name: str) -> memoryview:
    try:
        with (path / name).open("rb") as file:
            # NumPy asks the system for large pages, which makes this twice as fast as `read`.
            content = np.empty(os.fstat(file.fileno()).st_size, np.uint8).data
            file.readinto(content)  # a file that shrinks meanwhile is told by its checksum
            return content
    except FileNotFoundError as error:
        raise _missing(str(path), name) from error
    except OSError as error:
        raise ModelFolderError(
            say(
                "{path}: cannot be read ({reason}); expected a readable file. "
                "Check the rights and the disk.",
                path=path / name,
                reason=error.strerror,
            )
        ) from error


def _verified(source: _Source, name: str, facts: Mapping[str, Any]) -> memoryview:
    if name not in _NAMES:  # a name with a path in it would reach outside the folder
        raise _altered(source, LAYOUT.manifest)
    content = source.content(name)
    if len(content) != facts["bytes"] or hashlib.sha256(content).hexdigest() != facts["sha256"]:
        raise _altered(source, name)
    return content


def _missing(place: str, name: str) -> ModelFolderError:
    return ModelFolderError(
        say(
            "{place}: {name} is missing; expected a model folder with all its files. {remedy}",
            place=place,
            name=name,
            remedy=_again(),
        )
    )


def _altered(source: _Source, name: str) -> ModelFolderError:
    return ModelFolderError(
        say(
            "{place}: {name} is not what was saved (its checksum differs); expected an unaltered "
            "file. {remedy}",
            place=source.name,
            name=name,
            remedy=_again(),
        )
    )


def _again() -> str:
    return say("Copy the folder again from where it came, or train it anew.")


def _lexicon(files: Mapping[str, memoryview]) -> Lexicon:
    words = json.loads(bytes(files.get(LAYOUT.words, b"{}")))
    return Lexicon(
        tuple(words.get("user_dictionary", ())),
        tuple(words.get("stop_words", ())),
        bytes(files.get(LAYOUT.tokenizer, b"")).decode(),
    )


def _model(
    config: Config,
    parts: Sequence[Mapping[str, Any]],
    classes: int,
    files: Mapping[str, memoryview],
    lexicon: Lexicon,
) -> Scorer:
    """The model of the weights file; of a union the parts, which share it."""
    arrays = read_tensors(files[LAYOUT.weights])
    encoder = None
    if LAYOUT.vocabulary in files:
        vocabulary = Vocabulary(json.loads(bytes(files[LAYOUT.vocabulary]))["tokens"])
        encoder = TextEncoder.from_hashes(config.text, vocabulary, arrays.pop(SUBWORDS), lexicon)

    def single(model: ModelConfig, arrays: Mapping[str, NDArray[Any]]) -> Scorer:
        if encoder is None or model.name == "linear":
            return LinearModel.from_arrays(config.text, arrays, lexicon)
        return NetworkModel.from_arrays(model, classes, encoder, arrays)

    if not parts:
        return single(config.model, arrays)
    models = [from_dict({"model": part["config"]}).model for part in parts]
    return UnionModel(
        [
            Part(model, single(model, _under(f"{model.name}.", arrays)), part["factor"])
            for model, part in zip(models, parts, strict=True)
        ]
    )


def _under(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays whose names begin so, by the rest of their names."""
    found = ((name, array) for name, array in arrays.items() if name.startswith(prefix))
    return {name.removeprefix(prefix): array for name, array in found}


def _baseline(
    config: Config,
    facts: Mapping[str, Any] | None,
    model: Scorer,
    files: Mapping[str, memoryview],
    lexicon: Lexicon,
) -> Baseline | None:
    """The linear model beside the classifier; of a union with a linear part it is that part."""
    if facts is None:
        return None
    linear = model.linear if isinstance(model, UnionModel) else None
    if linear is None:
        arrays = read_tensors(files[LAYOUT.baseline])
        linear = LinearModel.from_arrays(config.text, arrays, lexicon)
    return Baseline(linear, Calibration.from_json(facts))
