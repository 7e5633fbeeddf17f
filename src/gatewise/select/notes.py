"""Passes progress on, and keeps every sentence, so that what was told is stored with the model."""

from __future__ import annotations

from gatewise.training.progress import Passing, Progress

__all__ = ["Notes"]


class Notes(Passing):
    """A `Progress` that remembers what it was told.

    Args:
        progress: Told of everything.
    """

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress)
        self.sentences: list[str] = []

    def note(self, sentence: str) -> None:
        """See `Progress`."""
        self.sentences.append(sentence)
        super().note(sentence)

    def add(self, *sentences: str) -> None:
        """Note several sentences."""
        for sentence in sentences:
            self.note(sentence)
