"""Passes progress on, and keeps every sentence, so that what was told is stored with the model."""

from __future__ import annotations

from gatewise.training.progress import EpochRecord, Progress

__all__ = ["Notes"]


class Notes:
    """A `Progress` that remembers what it was told.

    Args:
        progress: Told of everything.
    """

    def __init__(self, progress: Progress) -> None:
        self.sentences: list[str] = []
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
        self.sentences.append(sentence)
        self._progress.note(sentence)

    def add(self, *sentences: str) -> None:
        """Note several sentences."""
        for sentence in sentences:
            self.note(sentence)
