"""Checks that onnxruntime gives our logits: `python -m benchmarks.rivals.parity FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.rivals.onnxrun import check

if __name__ == "__main__":
    print(check(Path(sys.argv[1])))
