"""How good is it, how sure is that, and when should it rather not answer? NumPy only.

`build_report` measures a classifier on labelled rows; `fit_temperature` calibrates one;
`find_threshold` finds where it should stay silent; `compare` holds two against each other.
"""

from __future__ import annotations

from gatewise.evaluation.calibration import (
    expected_calibration_error,
    fit_temperature,
    log_softmax,
    reliability,
    softmax,
)
from gatewise.evaluation.comparison import compare
from gatewise.evaluation.confusion import confusion
from gatewise.evaluation.intervals import Score, wilson
from gatewise.evaluation.probabilities import brier, log_loss, roc_auc
from gatewise.evaluation.rejection import Rejection, find_threshold, measure_threshold
from gatewise.evaluation.report import Report, build_report

__all__ = [
    "Rejection",
    "Report",
    "Score",
    "brier",
    "build_report",
    "compare",
    "confusion",
    "expected_calibration_error",
    "find_threshold",
    "fit_temperature",
    "log_loss",
    "log_softmax",
    "measure_threshold",
    "reliability",
    "roc_auc",
    "softmax",
    "wilson",
]
