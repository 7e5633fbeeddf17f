"""onnxruntime with the network that `ported.py` wrote: fp32, or int8 by dynamic quantisation.

The variant is `fp32` or `int8`. Batches of several sizes are tried, each of like length, on all
cores and for single texts on one core as well; whatever is fastest counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Way
from benchmarks.rivals.reading import TOLERANCE, Encoded, Encoder, batches
from numpy.typing import NDArray


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """The graph, quantised on the first call if int8 is asked for."""
    path = folder / ("network.onnx" if variant == "fp32" else "network.int8.onnx")
    if not path.exists():
        _quantise(folder / "network.onnx", path)
    encoder = Encoder(folder)
    classes = np.array(json.loads((folder / "network.json").read_text())["classes"])
    sessions = {count: _session(path, count) for count in dict.fromkeys((threads, 1))}
    ways = {
        f"batches of {size}": Way(_answering(sessions[threads], size, classes), encoder)
        for size in (1, 32, 64, 256)
    }
    return {**ways, "one core": Way(_answering(sessions[1], 1, classes), encoder)}


def _answering(session: Any, size: int, classes: NDArray[np.str_]) -> Any:
    def answer(encoded: Encoded) -> list[str]:
        best = np.zeros(len(encoded.tokens), np.int64)
        for rows in batches(encoded, size):
            x, lengths = encoded.batch(rows)
            logits = session.run(None, {"x": x, "lengths": lengths})[0]
            best[rows] = logits.argmax(axis=1)
        found: list[str] = classes[best].tolist()
        return found

    return answer


def check(folder: Path) -> float:
    """The largest difference of the fp32 graph's logits from ours; it has to be below 1e-4."""
    expected = np.load(folder / "expected.npz")
    session, encoded = _session(folder / "network.onnx", 1), Encoder(folder)(expected["texts"])
    difference = 0.0
    for rows in batches(encoded, 16):
        x, lengths = encoded.batch(rows)
        logits = session.run(None, {"x": x, "lengths": lengths})[0]
        difference = max(difference, float(np.abs(logits - expected["logits"][rows]).max()))
    if difference > TOLERANCE:
        raise ValueError(f"the exported network's logits differ by {difference:.2g}")
    return difference


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _quantise(path: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(path), str(out), weight_type=QuantType.QInt8)


if __name__ == "__main__":
    protocol.main(load=load)
