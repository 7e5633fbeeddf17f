"""What a run is made of: decisions, roles of rows, fits, the choice between them, measuring."""

from gatewise.select.crossvalidate import cross_validate
from gatewise.select.measure import Measured, measure, with_threshold
from gatewise.select.parts import Rows
from gatewise.select.spread import train_seeds
from gatewise.select.train import Outcome, train

__all__ = [
    "Measured",
    "Outcome",
    "Rows",
    "cross_validate",
    "measure",
    "train",
    "train_seeds",
    "with_threshold",
]
