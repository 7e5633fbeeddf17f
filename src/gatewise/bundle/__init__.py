"""The model folder: what is in it, how it is written without loss and read without trust."""

from gatewise.bundle.calibrated import Calibration
from gatewise.bundle.layout import FORMAT, LAYOUT, Layout
from gatewise.bundle.read import is_model_folder, read_bundle
from gatewise.bundle.trained import Baseline, Bundle
from gatewise.bundle.write import write_bundle

__all__ = [
    "FORMAT",
    "LAYOUT",
    "Baseline",
    "Bundle",
    "Calibration",
    "Layout",
    "is_model_folder",
    "read_bundle",
    "write_bundle",
]
