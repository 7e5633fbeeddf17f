from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gatewise.evaluation import Score
from gatewise.evaluation.report import Against, Baseline, Counts
from gatewise.report.words import (
    cut,
    interval,
    percent,
    ranked_classes,
    remarks,
    standing,
    verdicts,
)
from report.samples import sample_page, single


def test_shares_are_told_in_percent() -> None:
    assert percent(0.9314) == "93.1 %"
    assert interval(Score(0.9, 0.0, 1.0)) == "0.0 to 100.0 %"


@pytest.mark.parametrize(
    ("difference", "p_value", "expected"),
    [
        (Score(0.02, 0.01, 0.03), 0.001, "better than"),
        (Score(-0.02, -0.03, -0.01), 0.001, "worse than"),
        (Score(0.02, -0.01, 0.05), 0.2, "not distinguishable from"),
        (Score(0.02, -0.001, 0.05), 0.049, "not distinguishable from"),
        (Score(0.02, 0.001, 0.05), 0.051, "not distinguishable from"),
        (Score(0.0, 0.0, 0.0), 1.0, "not distinguishable from"),
    ],
)
def test_a_verdict_needs_the_test_and_the_interval(
    difference: Score, p_value: float, expected: str
) -> None:
    assert standing(difference, p_value) == expected


def test_verdicts_name_what_stands_beside() -> None:
    report = dataclasses.replace(
        single(sample_page()),
        n=2000,
        baseline=Baseline("linear", 0.9, 0.9, Score(0.019, 0.004, 0.034), 0.012),
        against=Against("old-model", 0.9, Score(-0.0001, -0.03, 0.01), 0.0001),
    )
    first, second = verdicts(report)
    assert first == (
        "The model is better than the linear baseline: +1.9 points of accuracy "
        "(95 % interval +0.4 to +3.4, p = 0.012, paired on the same 2,000 rows)."
    )
    assert second.startswith("The model is not distinguishable from old-model: +0.0 points")
    assert "p < 0.001" in second


def test_no_baseline_is_told() -> None:
    assert verdicts(single(sample_page(baseline=False))) == (
        "There is no baseline beside it: the model is the linear one, or it was left out.",
    )


def test_many_rows_tell_small_differences() -> None:
    report = dataclasses.replace(
        single(sample_page()),
        n=1_000_000,
        baseline=Baseline("linear baseline", 0.9, 0.9, Score(0.0004, 0.0002, 0.0006), 0.001),
    )
    assert "better than the linear baseline: +0.04 points" in verdicts(report)[0]


def test_remarks_tell_counts_that_are_not_zero() -> None:
    report = single(sample_page())
    assert remarks(dataclasses.replace(report, counts=Counts(0, 0, 0))) == ()
    told = remarks(dataclasses.replace(report, counts=Counts(1, 1200, 1)))
    assert [sentence.split()[0] for sentence in told] == ["1", "1,200", "1"]
    assert told[0] == "1 text is empty."
    assert told[1].startswith("1,200 texts are longer")
    assert told[2].startswith("1 row has a label")


def test_classes_are_ranked_by_f1() -> None:
    scores = [row.f1.value for _, row in ranked_classes(single(sample_page()))]
    assert scores == sorted(scores)


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_cut_text_fits(text: str, columns: int) -> None:
    assert cut(text, 10**6) == text
    shown = cut(text, columns)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@given(st.text(alphabet="ab 体育，"), st.integers(min_value=1, max_value=30))
def test_cut_counts_columns(text: str, columns: int) -> None:
    assert cell_len(cut(text, columns)) <= columns
