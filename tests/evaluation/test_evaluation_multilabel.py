from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from gatewise.errors import InputError
from gatewise.evaluation import MultilabelReport, Score, build_multilabel_report
from gatewise.evaluation.indicators import Indicators
from gatewise.evaluation.label_averages import macro_f1

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

KEYS = {
    "n",
    "accuracy",
    "subset_accuracy",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "micro_f1",
    "micro_precision",
    "micro_recall",
    "weighted_f1",
    "log_loss",
    "hamming_loss",
    "per_class",
    "confusion",
    "baseline",
    "calibration",
    "rejection",
    "counts",
}
AVERAGED = {
    f"{average}_{name}": (average, function)
    for average in ("macro", "micro", "weighted")
    for name, function in (
        ("f1", reference.f1_score),
        ("precision", reference.precision_score),
        ("recall", reference.recall_score),
    )
    if average != "weighted" or name == "f1"
}


def names(table: Bools, classes: list[str]) -> list[tuple[str, ...]]:
    return [
        tuple(label for label, held in zip(classes, row, strict=True) if held)
        for row in table.tolist()
    ]


def answers(
    seed: int, rows: int, classes: int, *, density: float = 0.4
) -> tuple[Bools, Floats, Bools, list[str]]:
    """Truth, probabilities, decisions, labels; some labels are in no row or never given."""
    rng = np.random.default_rng(seed)
    rates = rng.random(classes) * 2 * density * (rng.random(classes) < 0.9)
    true = rng.random((rows, classes)) < rates
    probabilities = 1 / (1 + np.exp(-(rng.normal(size=true.shape) + 2.0 * true - 1)))
    decisions = probabilities > np.where(rng.random(classes) < 0.1, 1, 0.5)
    return true, probabilities, decisions, [f"c{index:03}" for index in range(classes)]


def report_of(seed: int, rows: int, classes: int, **options: Any) -> MultilabelReport:
    true, probabilities, decisions, labels = answers(seed, rows, classes)
    return build_multilabel_report(
        names(true, labels), probabilities, labels, decisions=decisions, **options
    )


def strict(document: dict[str, object]) -> dict[str, Any]:
    loaded = json.loads(json.dumps(document, allow_nan=False))
    assert loaded == document
    return dict(loaded)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(3, 6), st.booleans())
def test_values_are_scikit_learns(seed: int, rows: int, classes: int, strangers: bool) -> None:
    true, probabilities, decisions, labels = answers(seed, rows, classes)
    known = classes - 1 if strangers else classes
    report = build_multilabel_report(
        names(true, labels),
        probabilities[:, :known],
        labels[:known],
        decisions=decisions[:, :known],
    )
    held = true[:, : len(report.confusion.labels)]  # a stranger that no row carries is unknown
    given_labels = decisions[:, : held.shape[1]] & (np.arange(held.shape[1]) < known)
    for key, (average, function) in AVERAGED.items():
        score: Score = getattr(report, key)
        expected = function(held, given_labels, average=average, zero_division=0)
        assert score.value == pytest.approx(expected), key
        assert 0 <= score.low <= score.value <= score.high <= 1
        assert score.low < score.high, "a finite sample never proves a score"
    assert report.accuracy == report.subset_accuracy
    assert report.accuracy.value == pytest.approx((held == given_labels).all(axis=1).mean())
    assert report.hamming_loss == pytest.approx((held != given_labels).mean())
    assert report.counts.no_label == (~held.any(axis=1)).sum()
    check_labels(report, held, given_labels)
    strict(report.to_json())


def check_labels(report: MultilabelReport, held: Bools, given_labels: Bools) -> None:
    counts = reference.multilabel_confusion_matrix(held, given_labels)
    assert report.to_json()["confusion"] == {
        "labels": list(report.per_class),
        "counts": counts.tolist(),
    }
    expected = reference.precision_recall_fscore_support(held, given_labels, zero_division=0)
    for scores, *values in zip(report.per_class.values(), *expected, strict=True):
        ours = [scores.precision.value, scores.recall.value, scores.f1.value, scores.support]
        assert ours == pytest.approx(values)


def test_keys_are_the_designs() -> None:
    document = strict(report_of(0, 50, 4).to_json())
    assert set(document) == KEYS
    assert document["baseline"] is None
    assert document["rejection"] is None
    assert set(document["calibration"]) == {"ece", "brier"}
    assert set(document["counts"]) == {"empty", "truncated", "unseen_label", "no_label"}
    assert set(document["per_class"]["c000"]) == {"precision", "recall", "f1", "support"}


def test_keys_of_what_was_asked_for() -> None:
    true, _, decisions, labels = answers(0, 50, 4)
    report = report_of(
        0,
        50,
        4,
        empty=1,
        truncated=2,
        baseline=("linear", true),
        against=("models/old", names(decisions, labels)),
    )
    document = strict(report.to_json())
    assert set(document) == KEYS | {"against"}
    shared = {"accuracy", "micro_f1", "difference", "p_value"}
    assert set(document["baseline"]) == shared | {"name", "macro_f1"}
    assert set(document["against"]) == shared | {"model"}
    assert document["baseline"]["micro_f1"] == document["baseline"]["accuracy"] == 1
    assert document["baseline"]["difference"]["value"] == report.micro_f1.value - 1
    assert document["against"]["micro_f1"] == report.micro_f1.value
    assert document["against"]["difference"]["value"] == 0
    assert document["counts"]["empty"] == 1
    assert document["counts"]["truncated"] == 2


def test_scores_of_probabilities_are_scikit_learns() -> None:
    true, probabilities, decisions, labels = answers(3, 80, 5)
    report = build_multilabel_report(
        names(true, labels), probabilities, labels, decisions=decisions
    )
    columns = range(5)
    losses = [reference.log_loss(true[:, c], probabilities[:, c], labels=[0, 1]) for c in columns]
    assert report.log_loss == pytest.approx(np.mean(losses))
    briers = [reference.brier_score_loss(true[:, c], probabilities[:, c]) for c in columns]
    assert report.calibration.brier == pytest.approx(np.mean(briers))
    exact = build_multilabel_report(
        names(true, labels), true.astype(np.float32), labels, decisions=decisions
    )
    assert exact.log_loss == pytest.approx(0, abs=1e-6)
    assert exact.calibration.ece == 0


def test_labels_never_seen_are_missed() -> None:
    probabilities = np.array([[0.9, 0.1], [0.9, 0.9], [0.2, 0.1]])
    report = build_multilabel_report(
        [("a", "z"), ("a", "b"), ("y", "z")],
        probabilities,
        ["a", "b"],
        decisions=probabilities > 0.5,
    )
    assert report.counts.unseen_label == 2
    assert report.counts.no_label == 0
    assert report.confusion.labels == ("a", "b", "y", "z")
    assert report.per_class["z"].support == 2
    assert report.per_class["z"].f1.value == 0
    assert report.micro_precision.value == 1
    assert report.micro_recall.value == pytest.approx(3 / 6)
    assert report.accuracy.value == pytest.approx(1 / 3)
    assert report.classes == ("a", "b")


def test_rows_without_labels() -> None:
    none = np.zeros((3, 2))
    report = build_multilabel_report([()] * 3, none, ["a", "b"], decisions=none > 0)
    assert report.accuracy.value == 1
    assert report.counts.no_label == 3
    assert (report.micro_f1.value, report.weighted_f1.value, report.macro_f1.value) == (0, 0, 0)
    assert report.micro_f1.high == report.weighted_f1.high == 1
    assert report.macro_f1.high > 0.5


def test_macro_f1_intervals_hold_the_truth() -> None:
    """Errors strike all labels of a row together: without that, a third would be too narrow."""
    rng = np.random.default_rng(0)
    truth = macro_f1(clustered(rng, 200_000)).value
    scores = [macro_f1(clustered(rng, 200)) for _ in range(300)]
    held = np.mean([score.low <= truth <= score.high for score in scores])
    assert 0.92 <= held <= 0.98


def clustered(rng: np.random.Generator, rows: int) -> Indicators:
    true = rng.random((rows, 6)) < 0.4
    lost = rng.random((rows, 1)) < 0.25
    return Indicators(tuple("abcdef"), true, true & ~lost)


def test_what_cannot_be_measured_is_refused() -> None:
    fine, yes = np.array([[0.5, 0.5]]), np.array([[True, True]])
    with pytest.raises(InputError, match="no row to evaluate"):
        build_multilabel_report([], fine[:0], ["a", "b"], decisions=yes[:0])
    with pytest.raises(InputError, match=r"the probabilities is \(1, 2\)"):
        build_multilabel_report([(), ()], fine, ["a", "b"], decisions=yes)
    with pytest.raises(InputError, match=r"the decisions is \(1, 1\)"):
        build_multilabel_report([()], fine, ["a", "b"], decisions=yes[:, :1])
    with pytest.raises(InputError, match=r"baseline's decisions is \(1, 1\)"):
        build_multilabel_report(
            [()], fine, ["a", "b"], decisions=yes, baseline=("linear", yes[:, :1])
        )
    for value in (-0.1, 1.1, np.nan):
        with pytest.raises(InputError, match="Row 1 of the probabilities"):
            build_multilabel_report([()], fine * [1, 2 * value], ["a", "b"], decisions=yes)
    with pytest.raises(InputError, match="old: 2 predictions; expected 1"):
        build_multilabel_report([()], fine, ["a", "b"], decisions=yes, against=("old", [(), ()]))
