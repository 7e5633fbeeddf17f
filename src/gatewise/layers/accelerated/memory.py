"""The memory of tensors as NumPy arrays."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from torch import Tensor

__all__ = ["array"]


def array(tensor: Tensor) -> NDArray[Any]:
    """The values of `tensor`, contiguous; not copied if they are already."""
    values: NDArray[Any] = tensor.detach().contiguous().numpy()
    return values
