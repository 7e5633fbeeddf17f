"""The layers by the native kernels, on NumPy arrays: what the runtime executes where it can."""

from gatewise.layers.native.operations import NativeOperations

__all__ = ["NativeOperations"]
