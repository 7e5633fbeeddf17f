"""Arrays in the form of safetensors: the package's own reader is the specification."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from safetensors.numpy import load

from gatewise.bundle.tensors import read_tensors, write_tensors

KINDS = [np.dtype(kind) for kind in ("?", "u1", "i1", "u2", "f2", "i4", "f4", "u8", "i8", "f8")]
ARRAYS = npst.arrays(st.sampled_from(KINDS), npst.array_shapes(min_side=0, max_side=4))


@given(st.dictionaries(st.text(max_size=5).filter("__metadata__".__ne__), ARRAYS, max_size=4))
def test_what_is_written_is_read_as_the_package_reads_it(arrays: dict[str, NDArray[Any]]) -> None:
    content = write_tensors(arrays)
    read, wanted = read_tensors(memoryview(content)), load(content)
    assert read.keys() == wanted.keys() == arrays.keys()
    for name, array in arrays.items():
        assert (read[name].dtype, read[name].shape) == (array.dtype, array.shape)
        assert_array_equal(read[name], wanted[name])


def test_reading_copies_nothing() -> None:
    content = bytearray(write_tensors({"a": np.arange(6, dtype=np.float32).reshape(2, 3)}))
    array = read_tensors(memoryview(content))["a"]
    assert np.shares_memory(array, np.frombuffer(content, np.uint8))
    assert array.flags.writeable  # as the LSTM's kernel wants its weights


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [2], "data_offsets": [0, 12]},
        {"dtype": "F32", "shape": [2], "data_offsets": [-4, 4]},
        {"dtype": "F32", "shape": [1], "data_offsets": [8, 4]},
        {"dtype": "F32", "shape": [1], "data_offsets": [0, 3]},
        {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [2], "data_offsets": [0, 1 << 70]},
        {"dtype": "F32", "shape": [2], "data_offsets": "ab"},
        {"dtype": "F99", "shape": [2], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": None},
        7,
    ],
)
def test_a_header_that_does_not_fit_is_refused(entry: object) -> None:
    header = json.dumps({"a": entry}).encode()
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_tensors(memoryview(len(header).to_bytes(8, "little") + header + bytes(8)))


@pytest.mark.parametrize("content", [b"", b"\xff" * 9, bytes(8), (2).to_bytes(8, "little") + b"[]"])
def test_what_has_no_header_is_refused(content: bytes) -> None:
    with pytest.raises((AttributeError, TypeError, ValueError)):
        read_tensors(memoryview(content))
