"""Holds onnxruntime to our logits, and quantises: `python -m benchmarks.rivals.parity OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from benchmarks.rivals.onnxrun import GRAPHS, session_of
from benchmarks.rivals.reading import TOLERANCE, Encoder, batches
from onnxruntime.quantization import QuantType, quantize_dynamic


def check(folder: Path) -> float:
    """The largest difference of the fp32 graph's logits from ours; it has to be below 1e-4.

    Raises:
        ValueError: It is not.
    """
    expected = np.load(folder / "expected.npz")
    session, encoded = session_of(folder / GRAPHS["fp32"], 1), Encoder(folder)(expected["texts"])
    difference = 0.0
    for rows in batches(encoded, 16):
        x, lengths = encoded.batch(rows)
        logits = session.run(None, {"x": x, "lengths": lengths})[0]
        difference = max(difference, float(np.abs(logits - expected["logits"][rows]).max()))
    if difference > TOLERANCE:
        raise ValueError(f"the exported network's logits differ by {difference:.2g}")
    return difference


if __name__ == "__main__":
    out = Path(sys.argv[1])
    print(check(out))
    graphs = (str(out / GRAPHS[kind]) for kind in ("fp32", "int8"))
    quantize_dynamic(*graphs, weight_type=QuantType.QInt8)
