"""A dataset without what only does harm: `gatewise check DATA --fix OUT`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatewise.data.labels import Label
from gatewise.data.read import Dataset
from gatewise.doctor.subject import Subject
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["Cleaned", "cleaned"]


class Cleaned(NamedTuple):
    """What is left of a dataset, and what is not.

    Attributes:
        texts: As they were, in their order.
        labels: One a text.
        dropped: Row numbers by reason, `empty` and `repeated`; a row has one reason.
    """

    texts: list[str]
    labels: list[Label]
    dropped: dict[str, tuple[int, ...]]


def cleaned(dataset: Dataset) -> Cleaned:
    """Drop empty texts, and rows with the text and label of an earlier one.

    Texts that carry several labels stay, once with each: which label is right, only their owner
    can tell.

    Raises:
        InputError: There are no labels, or every text is empty.
    """
    if dataset.labels is None:
        came, remedy = say("there are no labels"), say("Name their column with --label.")
        raise InputError.at(dataset.source, None, came, say("a label in each row"), remedy)
    subject = Subject(dataset)
    if subject.empty.all():
        came, remedy = say("every text is empty"), say("Name the column of the texts with --text.")
        raise InputError.at(dataset.source, None, came, say("texts"), remedy)
    reasons = {"empty": np.flatnonzero(subject.empty), "repeated": subject.repeated}
    out = set(np.concatenate(list(reasons.values())).tolist())
    kept = [index for index in range(len(subject)) if index not in out]
    return Cleaned(
        [dataset.texts[index] for index in kept],
        [dataset.labels[index] for index in kept],
        {name: tuple(dataset.rows[i] for i in found) for name, found in reasons.items()},
    )
