"""Who wants to know how training goes. The command line draws a bar; a library stays silent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Protocol

__all__ = ["EpochRecord", "Passing", "Progress", "Silent"]


@dataclass(frozen=True)
class EpochRecord:
    """What one pass over the training rows gave.

    Args:
        epoch: Counted from 1.
        train_loss: Mean loss of the batches, dropout and smoothing included.
        learning_rate: Of the last step.
        select_loss: Log-loss on the rows that choose the model, at their best temperature, or
            summed over labels; None without such rows.
        select_accuracy: Share of them that is right; None without such rows or with labels.
        select_micro_f1: Of their labels, at the best threshold; None without such rows or labels.
    """

    epoch: int
    train_loss: float
    learning_rate: float
    select_loss: float | None = None
    select_accuracy: float | None = None
    select_micro_f1: float | None = None

    def to_json(self) -> dict[str, float]:
        """The values that are there."""
        return {key: value for key, value in asdict(self).items() if value is not None}


class Progress(Protocol):
    """Told of everything as it happens; must not change anything."""

    def begin(self, task: str, steps: int) -> None:
        """Work of about `steps` equal steps starts."""
        ...

    def step(self) -> None:
        """One step is done."""
        ...

    def epoch(self, record: EpochRecord) -> None:
        """An epoch is done."""
        ...

    def end(self) -> None:
        """The work is done or was stopped."""
        ...

    def note(self, sentence: str) -> None:
        """Something was decided or found that the user should know."""
        ...


class Silent:
    """Tells nobody."""

    def begin(self, task: str, steps: int) -> None: ...

    def step(self) -> None: ...

    def epoch(self, record: EpochRecord) -> None: ...

    def end(self) -> None: ...

    def note(self, sentence: str) -> None: ...


class Passing:
    """Passes everything on; what derives from it does more on the way.

    Args:
        progress: Told of everything.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begin(self, task: str, steps: int) -> None:
        """See `Progress`."""
        self._progress.begin(task, steps)

    def step(self) -> None:
        """See `Progress`."""
        self._progress.step()

    def epoch(self, record: EpochRecord) -> None:
        """See `Progress`."""
        self._progress.epoch(record)

    def end(self) -> None:
        """See `Progress`."""
        self._progress.end()

    def note(self, sentence: str) -> None:
        """See `Progress`."""
        self._progress.note(sentence)
