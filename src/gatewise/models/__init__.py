"""Architectures, one a file, written once for every execution. See docs/how-to/add-a-model.md."""

from gatewise.models.architecture import Architecture, Parameter, Parameters, Weights
from gatewise.models.linear import LinearModel
from gatewise.models.network import Network, NetworkModel
from gatewise.models.registry import ARCHITECTURES, MODELS
from gatewise.models.scores import Scorer, Scores

__all__ = [
    "ARCHITECTURES",
    "MODELS",
    "Architecture",
    "LinearModel",
    "Network",
    "NetworkModel",
    "Parameter",
    "Parameters",
    "Scorer",
    "Scores",
    "Weights",
]
