"""Which rows learn, which choose the model, and which are left to measure and calibrate it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.config import DataConfig
from gatewise.data.labels import Label, as_sets, count_labels, is_multilabel
from gatewise.data.split import overlap, split, split_for_training
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Parts", "Rows", "divide", "join"]


@dataclass(frozen=True)
class Rows:
    """N labelled texts.

    Args:
        texts: Raw texts.
        labels: Their labels: a name each, or a set of names each.
        weights: What each row counts beside the others, shape (N,); None: all the same.
        notes: What was decided when they were read; stored with the model.
    """

    texts: Sequence[str]
    labels: Sequence[Label]
    weights: NDArray[np.float32] | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def multilabel(self) -> bool:
        """Whether rows carry sets of labels."""
        return is_multilabel(self.labels)

    def of_kind(self, kind: str) -> Rows:
        """The same rows as `multiclass` or `multilabel`; a single label is a set of one.

        Raises:
            InputError: Rows with sets of labels where each should have one.
        """
        if kind == "multiclass" and self.multilabel:
            raise InputError(
                say(
                    "These rows carry several labels each, but the model gives one label a text; "
                    "expected rows with one label. Choose a column with one, or train a model on "
                    "rows with several."
                )
            )
        if kind == "multilabel" and not self.multilabel:
            return replace(self, labels=as_sets(self.labels))
        return self

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Rows:
        """The given rows, by number or by mask."""
        numbers = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return Rows(
            [self.texts[i] for i in numbers],
            [self.labels[i] for i in numbers],
            None if self.weights is None else self.weights[numbers],
        )


@dataclass(frozen=True)
class Parts:
    """The three roles of a run's rows.

    Args:
        train: Learnt from.
        select: Choose the epoch and the model.
        calibrate: Chose nothing; temperature, thresholds and the report come from them.
        given: The last two were given by the user, so the final fit must not learn from them.
        notes: What the user should know.
    """

    train: Rows
    select: Rows
    calibrate: Rows
    given: bool
    notes: tuple[str, ...]


def divide(rows: Rows, valid: Rows | None, config: DataConfig, seed: int) -> Parts:
    """Give every row its role.

    Args:
        rows: Training rows; a share of them is held out when `valid` is None.
        valid: Rows given for validation; half of them choose, half measure.
        config: Shares, with `valid_share` decided.
        seed: Of the division.

    Raises:
        InputError: The training part has fewer than two classes.
    """
    if valid is None:
        share = config.valid_share or 0.0
        cut = split_for_training(
            rows.texts,
            rows.labels,
            shares={"train": 1 - share, "select": share / 2, "calibrate": share / 2},
            seed=seed,
            shuffle=config.shuffle,
        )
        parts = Parts(
            rows.take(cut.train), rows.take(cut.select), rows.take(cut.calibrate), False, cut.notes
        )
    else:
        shares = {"select": 0.5, "calibrate": 0.5}
        halves = split(valid.texts, valid.labels, shares=shares, seed=seed)
        halves_of = {name: valid.take(numbers) for name, numbers in halves.items()}
        notes = (
            say(
                "Of the {rows} validation rows {select} choose and {calibrate} calibrate and "
                "measure.",
                rows=len(valid),
                select=len(halves["select"]),
                calibrate=len(halves["calibrate"]),
            ),
            *_told_overlap(rows, valid),
        )
        parts = Parts(rows, halves_of["select"], halves_of["calibrate"], True, notes)
    found = list(count_labels(parts.train.labels))
    if len(found) < 2:
        raise InputError(
            say(
                "The training part holds the label {label!r} only; expected at least two "
                "classes. Give more rows, or leave out --no-shuffle if the file is sorted.",
                label="".join(found),
            )
        )
    return parts


def join(*parts: Rows) -> Rows:
    """All rows of `parts`, one after the other."""
    texts = [text for part in parts for text in part.texts]
    labels = [label for part in parts for label in part.labels]
    if all(part.weights is None for part in parts):
        return Rows(texts, labels)
    each = [np.ones(len(p), np.float32) if p.weights is None else p.weights for p in parts]
    return Rows(texts, labels, np.concatenate(each))


def _told_overlap(train: Rows, valid: Rows) -> list[str]:
    repeated = int(overlap(train.texts, valid.texts).sum())
    if not repeated:
        return []
    return [
        say(
            "{repeated} of {rows} validation texts also stand in the training rows.",
            repeated=repeated,
            rows=len(valid),
        )
    ]
