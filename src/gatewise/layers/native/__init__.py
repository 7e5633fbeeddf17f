"""The layers by the native kernels, on NumPy arrays: what the runtime executes where it can."""

from __future__ import annotations

from gatewise import kernels
from gatewise.layers.native.operations import NativeOperations
from gatewise.layers.native.words import Frequent, WordOperations
from gatewise.layers.reference import ReferenceOperations

__all__ = ["Frequent", "NativeOperations", "WordOperations", "runtime_operations"]


def runtime_operations(frequent: Frequent) -> ReferenceOperations:
    """The fastest layers that there are without torch, for one model that is trained.

    Args:
        frequent: What of its texts comes again and again.
    """
    return WordOperations(frequent) if kernels.native else ReferenceOperations()
