"""How training is drawn on stderr."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from gatewise.languages import say
from gatewise.training.progress import EpochRecord

__all__ = ["Bar"]


class Bar:
    """Draws training on stderr: a bar with an estimate on a terminal, a line an epoch elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def begin(self, task: str, steps: int) -> None:
        """Draw an empty bar; work without a known number of steps gets a line instead."""
        if not steps or not self._console.is_terminal:
            self._console.print(f"{task} ...", markup=False)
            return
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[epoch]}"),
            console=self._console,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(task, total=steps, epoch="")

    def step(self) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._bar.advance(self._task)

    def epoch(self, record: EpochRecord) -> None:
        """Tell the epoch's figures."""
        told = say("epoch {epoch}, loss {loss:.3f}", epoch=record.epoch, loss=record.train_loss)
        if record.select_accuracy is not None:
            told += say(", held-out accuracy {accuracy:.1%}", accuracy=record.select_accuracy)
        if self._bar is not None:
            self._bar.update(self._task, epoch=told)
        else:
            self._console.print(f"  {told}", markup=False)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def note(self, sentence: str) -> None:
        """A line above the bar."""
        self._console.print(f"- {sentence}", markup=False)
