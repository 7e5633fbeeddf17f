"""Weights in 8 bits a value, where that costs next to nothing on rows the model did not learn."""

from __future__ import annotations

from dataclasses import replace

from gatewise.config import Config
from gatewise.languages import say
from gatewise.models import LinearModel
from gatewise.select.calibrate import calibrate_logits
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.notes import Notes
from gatewise.select.parts import Rows

__all__ = ["LOSS", "compact"]

LOSS = 0.005
"""Share of accuracy, or of micro-F1 for several labels a text, that rounding may cost."""


def compact(fit: Fit, fitter: Fitter, select: Rows, notes: Notes) -> Fit:
    """The fit with rounded weights, if `model.weights` asks for it and little is lost.

    Args:
        fit: What was chosen; the linear model always has weights of 8 bits.
        fitter: What fitted it.
        select: Held-out rows to compare on; without any, nothing is rounded.
        notes: Told of the sizes and of what is lost, and why weights stay as they are.
    """
    if fit.config.model.weights == "fp32" or isinstance(fit.model, LinearModel):
        return fit
    rows = fitter.known(select)
    if not len(rows):
        notes.add(say("Weights stay in fp32: there are no held-out rows to measure int8 on."))
        return replace(fit, config=_in_full(fit.config))
    rounded = replace(fit, model=fit.model.rounded())
    before, after = _right(fit, fitter, rows), _right(rounded, fitter, rows)
    told = say(
        "Weights in int8: {small:,.1f} MB instead of {large:,.1f} MB, {after:.1%} instead of "
        "{before:.1%} right of {rows:,} held-out rows.",
        small=_megabytes(rounded),
        large=_megabytes(fit),
        after=after,
        before=before,
        rows=len(rows),
    )
    if before - after <= LOSS:
        notes.add(told)
        return rounded
    kept = say("More than {loss:.1%} would be lost, so they stay in fp32.", loss=LOSS)
    notes.add(f"{told} {kept}")
    return replace(fit, config=_in_full(fit.config))


def _in_full(config: Config) -> Config:
    return replace(config, model=replace(config.model, weights="fp32"))


def _right(fit: Fit, fitter: Fitter, rows: Rows) -> float:
    """Accuracy; micro-F1 for several labels a row, with the thresholds that suit it here."""
    logits, targets = fit.model.score(rows.texts).logits, fitter.targets(rows)  # (N, C)
    if not fitter.multilabel:
        return float((logits.argmax(axis=1) == targets).mean())
    calibration = calibrate_logits(logits, fitter, rows)
    given = calibration.decisions(calibration.probabilities(logits))  # (N, C)
    return float(2 * (given & targets).sum() / max(given.sum() + targets.sum(), 1))


def _megabytes(fit: Fit) -> float:
    return sum(array.nbytes for array in fit.model.to_arrays().values()) / 1e6
