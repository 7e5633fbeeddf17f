"""From a trained classifier to the files of its folder; equal classifiers give equal bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from gatewise.bundle.card import card
from gatewise.bundle.files import replace_folder
from gatewise.bundle.layout import LAYOUT
from gatewise.bundle.seal import render, seal
from gatewise.bundle.tensors import write_tensors
from gatewise.bundle.trained import Bundle
from gatewise.config import Config, to_dict
from gatewise.models import NetworkModel, Part, UnionModel
from gatewise.text import Lexicon

__all__ = ["pack", "write_bundle"]


def write_bundle(bundle: Bundle, path: Path) -> None:
    """Write the model folder `path`, replacing one that is there.

    Raises:
        OutputError: The place cannot be written; nothing was changed.
    """
    replace_folder(path, pack(bundle))


def pack(bundle: Bundle) -> dict[str, bytes]:
    """The files of a model folder by name, the manifest last; `unpack` is the inverse."""
    model, baseline = bundle.model, bundle.baseline
    files = {LAYOUT.weights: write_tensors(model.to_arrays())}
    encoder = model.encoder if isinstance(model, NetworkModel | UnionModel) else None
    if encoder is not None:
        tokens = {"tokens": encoder.vocabulary.tokens}
        files[LAYOUT.vocabulary] = json.dumps(tokens, ensure_ascii=False).encode()
    parts = model.parts if isinstance(model, UnionModel) else ()
    if baseline is not None and all(part.model is not baseline.model for part in parts):
        files[LAYOUT.baseline] = write_tensors(baseline.model.to_arrays())
    files |= _lexicon(bundle.lexicon)
    files[LAYOUT.history] = "".join(json.dumps(r) + "\n" for r in bundle.history).encode()
    files[LAYOUT.card] = card(bundle).encode()
    manifest = {
        "format": bundle.format,
        "created_with": bundle.created_with,
        "kind": bundle.kind,
        "labels": list(bundle.classes),
        "config": to_dict(bundle.config),
        **({"parts": [_part(part) for part in parts]} if parts else {}),
        "parameters": model.parameters,
        "calibration": bundle.calibration.to_json(),
        "prior": bundle.prior.tolist(),
        "threshold": bundle.threshold,
        "baseline": baseline.calibration.to_json() if baseline else None,
        "training": bundle.facts,
        "metrics": bundle.metrics,
        "files": {name: _fingerprint(content) for name, content in sorted(files.items())},
    }
    files[LAYOUT.manifest] = render(seal(manifest))
    return files


def _part(part: Part) -> dict[str, Any]:
    """A part of a union but for its weights."""
    config = to_dict(Config(model=part.config))["model"]
    return {"config": config, "factor": part.factor}


def _lexicon(lexicon: Lexicon) -> dict[str, bytes]:
    """The files of what a tokeniser knows beside the vocabulary; none for most."""
    files = {}
    words = {"user_dictionary": lexicon.user_words, "stop_words": lexicon.stop_words}
    if any(words.values()):
        files[LAYOUT.words] = json.dumps(words, ensure_ascii=False).encode()
    if lexicon.pieces:
        files[LAYOUT.tokenizer] = lexicon.pieces.encode()
    return files


def _fingerprint(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
