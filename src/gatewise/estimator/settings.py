"""From the arguments of the estimator to the options of a run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from gatewise.config import Config, override, section_of

__all__ = ["OPTIONS", "config_of"]

OPTIONS = (
    *("seed", "epochs", "hidden", "layers", "bidirectional", "embedding", "pooling"),
    *("normalization", "tokenizer", "max_length", "batch_size", "optimizer", "learning_rate"),
    *("threads", "device", "vectors"),
)
"""Arguments that are options of the same name."""


def config_of(parameters: Mapping[str, Any]) -> Config:
    """The options of a run; whatever is None keeps its default.

    Args:
        parameters: The estimator's, by name; what stands in `options` wins.

    Raises:
        ConfigError: An unknown option, or a value that cannot be.
    """
    values: dict[str, dict[str, Any]] = {"model": {"name": _plain(parameters["model"])}}
    given = {key: parameters[key] for key in OPTIONS if parameters[key] is not None}
    if not isinstance(parameters["class_weight"], Mapping | type(None)):
        given["class_weight"] = parameters["class_weight"]
    named = {f"{section_of(key)}.{key}": value for key, value in given.items()}
    for name, value in {**named, **(parameters["options"] or {})}.items():
        section, _, key = name.partition(".")
        values.setdefault(section, {})[key] = _plain(value)
    return override(Config(), values)


def _plain(value: Any) -> Any:
    """NumPy's numbers, which searches draw, as Python's; paths as strings."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    return value.item() if isinstance(value, np.generic) else value
