"""A whole run: decide what the user left open, train, choose, calibrate, measure."""

from gatewise.select.measure import Measured, measure, with_threshold
from gatewise.select.parts import Rows
from gatewise.select.train import Outcome, train

__all__ = ["Measured", "Outcome", "Rows", "measure", "train", "with_threshold"]
