"""Which of the fitted models `auto` keeps: the simpler one, unless the other is better."""

from __future__ import annotations

from collections.abc import Mapping

from gatewise.data.labels import label_sets, sets_of
from gatewise.evaluation import compare
from gatewise.evaluation.comparison import Comparison
from gatewise.evaluation.indicators import count_sets
from gatewise.evaluation.multilabel_comparison import compare_micro_f1
from gatewise.languages import say
from gatewise.select.calibrate import calibrate
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.notes import Notes
from gatewise.select.parts import Rows

__all__ = ["AUTO", "choose"]

AUTO = ("linear", "textcnn")
"""What `auto` chooses from: the first, which is smaller and faster, unless the second is better."""

_CHANCE = 0.1
"""A network is better when so few lucky draws would make it look so."""


def choose(fits: Mapping[str, Fit], name: str, fitter: Fitter, select: Rows, notes: Notes) -> Fit:
    """The fit called `name`; for `auto` the network if it is better on `select`, else linear."""
    if name != "auto":
        return fits[name]
    if len(fits) < len(AUTO):
        return fits[AUTO[0]]
    known = fitter.known(select)
    if not len(known):
        return fits[AUTO[0]]
    judge = _by_labels if fitter.multilabel else _by_errors
    paired, told = judge(fits, fitter, known)
    better = paired.difference.value > 0 and paired.p_value < _CHANCE
    best = AUTO[1] if better else AUTO[0]
    notes.add(say("{told} Chosen: {best}.", told=told, best=best))
    if not better:
        notes.add(say("The difference may be chance, so the simpler one is kept."))
    return fits[best]


def _by_errors(fits: Mapping[str, Fit], fitter: Fitter, rows: Rows) -> tuple[Comparison, str]:
    linear, network = (
        fits[name].model.score(rows.texts).logits.argmax(axis=1) == fitter.targets(rows)
        for name in AUTO
    )
    told = say(
        "Held out to choose by: {rows}; right of them: {first} {right}, {second} {also}.",
        rows=len(rows),
        first=AUTO[0],
        right=int(linear.sum()),
        second=AUTO[1],
        also=int(network.sum()),
    )
    return compare(network, linear), told


def _by_labels(fits: Mapping[str, Fit], fitter: Fitter, rows: Rows) -> tuple[Comparison, str]:
    """By micro-F1, each with the thresholds that suit it on the same rows."""
    counts = []
    for name in AUTO:
        calibration = calibrate(fits[name], fitter, rows)
        logits = fits[name].model.score(rows.texts).logits  # (N, C)
        given = calibration.decisions(calibration.probabilities(logits))  # (N, C)
        counts.append(count_sets(label_sets(rows.labels), sets_of(given, fitter.classes)))
    paired = compare_micro_f1(counts[1], counts[0])
    told = say(
        "Held out to choose by: {rows}; micro-F1 of {second} less that of {first}: "
        "{difference:+.1f} points.",
        rows=len(rows),
        first=AUTO[0],
        second=AUTO[1],
        difference=100 * paired.difference.value,
    )
    return paired, told
