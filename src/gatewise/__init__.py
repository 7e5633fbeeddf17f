"""Labelled text in; an accurate, honest, small and fast LSTM/CNN classifier out.

Importing the package costs next to nothing: each name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatewise._version import __version__

if TYPE_CHECKING:
    from gatewise.errors import (
        ConfigError,
        GatewiseError,
        InputError,
        MissingExtraError,
        ModelFolderError,
        OutputError,
        UsageError,
    )
    from gatewise.estimator import TextClassifier
    from gatewise.runtime import Answer, Predictor, load

__all__ = [
    "Answer",
    "ConfigError",
    "GatewiseError",
    "InputError",
    "MissingExtraError",
    "ModelFolderError",
    "OutputError",
    "Predictor",
    "TextClassifier",
    "UsageError",
    "__version__",
    "load",
]

_HOMES = {
    "Answer": "gatewise.runtime",
    "Predictor": "gatewise.runtime",
    "TextClassifier": "gatewise.estimator",
    "load": "gatewise.runtime",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'gatewise' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES.get(name, "gatewise.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
