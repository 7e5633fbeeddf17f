"""Architectures, one a file, written once for every execution. See docs/adding-a-model.md."""

from gatewise.models.architecture import Architecture, Parameter, Weights
from gatewise.models.classifier import Network
from gatewise.models.linear import LinearModel
from gatewise.models.registry import ARCHITECTURES, MODELS

__all__ = [
    "ARCHITECTURES",
    "MODELS",
    "Architecture",
    "LinearModel",
    "Network",
    "Parameter",
    "Weights",
]
