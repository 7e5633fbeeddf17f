"""Findings on texts that occur more than once, in a file or in two.

Texts are the same after folding case, width and white space.
"""

from __future__ import annotations

from itertools import chain

from gatewise.data.labels import is_multilabel
from gatewise.data.problems import counted
from gatewise.doctor.finding import Finding, excerpt, quoted
from gatewise.doctor.subject import Pair, Subject
from gatewise.languages import say

__all__ = ["conflicting_labels", "conflicting_overlap", "overlapping_texts", "repeated_rows"]


def repeated_rows(subject: Subject) -> Finding | None:
    """Rows with the text and the label of an earlier one."""
    again = subject.repeated
    if not len(again):
        return None
    return subject.finding(
        "repeated_rows",
        "warning",
        message=say(
            "{rows} with the text and label of an earlier row, {share} ({places}).",
            rows=counted(len(again), "row"),
            share=subject.share(again),
            places=subject.places(again),
        ),
        remedy=say(
            "gatewise check FILE --fix OUT writes the file without them. A split by chance "
            "would put the same text on both sides; Gatewise's own does not."
        ),
        indices=again,
    )


def conflicting_labels(subject: Subject) -> Finding | None:
    """Texts that carry several labels within the file."""
    conflicts, dataset = subject.conflicts, subject.dataset
    if not conflicts or dataset.labels is None:
        return None
    indices = sorted(chain.from_iterable(conflicts))
    first = conflicts[0]
    other = next(index for index in first if dataset.labels[index] != dataset.labels[first[0]])
    text = excerpt(dataset.texts[first[0]])
    shown = say(
        "{label} in {place} and {other} in {there}",
        label=quoted(dataset.labels[first[0]]),
        place=subject.places([first[0]]),
        other=quoted(dataset.labels[other]),
        there=subject.places([other]),
    )
    if is_multilabel(dataset.labels):
        message = say(
            "Texts that repeat with other labels: {texts}, in {rows} rows ({places}). For one, "
            "{text} is {labels}.",
            texts=len(conflicts),
            rows=len(indices),
            places=subject.places(indices),
            text=text,
            labels=shown,
        )
        remedy = say(
            "Give each such text the same labels in all its rows; until then some count as "
            "errors, whatever the answer. --fix keeps them."
        )
    else:
        message = say(
            "{texts} with several labels, in {rows} rows ({places}). For one, {text} is {labels}.",
            texts=counted(len(conflicts), "text"),
            rows=len(indices),
            places=subject.places(indices),
            text=text,
            labels=shown,
        )
        remedy = say(
            "Give each such text one label; until then some of its rows count as errors, "
            "whatever the answer. --fix keeps them."
        )
    return subject.finding(
        "conflicting_labels", "warning", message=message, remedy=remedy, indices=indices
    )


def overlapping_texts(pair: Pair) -> Finding | None:
    """Texts that an earlier file has too."""
    later, shared = pair.later, pair.shared
    if not len(shared):
        return None
    return later.finding(
        "overlapping_texts",
        "warning",
        message=say(
            "{texts} also in {source}, {share} ({places}).",
            texts=counted(len(shared), "text"),
            source=pair.earlier.dataset.source,
            share=later.share(shared),
            places=later.places(shared),
        ),
        remedy=say(
            "Take them out of one of the files: a score on texts that were trained on tells "
            "memory, not skill."
        ),
        indices=shared.tolist(),
    )


def conflicting_overlap(pair: Pair) -> Finding | None:
    """Texts that an earlier file has under other labels."""
    later, found = pair.later, pair.contradicting
    if not len(found):
        return None
    return later.finding(
        "conflicting_overlap",
        "warning",
        message=say(
            "{texts} under another label in {source} ({places}).",
            texts=counted(len(found), "text"),
            source=pair.earlier.dataset.source,
            places=later.places(found),
        ),
        remedy=say("Give each such text the same label in both files."),
        indices=found.tolist(),
    )
