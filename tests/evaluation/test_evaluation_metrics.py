from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from gatewise.evaluation import confusion
from gatewise.evaluation.confusion import Confusion
from gatewise.evaluation.intervals import Score
from gatewise.evaluation.metrics import (
    accuracy,
    class_scores,
    macro_f1,
    macro_precision,
    macro_recall,
    weighted_f1,
)

Pairs = list[tuple[str, str]]

# Few labels make collisions, missing classes and classes that are only predicted.
pairs = st.lists(
    st.tuples(st.sampled_from("ab好d"), st.sampled_from("b好de")), min_size=1, max_size=60
)

AVERAGES: dict[str, tuple[Callable[[Confusion], Score], Callable[..., float], str]] = {
    "macro_f1": (macro_f1, reference.f1_score, "macro"),
    "macro_precision": (macro_precision, reference.precision_score, "macro"),
    "macro_recall": (macro_recall, reference.recall_score, "macro"),
    "weighted_f1": (weighted_f1, reference.f1_score, "weighted"),
    "micro_f1": (accuracy, reference.f1_score, "micro"),
}


def split(rows: Pairs) -> tuple[list[str], list[str]]:
    return [true for true, _ in rows], [predicted for _, predicted in rows]


@given(pairs)
def test_confusion_is_scikit_learns(rows: Pairs) -> None:
    true, predicted = split(rows)
    ours = confusion(true, predicted)
    assert ours.labels == tuple(sorted({*true, *predicted}))
    assume(len(ours.labels) > 1)  # scikit-learn warns of a single label
    expected = reference.confusion_matrix(true, predicted, labels=list(ours.labels))
    assert ours.counts.tolist() == expected.tolist()
    assert ours.total == len(rows)


@pytest.mark.parametrize("name", AVERAGES)
@given(rows=pairs)
def test_averages_are_scikit_learns_inside_their_intervals(name: str, rows: Pairs) -> None:
    ours, theirs, average = AVERAGES[name]
    true, predicted = split(rows)
    score = ours(confusion(true, predicted))
    expected = theirs(true, predicted, average=average, zero_division=0)
    assert score.value == pytest.approx(expected)
    assert 0 <= score.low <= score.value <= score.high <= 1
    assert score.low < score.high, "a finite sample never proves a score"


@given(pairs)
def test_class_scores_are_scikit_learns(rows: Pairs) -> None:
    true, predicted = split(rows)
    matrix = confusion(true, predicted)
    expected = reference.precision_recall_fscore_support(
        true, predicted, labels=list(matrix.labels), zero_division=0
    )
    for label, *numbers in zip(matrix.labels, *expected, strict=True):
        scores = class_scores(matrix)[label]
        ours = [scores.precision.value, scores.recall.value, scores.f1.value, scores.support]
        assert ours == pytest.approx(numbers)
        for score in (scores.precision, scores.recall, scores.f1):
            assert 0 <= score.low <= score.value <= score.high <= 1


def test_more_rows_narrow_every_interval() -> None:
    few = confusion(["a", "a", "b", "b", "c"] * 4, ["a", "b", "b", "b", "c"] * 4)
    many = confusion(["a", "a", "b", "b", "c"] * 400, ["a", "b", "b", "b", "c"] * 400)
    for ours, _, _ in AVERAGES.values():
        assert ours(many).value == pytest.approx(ours(few).value)
        assert width(ours(many)) < width(ours(few)) / 5


def test_no_error_still_leaves_doubt() -> None:
    """Where a bootstrap of the same rows would claim certainty."""
    matrix = confusion(["a"] * 10 + ["b"] * 10, ["a"] * 10 + ["b"] * 10)
    for ours, _, _ in AVERAGES.values():
        assert ours(matrix).value == 1
        assert ours(matrix).low < 0.9


def test_two_balanced_classes_know_macro_f1_as_well_as_accuracy() -> None:
    """The labels' F1 go up and down together there; taken as independent they would seem surer."""
    matrix = confusion(
        ["a"] * 500 + ["b"] * 500, (["a"] * 400 + ["b"] * 100 + ["b"] * 400 + ["a"] * 100)
    )
    assert width(macro_f1(matrix)) == pytest.approx(width(accuracy(matrix)), rel=0.02)


# (classes, rows, share of right answers, how uneven the classes are)
SIMULATIONS = [(2, 60, 0.9, 0.0), (3, 200, 0.97, 1.0), (6, 500, 0.8, 2.0)]


@pytest.mark.parametrize(("classes", "rows", "right", "skew"), SIMULATIONS)
def test_intervals_hold_the_truth(classes: int, rows: int, right: float, skew: float) -> None:
    assert_coverage(joint(classes, right, skew), rows, repeats=150, least=0.89)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("classes", "rows", "right", "skew"),
    [*SIMULATIONS, (6, 500, 0.99, 2.0), (20, 2000, 0.9, 3.0), (77, 3080, 0.92, 1.0)],
)
def test_intervals_hold_the_truth_in_many_draws(
    classes: int, rows: int, right: float, skew: float
) -> None:
    assert_coverage(joint(classes, right, skew), rows, repeats=2000, least=0.925)


def assert_coverage(cells: NDArray[np.float64], rows: int, *, repeats: int, least: float) -> None:
    rng = np.random.default_rng(3)
    labels = tuple(f"{index:02}" for index in range(len(cells)))
    draws = rng.multinomial(rows, cells.ravel(), size=repeats).reshape(repeats, *cells.shape)
    for ours, truth in (
        (accuracy, float(np.trace(cells))),
        (macro_recall, float((cells.diagonal() / cells.sum(1)).mean())),
        (macro_precision, float((cells.diagonal() / cells.sum(0)).mean())),
        (macro_f1, float((2 * cells.diagonal() / (cells.sum(0) + cells.sum(1))).mean())),
    ):
        scores = [ours(Confusion(labels, draw)) for draw in draws]
        held = np.mean([score.low <= truth <= score.high for score in scores])
        assert held >= least, (ours.__name__, held)


def joint(classes: int, right: float, skew: float) -> NDArray[np.float64]:
    """Probabilities of (true, predicted); errors fall on random other classes."""
    rng = np.random.default_rng(classes)
    share = np.exp(-skew * np.arange(classes) / classes)
    errors = rng.dirichlet(np.full(classes, 0.5), size=classes) + 1e-6
    np.fill_diagonal(errors, 0)
    errors /= errors.sum(1, keepdims=True)
    cells = (share / share.sum())[:, None] * (right * np.eye(classes) + (1 - right) * errors)
    return np.asarray(cells / cells.sum())


def width(score: Score) -> float:
    return score.high - score.low
