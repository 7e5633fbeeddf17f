"""How numbers and verdicts are worded, so that the page and the terminal say the same.

Shares are fractions in code and percent in words; differences of shares are points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gatewise.evaluation import AnyReport, MultilabelReport, Score
from gatewise.evaluation.intervals import CONFIDENCE
from gatewise.evaluation.metrics import ClassScores
from gatewise.evaluation.report import Against, Baseline
from gatewise.languages import current, say

__all__ = [
    "baseline_name",
    "counted",
    "cut",
    "interval",
    "limits",
    "paragraph",
    "percent",
    "ranked_classes",
    "remarks",
    "standing",
    "verdicts",
]

# From this many rows on, a difference that rounds to 0.0 points can be more than noise.
_MANY_ROWS = 10_000
_VERDICTS = {
    "better than": "The model is better than {than}: {told}.",
    "worse than": "The model is worse than {than}: {told}.",
    "not distinguishable from": "The model is not distinguishable from {than}: {told}.",
}


def percent(share: float) -> str:
    """0.931 as `93.1 %`."""
    return f"{100 * share:.1f} %"


def interval(score: Score) -> str:
    """The limits of a share: `90.7 to 95.1 %`."""
    return limits(score.low, score.high)


def limits(low: float, high: float) -> str:
    """Two shares as the ends of an interval."""
    return say("{low:.1f} to {high:.1f} %", low=100 * low, high=100 * high)


def baseline_name(report: AnyReport) -> str:
    """`linear baseline`, whether or not the report's name for it says that it is one."""
    name = report.baseline.name if report.baseline else ""
    if name == "linear":
        return say("linear baseline")
    return name if "baseline" in name else say("{name} baseline", name=name).strip()


def verdicts(report: AnyReport) -> tuple[str, ...]:
    """A sentence on the model beside its baseline, and one beside another model if there is one."""
    base, other = report.baseline, report.against
    if base is None:
        told = [
            say("There is no baseline beside it: the model is the linear one, or it was left out.")
        ]
    else:
        told = [_verdict(report, say("the {name}", name=baseline_name(report)), base)]
    if other is not None:
        told.append(_verdict(report, other.model, other))
    return tuple(told)


def standing(difference: Score, p_value: float) -> str:
    """`better than`, `worse than` or `not distinguishable from`.

    The test and the interval answer by different means and may disagree at the very border; one
    of the first two is said only where they agree.
    """
    if p_value >= 1 - CONFIDENCE or difference.low <= 0 <= difference.high:
        return "not distinguishable from"
    return "better than" if difference.value > 0 else "worse than"


def remarks(report: AnyReport) -> tuple[str, ...]:
    """A sentence on each kind of row that a reader should know of, and on the reject threshold."""
    counts = report.counts
    sentences = []
    if counts.empty:
        subject = counted(counts.empty, "text is", "texts are")
        sentences.append(say("{texts} empty.", texts=subject))
    if counts.truncated:
        subject = counted(counts.truncated, "text is", "texts are")
        sentences.append(
            say("{texts} longer than the model reads; the rest was cut.", texts=subject)
        )
    sentences += _label_remarks(report)
    if report.rejection is not None:
        kept = report.rejection
        sentences.append(
            say(
                "Answers of a probability of {threshold:.3f} or more, {coverage} of the rows, are "
                "right in {precision} (95 % interval {limits}); the others are rejected.",
                threshold=kept.threshold,
                coverage=percent(kept.coverage),
                precision=percent(kept.precision.value),
                limits=interval(kept.precision),
            )
        )
    return tuple(sentences)


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun; `many` is `one` with an s unless given.

    Only English has a plural: the catalogue of another language has the template of `one`.
    """
    noun = one if count == 1 or current() != "en" else many or f"{one}s"
    template = f"{{n}} {noun}"
    return say(template, n=f"{count:,}")


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one after the other, with a space between them where the language has one."""
    return say(" ").join(sentences)


def ranked_classes(report: AnyReport) -> list[tuple[str, ClassScores]]:
    """Classes by F1, the weakest first; among equals the one with the most rows first."""
    return sorted(
        report.per_class.items(), key=lambda item: (item[1].f1.value, -item[1].support, item[0])
    )


def cut(text: str, columns: int) -> str:
    """`text` in at most `columns` columns, full-width characters taking two; `…` ends a cut one."""
    width = fitting = 0
    for position, character in enumerate(text, start=1):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width < columns:
            fitting = position
        elif width > columns:
            return text[:fitting].rstrip() + "…"
    return text


def _label_remarks(report: AnyReport) -> Iterable[str]:
    unseen = report.counts.unseen_label
    if not isinstance(report, MultilabelReport):
        if unseen:
            yield say(
                "{rows} a label that the model never saw in training: an error whatever the "
                "answer.",
                rows=counted(unseen, "row has", "rows have"),
            )
        return
    if unseen:
        yield say(
            "Rows with a label that the model never saw in training: {count}. Such a label counts "
            "as missed whatever the answer.",
            count=f"{unseen:,}",
        )
    if report.counts.no_label:
        yield say("Rows that carry no label: {count}.", count=f"{report.counts.no_label:,}")


def _verdict(report: AnyReport, than: str, paired: Baseline | Against) -> str:
    digits = 1 if report.n < _MANY_ROWS else 2
    difference, p_value = paired.difference, paired.p_value
    value, low, high = (
        f"{100 * share:+z.{digits}f}"
        for share in (difference.value, difference.low, difference.high)
    )
    measure = "micro-F1" if isinstance(report, MultilabelReport) else "accuracy"
    told = say(
        "{value} points of {measure} (95 % interval {low} to {high}, {chance}, paired on the same "
        "{rows})",
        value=value,
        measure=say(measure),
        low=low,
        high=high,
        chance="p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}",
        rows=counted(report.n, "row"),
    )
    sentence = _VERDICTS[standing(difference, p_value)]
    return say(sentence, than=than, told=told)
