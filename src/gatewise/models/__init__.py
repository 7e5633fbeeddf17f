"""Architectures, one a file, written once for every execution. See docs/how-to/add-a-model.md."""

from gatewise.models.architecture import Architecture, Parameter, Parameters, Weights
from gatewise.models.linear import LinearModel
from gatewise.models.network import Network, NetworkModel
from gatewise.models.registry import ARCHITECTURES, MODELS
from gatewise.models.scores import Scorer, Scores
from gatewise.models.union import Part, UnionModel, joined, parts_of

__all__ = [
    "ARCHITECTURES",
    "MODELS",
    "Architecture",
    "LinearModel",
    "Network",
    "NetworkModel",
    "Parameter",
    "Parameters",
    "Part",
    "Scorer",
    "Scores",
    "UnionModel",
    "Weights",
    "joined",
    "parts_of",
]
