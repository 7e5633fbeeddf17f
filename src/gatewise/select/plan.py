"""How much work a run may be: which models `auto` tries, for how many epochs, once or twice.

A plan follows from the size of the data, the settings and the time budget alone, by a fixed table
of what work costs, so the same run can be repeated to the byte. The clock only stops a run whose
machine is slower than the table's; see `Brake`.

Legend: N texts, T mean tokens of a text.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from gatewise.training.progress import Passing, Progress

__all__ = ["AUTO", "SHORT", "Brake", "OutOfTimeError", "Plan", "Size", "plan"]

AUTO = ("linear", "textcnn", "bilstm")
"""What `auto` unites, the cheapest first; of short texts all but the last."""

SHORT = 40
"""Tokens. On seven sets of shorter texts a BiLSTM beside the other two took twice their time and
added nothing; see docs/decisions/0018."""

_TEXT = 7e-5
"""Seconds for a text of a batch, whatever its length; two cores with AVX-512, like those below."""

_TOKEN = {"linear": 2.5e-6, "textcnn": 4e-6, "cnn-lstm": 7e-6, "lstm": 6e-6}
_OTHER = 1e-5
"""Seconds for a token that a model learns from once."""

_READING = 5.0
"""Seconds to start, read, choose and measure."""

_LONGEST = 512
"""Tokens; what is cut off costs nothing."""


@dataclass(frozen=True)
class Size:
    """What the work grows with.

    Args:
        rows: N.
        tokens: T.
    """

    rows: int
    tokens: float

    @property
    def models(self) -> tuple[str, ...]:
        """What `auto` tries if time allows."""
        return AUTO if self.tokens > SHORT else AUTO[:-1]

    @property
    def usual(self) -> float:
        """Seconds without a budget: three minutes for 10,000 short texts, 14 for 25,000 reviews."""
        return 120 + self.rows * (4e-3 + 1e-4 * self.tokens)


@dataclass(frozen=True)
class Plan:
    """What a run does.

    Args:
        models: In the order of their fits.
        epochs: Of each network.
        adversarial: Each text is learnt from twice, once moved.
        refit: Everything is learnt once more from all rows.
    """

    models: tuple[str, ...]
    epochs: int
    adversarial: bool
    refit: bool

    def seconds(self, size: Size) -> float:
        """What the plan costs by the table."""
        return _READING + sum(self._cost(model, size) for model in self.models)

    def _cost(self, model: str, size: Size) -> float:
        tokens = min(size.tokens, _LONGEST)
        once = _TEXT + tokens * _TOKEN.get(model, _OTHER)
        passes = 1 if model == "linear" else self.epochs * (1 + self.adversarial)
        return size.rows * once * passes * (1 + self.refit)


def plan(wanted: Plan, size: Size, budget: float, *, open_: Collection[str]) -> Plan:
    """The first of ever smaller plans that fits the budget.

    Args:
        wanted: What is done if time allows.
        size: Of the data.
        budget: Seconds.
        open_: The fields of the plan that may be made smaller; the user decided the others.
    """
    smallest = wanted
    for smallest in _smaller(wanted, open_):
        if smallest.seconds(size) <= budget:
            break
    return smallest


def _smaller(plan: Plan, open_: Collection[str]) -> Iterator[Plan]:
    """What is given up one after the other: what gains least for its time goes first."""
    yield plan
    if "adversarial" in open_:
        plan = replace(plan, adversarial=False)
        yield plan
    if "refit" in open_:
        plan = replace(plan, refit=False)
        yield plan
    if "models" in open_ and len(plan.models) > 2:
        plan = replace(plan, models=plan.models[:2])
        yield plan
    if "epochs" in open_:
        for epochs in range(plan.epochs - 1, 0, -1):
            plan = replace(plan, epochs=epochs)
            yield plan
    if "models" in open_:
        yield replace(plan, models=plan.models[:1])


class OutOfTimeError(KeyboardInterrupt):
    """The budget is spent; like the user's own stop, it keeps the best so far."""


class Brake(Passing):
    """Passes progress on, and stops a run that has spent its budget.

    Args:
        progress: Told of everything.
        seconds: From now on.
    """

    def __init__(self, progress: Progress, seconds: float) -> None:
        super().__init__(progress)
        self._end = time.monotonic() + seconds

    def begin(self, task: str, steps: int) -> None:
        """See `Progress`."""
        self._check()
        super().begin(task, steps)

    def step(self) -> None:
        """See `Progress`."""
        super().step()
        self._check()

    def _check(self) -> None:
        if time.monotonic() > self._end:
            raise OutOfTimeError
