"""What a fitted model's scores are worth, found on rows that chose nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Calibration
from gatewise.evaluation import find_label_thresholds, fit_sigmoid, fit_temperature
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.parts import Rows
from gatewise.training.examples import class_numbers

__all__ = ["calibrate", "calibrate_logits"]


def calibrate(fit: Fit, fitter: Fitter, rows: Rows) -> Calibration:
    """Temperature, and for several labels a row the threshold of each.

    Args:
        fit: The fitted model.
        fitter: It knows the classes.
        rows: Rows that neither trained nor chose the model; with none nothing is changed, and
            thresholds are 1/2.
    """
    known = fitter.known(rows)
    return calibrate_logits(fit.model.score(known.texts).logits, fitter, known)


def calibrate_logits(logits: NDArray[np.float32], fitter: Fitter, known: Rows) -> Calibration:
    """As `calibrate`, of the logits (N, C) of rows whose labels are known."""
    if not fitter.multilabel:
        if not len(known):
            return Calibration()
        return Calibration(
            temperature=fit_temperature(logits, class_numbers(fitter.targets(known)))
        )
    at_least_one = bool(fitter.config.model.at_least_one)
    if not len(known):
        thresholds = np.full(len(fitter.classes), 0.5)
        return Calibration(thresholds=thresholds, at_least_one=at_least_one)
    targets = fitter.targets(known) > 0  # (N, C)
    scale, shift = fit_sigmoid(logits, targets)
    open_ = Calibration(1 / scale, shift, np.zeros(len(fitter.classes)), at_least_one)
    thresholds = find_label_thresholds(open_.probabilities(logits), targets)
    return Calibration(1 / scale, shift, thresholds, at_least_one)
