"""The numbers behind the risk-coverage curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.evaluation.intervals import wilson_limits

__all__ = ["RiskCoverage", "risk_coverage"]

Floats = NDArray[np.float64]

# A share of fewer rows says little, and its interval would set the scale of the whole plot.
_FEWEST = 20


@dataclass(frozen=True, eq=False)
class RiskCoverage:
    """What withholding unsure answers brings; (P,) each, coverage rising to 1.

    `coverage` is the share of rows answered, the most confident first, `risk` the share of wrong
    answers among them, `low` and `high` its 95 % limits at that point alone (Wilson), `threshold`
    the least confidence that is answered.
    """

    coverage: Floats
    risk: Floats
    low: Floats
    high: Floats
    threshold: Floats

    def at(self, coverage: float) -> int:
        """Position of the point nearest to a coverage."""
        return int(np.abs(self.coverage - coverage).argmin())


def risk_coverage(
    confidence: NDArray[np.floating[Any]], correct: NDArray[np.bool_], *, points: int = 200
) -> RiskCoverage:
    """The curve of El-Yaniv & Wiener 2010 (JMLR 11), in at most `points` points.

    Rows of equal confidence are answered together, so their order changes nothing. The curve starts
    at 20 rows, or at all of them where there are fewer.

    Args:
        confidence: (N,) top probabilities, N > 0.
        correct: (N,) whether the answer was right.
        points: Most points to keep, evenly spread over the coverage.
    """
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order].astype(np.float64)
    wrong = np.cumsum(~correct[order])
    first = min(_FEWEST, len(ranked))
    wanted = np.unique(np.linspace(first, len(ranked), points).astype(np.int64))
    answered = np.unique(np.searchsorted(-ranked, -ranked[wanted - 1], side="right"))
    risk = wrong[answered - 1] / answered
    low, high = wilson_limits(risk, answered.astype(np.float64))
    return RiskCoverage(answered / len(ranked), risk, low, high, ranked[answered - 1])
