"""Arrays by name in the form of safetensors: a header in JSON, then raw memory, little-endian.

Reading gives views of the bytes that were verified: nothing is copied, and nothing that was not
verified is ever used. Their memory is writable, since some kernels take no other arrays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["read_tensors", "write_tensors"]

_LENGTH = 8
"""Bytes at the start that tell the length of the header."""

_TYPES = {
    "BOOL": "?",
    "U8": "u1",
    "I8": "i1",
    "U16": "<u2",
    "I16": "<i2",
    "F16": "<f2",
    "U32": "<u4",
    "I32": "<i4",
    "F32": "<f4",
    "U64": "<u8",
    "I64": "<i8",
    "F64": "<f8",
}


def read_tensors(content: memoryview) -> dict[str, NDArray[Any]]:
    """The arrays in `content`, by name; they keep it alive.

    Raises:
        ValueError: `content` is not of this form; KeyError and TypeError likewise.
    """
    start = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    header = json.loads(bytes(content[_LENGTH:start]))
    header.pop("__metadata__", None)
    return {name: _view(content, start, entry) for name, entry in header.items()}


def _view(content: memoryview, start: int, entry: Mapping[str, Any]) -> NDArray[Any]:
    kind = np.dtype(_TYPES[entry["dtype"]])
    begin, end = entry["data_offsets"]
    count, rest = divmod(end - begin, kind.itemsize)
    if rest or not 0 <= begin <= end <= len(content) - start:
        raise ValueError(f"no {entry['dtype']} from byte {begin} to {end}")
    values = np.frombuffer(content, kind, count, start + begin) if count else np.empty(0, kind)
    # Copies only what a processor could not read as it lies there.
    return np.require(values.reshape(entry["shape"]), kind.newbyteorder("="), "A")


def write_tensors(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The inverse of `read_tensors`; equal arrays give equal bytes."""
    from safetensors.numpy import save

    # The format stores raw memory, so views and foreign byte orders must be laid out first.
    return save({name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())})
