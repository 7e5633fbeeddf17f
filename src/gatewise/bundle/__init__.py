"""The model folder: what is in it, how it is written without loss and read without trust."""

from gatewise.bundle.calibrated import Calibration
from gatewise.bundle.layout import FORMAT, LAYOUT, Layout
from gatewise.bundle.read import is_model_folder, read_bundle, unpack
from gatewise.bundle.trained import Baseline, Bundle
from gatewise.bundle.write import pack, write_bundle

__all__ = [
    "FORMAT",
    "LAYOUT",
    "Baseline",
    "Bundle",
    "Calibration",
    "Layout",
    "is_model_folder",
    "pack",
    "read_bundle",
    "unpack",
    "write_bundle",
]
