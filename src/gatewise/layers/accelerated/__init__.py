"""The layers by the native kernels, with gradients for torch; only training imports them."""

from gatewise.layers.accelerated.operations import AcceleratedOperations

__all__ = ["AcceleratedOperations"]
