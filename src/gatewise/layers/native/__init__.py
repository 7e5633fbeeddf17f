"""The layers by the native kernels, on NumPy arrays: what the runtime executes where it can."""

from __future__ import annotations

from gatewise import kernels
from gatewise.layers.native.operations import NativeOperations
from gatewise.layers.reference import ReferenceOperations

__all__ = ["NativeOperations", "runtime_operations"]


def runtime_operations() -> ReferenceOperations:
    """The fastest layers that there are without torch."""
    return NativeOperations() if kernels.native else ReferenceOperations()
