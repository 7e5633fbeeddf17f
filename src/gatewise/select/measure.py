"""Measuring a trained classifier on labelled rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle
from gatewise.evaluation import Report, build_report
from gatewise.select.parts import Rows

__all__ = ["Measured", "measure"]


@dataclass(frozen=True)
class Measured:
    """A report and what it was made from.

    Args:
        rows: The N labelled texts.
        probabilities: float32, shape (N, C).
        report: The scores.
    """

    rows: Rows
    probabilities: NDArray[np.float32]
    report: Report


def measure(
    bundle: Bundle,
    rows: Rows,
    *,
    baseline: bool = True,
    against: tuple[str, list[str]] | None = None,
) -> Measured:
    """Compare a classifier's answers with the labels.

    Args:
        bundle: The classifier.
        rows: Labelled texts; labels it does not know count as errors.
        baseline: Compare with the stored baseline, if there is one.
        against: Name and answers of another model to the same texts.

    Raises:
        InputError: There are no rows.
    """
    scores = bundle.model.score(rows.texts)
    probabilities = bundle.probabilities(scores)
    beside = None
    if baseline and bundle.baseline is not None:
        beside = ("linear", bundle.baseline.probabilities(rows.texts))
    report = build_report(
        rows.labels,
        probabilities,
        bundle.classes,
        empty=int(scores.empty.sum()),
        truncated=int(scores.truncated.sum()),
        baseline=beside,
        against=against,
        rejection_threshold=bundle.threshold,
    )
    return Measured(rows, probabilities, report)
