from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

import gatewise.evaluation
from gatewise.errors import InputError
from gatewise.evaluation import build_report

KEYS = {
    "n",
    "accuracy",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "micro_f1",
    "weighted_f1",
    "log_loss",
    "per_class",
    "confusion",
    "baseline",
    "calibration",
    "rejection",
    "counts",
}
SCORES = {"accuracy", "macro_f1", "macro_precision", "macro_recall", "micro_f1", "weighted_f1"}
SCORE_KEYS = {"value", "low", "high"}


def answers(seed: int, rows: int, classes: int) -> tuple[list[str], NDArray[np.float32], list[str]]:
    """Labels, probabilities that know them well, class names."""
    rng = np.random.default_rng(seed)
    names = [f"c{index:03}" for index in range(classes)]
    truth = rng.integers(classes, size=rows)
    weights = rng.random((rows, classes)) + 2 * np.eye(classes)[truth] * rng.random((rows, 1))
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    return [names[index] for index in truth], probabilities.astype(np.float32), names


def strict(document: dict[str, object]) -> dict[str, Any]:
    """Through JSON that knows no NaN, and back unchanged."""
    loaded = json.loads(json.dumps(document, allow_nan=False))
    assert loaded == document
    return dict(loaded)


@pytest.mark.parametrize("classes", [2, 3])
def test_keys_are_the_designs(classes: int) -> None:
    true, probabilities, names = answers(0, 40, classes)
    document = strict(build_report(true, probabilities, names).to_json())
    assert set(document) == KEYS | ({"roc_auc", "pr_auc"} if classes == 2 else set())
    for key in SCORES:
        assert set(document[key]) == SCORE_KEYS
    for scores in document["per_class"].values():
        assert set(scores) == {"precision", "recall", "f1", "support"}
        assert set(scores["f1"]) == SCORE_KEYS
        assert isinstance(scores["support"], int)
    assert set(document["confusion"]) == {"labels", "counts"}
    assert set(document["calibration"]) == {"ece", "brier"}
    assert set(document["counts"]) == {"empty", "truncated", "unseen_label"}
    assert document["baseline"] is None
    assert document["rejection"] is None


def test_keys_of_what_was_asked_for() -> None:
    true, probabilities, names = answers(1, 40, 3)
    report = build_report(
        true,
        probabilities,
        names,
        empty=2,
        truncated=3,
        baseline=("linear", probabilities[:, ::-1]),
        against=("models/old", [names[0]] * 40),
        rejection_threshold=0.5,
    )
    document = strict(report.to_json())
    assert set(document) == KEYS | {"against"}
    assert set(document["baseline"]) == {"name", "accuracy", "macro_f1", "difference", "p_value"}
    assert set(document["against"]) == {"model", "accuracy", "difference", "p_value"}
    assert set(document["rejection"]) == {"threshold", "precision", "coverage"}
    assert document["baseline"]["name"] == "linear"
    assert document["against"]["model"] == "models/old"
    assert document["rejection"]["threshold"] == 0.5
    assert document["counts"] == {"empty": 2, "truncated": 3, "unseen_label": 0}


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    rows=st.integers(1, 60),
    classes=st.integers(2, 5),
    strangers=st.booleans(),
)
def test_any_report_is_strict_json_and_agrees_with_scikit_learn(
    seed: int, rows: int, classes: int, strangers: bool
) -> None:
    true, probabilities, names = answers(seed, rows, classes)
    if strangers:
        true[0] = "unseen 新"
    report = build_report(true, probabilities, names)
    document = strict(report.to_json())
    predicted = [names[index] for index in probabilities.argmax(axis=1)]
    assert report.n == rows == sum(map(sum, document["confusion"]["counts"]))
    assert report.accuracy.value == pytest.approx(reference.accuracy_score(true, predicted))
    assert report.micro_f1.value == pytest.approx(
        reference.f1_score(true, predicted, average="micro")
    )
    assert report.macro_f1.value == pytest.approx(
        reference.f1_score(true, predicted, average="macro", zero_division=0)
    )
    assert document["confusion"]["labels"] == sorted({*true, *predicted})


def test_unseen_labels_are_errors() -> None:
    probabilities = np.full((4, 2), 0.5)
    probabilities[:, 0] += [0.4, 0.4, -0.4, 0.4]
    probabilities[:, 1] = 1 - probabilities[:, 0]
    report = build_report(["a", "a", "b", "z"], probabilities, ["a", "b"])
    assert report.counts.unseen_label == 1
    assert report.accuracy.value == 0.75
    assert report.confusion.labels == ("a", "b", "z")
    assert report.confusion.counts.tolist() == [[2, 0, 0], [0, 1, 0], [1, 0, 0]]
    assert report.per_class["z"].recall.value == 0
    assert report.per_class["z"].support == 1
    assert report.roc_auc is not None
    assert report.roc_auc.value == 1, "rows of neither class do not rank"


def test_areas_are_null_where_a_class_is_missing() -> None:
    document = strict(build_report(["a"], np.array([[0.7, 0.3]]), ["a", "b"]).to_json())
    assert document["roc_auc"] is None
    assert document["pr_auc"] is None


def test_a_better_model_has_a_positive_difference() -> None:
    true, probabilities, names = answers(2, 300, 3)
    guess = np.full((300, 3), 1 / 3)
    report = build_report(
        true, probabilities, names, baseline=("guess", guess), against=("other", [names[0]] * 300)
    )
    assert report.baseline is not None
    assert report.against is not None
    share = report.accuracy.value
    for other in (report.baseline, report.against):
        assert other.difference.value == pytest.approx(share - other.accuracy)
        assert other.difference.low > 0
        assert other.p_value < 0.001
    predicted = [names[0]] * 300
    assert report.baseline.macro_f1 == pytest.approx(
        reference.f1_score(true, predicted, average="macro", zero_division=0)
    )
    turned = build_report(true, guess, names, baseline=("model", probabilities))
    assert turned.baseline is not None
    assert turned.baseline.difference.value == -report.baseline.difference.value


def test_a_large_report() -> None:
    true, probabilities, names = answers(3, 10_000, 150)
    report = build_report(true, probabilities, names, baseline=("same", probabilities))
    assert report.baseline is not None
    assert report.baseline.p_value == 1
    assert len(report.per_class) == 150
    assert report.macro_f1.low < report.macro_f1.value < report.macro_f1.high


def test_what_cannot_be_measured_is_refused() -> None:
    fine = np.array([[0.5, 0.5]])
    with pytest.raises(InputError, match="no row to evaluate"):
        build_report([], np.zeros((0, 2)), ["a", "b"])
    with pytest.raises(InputError, match=r"shape \(1, 2\)"):
        build_report(["a", "b"], fine, ["a", "b"])
    for row in ([0.5, np.nan], [3.0, -2.0], [2.0, 1.0]):
        with pytest.raises(InputError, match="Row 1 of the probabilities"):
            build_report(["a"], np.array([row]), ["a", "b"])
    with pytest.raises(InputError, match="old: 2 predictions; expected 1"):
        build_report(["a"], fine, ["a", "b"], against=("old", ["a", "b"]))


def test_public_names_are_sorted_and_exist() -> None:
    names = gatewise.evaluation.__all__
    assert names == sorted(names)
    assert all(hasattr(gatewise.evaluation, name) for name in names)
