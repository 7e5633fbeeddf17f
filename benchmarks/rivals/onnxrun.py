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
from benchmarks.rivals.reading import Encoded, Encoder, batches
from numpy.typing import NDArray

GRAPHS = {"fp32": "network.onnx", "int8": "network.int8.onnx"}


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """The graph as it is or quantised."""
    path = folder / GRAPHS[variant]
    encoder = Encoder(folder)
    classes = np.array(json.loads((folder / "network.json").read_text())["classes"])
    sessions = {count: session_of(path, count) for count in dict.fromkeys((threads, 1))}
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


def session_of(path: Path, threads: int) -> Any:
    """A session that uses so many threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    protocol.main(load=load)
