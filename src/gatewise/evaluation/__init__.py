"""How good is it, how sure is that, and when should it rather not answer? NumPy only.

`build_report` measures a classifier on labelled rows; `fit_temperature` calibrates one;
`find_threshold` finds where it should stay silent; `compare` holds two against each other. Where a
row may carry several labels, `build_multilabel_report`, `fit_sigmoid` and `find_label_thresholds`
do so, and `decide` gives the labels.
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
from gatewise.evaluation.decisions import decide, find_label_thresholds
from gatewise.evaluation.intervals import Score, wilson
from gatewise.evaluation.multilabel import (
    AnyReport,
    MultilabelReport,
    build_multilabel_report,
)
from gatewise.evaluation.probabilities import brier, log_loss, pr_auc, roc_auc
from gatewise.evaluation.rejection import Rejection, find_threshold, measure_threshold
from gatewise.evaluation.report import Report, build_report
from gatewise.evaluation.scaling import fit_sigmoid, sigmoid

__all__ = [
    "AnyReport",
    "MultilabelReport",
    "Rejection",
    "Report",
    "Score",
    "brier",
    "build_multilabel_report",
    "build_report",
    "compare",
    "confusion",
    "decide",
    "expected_calibration_error",
    "find_label_thresholds",
    "find_threshold",
    "fit_sigmoid",
    "fit_temperature",
    "log_loss",
    "log_softmax",
    "measure_threshold",
    "pr_auc",
    "reliability",
    "roc_auc",
    "sigmoid",
    "softmax",
    "wilson",
]
