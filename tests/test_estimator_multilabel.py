"""`TextClassifier` with any number of labels a text: collections, and matrices of 0 and 1."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

from conftest import toy_rows
from gatewise import TextClassifier
from gatewise.data.labels import LabelSet, label_names

NAMES = ("food", "music", "weather")


def _rows(count: int, seed: int) -> tuple[list[str], list[LabelSet]]:
    """Two sentences of the toy task a text, so that a text has one label or two."""
    one, other = toy_rows(count, seed=seed), toy_rows(count + 1, seed=seed + 1)
    shifted = list(zip(other.texts, label_names(other.labels), strict=True))[1:]
    texts, labels = [], []
    for number, (text, label) in enumerate(zip(one.texts, label_names(one.labels), strict=True)):
        more, second = shifted[number] if number % 2 else ("", label)
        texts.append(f"{text} {more}")
        labels.append(tuple(sorted({label, second})))
    return texts, labels


TEXTS, SETS = _rows(120, 0)
FRESH, TRUTH = _rows(40, 7)


def _matrix(sets: list[LabelSet], order: tuple[str, ...] = NAMES) -> NDArray[np.int64]:
    return np.asarray([[int(name in labels) for name in order] for labels in sets])


def _linear(**settings: Any) -> TextClassifier:
    return TextClassifier(model="linear", threads=1, **settings)


@pytest.fixture(scope="module")
def fitted() -> TextClassifier:
    return _linear().fit(TEXTS, _matrix(SETS))


@pytest.mark.parametrize("kind", [tuple, list, set, frozenset])
def test_collections_come_back_as_tuples(kind: Callable[[LabelSet], Any]) -> None:
    given = [kind(labels) for labels in SETS]
    classifier = _linear().fit(TEXTS, given)
    answers = classifier.predict(FRESH)
    assert classifier.classes_.tolist() == list(NAMES)
    assert all(answer == tuple(sorted(answer)) for answer in answers)
    score = classifier.score(FRESH, [kind(labels) for labels in TRUTH])
    assert score == np.mean([answer == truth for answer, truth in zip(answers, TRUTH, strict=True)])
    assert score > 0.5
    first = np.arange(len(TRUTH)) == 0
    assert classifier.score(FRESH, TRUTH, sample_weight=first) == float(answers[0] == TRUTH[0])


def test_labels_that_are_no_strings_come_back_as_they_were() -> None:
    numbers = [[NAMES.index(label) * 10 for label in labels] for labels in SETS]
    classifier = _linear().fit(TEXTS, numbers)
    assert classifier.classes_.tolist() == [0, 10, 20]
    assert {type(label) for answer in classifier.predict(FRESH) for label in answer} == {int}


@pytest.mark.parametrize(
    "form", [list, np.ndarray.tolist, np.bool_, np.float64, csr_array, pl.DataFrame]
)
def test_a_matrix_comes_back_as_a_matrix(form: Any, fitted: TextClassifier) -> None:
    classifier = _linear().fit(TEXTS, form(_matrix(SETS)))
    answers = classifier.predict(FRESH)
    assert (answers.dtype, answers.shape) == (np.int64, (40, 3))
    assert classifier.classes_.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(answers, fitted.predict(FRESH))
    assert classifier.score(FRESH, _matrix(TRUTH)) > 0.5


def test_collections_and_matrices_are_answered_alike(fitted: TextClassifier) -> None:
    numbers = [[NAMES.index(label) for label in labels] for labels in SETS]
    other = _linear().fit(TEXTS, numbers)
    np.testing.assert_array_equal(other.predict_proba(FRESH), fitted.predict_proba(FRESH))
    sets = [tuple(np.flatnonzero(row).tolist()) for row in fitted.predict(FRESH)]
    assert other.predict(FRESH) == sets


def test_the_order_of_columns_hardly_matters(fitted: TextClassifier) -> None:
    # Rows are dealt to their roles label by label, so thresholds may differ a little.
    turned = (2, 0, 1)
    other = _linear().fit(TEXTS, _matrix(SETS)[:, turned])
    assert np.mean(other.predict(FRESH) == fitted.predict(FRESH)[:, turned]) > 0.9


def test_ten_columns_and_more_stay_in_order() -> None:
    wide = np.zeros((120, 12), np.int64)
    wide[:, [2, 10, 11]] = _matrix(SETS)
    classifier = _linear().fit(TEXTS, wide)
    probabilities = classifier.predict_proba(FRESH)
    assert classifier.classes_.tolist() == list(range(12))
    assert set(np.flatnonzero(probabilities.any(axis=0))) == {2, 10, 11}
    right = classifier.predict(FRESH)[:, [2, 10, 11]] == _matrix(TRUTH)
    assert right.mean() > 0.8


def test_a_copy_answers_to_the_bit(fitted: TextClassifier) -> None:
    again = pickle.loads(pickle.dumps(fitted))  # noqa: S301
    np.testing.assert_array_equal(again.predict(FRESH), fitted.predict(FRESH))
    np.testing.assert_array_equal(again.predict_proba(FRESH), fitted.predict_proba(FRESH))


@pytest.mark.slow
@pytest.mark.parametrize("scoring", ["f1_micro", "accuracy", "roc_auc", "average_precision"])
def test_scorers_take_the_matrix(scoring: str) -> None:
    scores = cross_val_score(
        _linear(), TEXTS, _matrix(SETS), cv=2, scoring=scoring, error_score="raise"
    )
    assert scores.mean() > 0.5


@pytest.mark.slow
def test_collections_are_searched_with_folds_that_ask_for_no_labels() -> None:
    folds = KFold(2, shuffle=True, random_state=0)
    search = GridSearchCV(
        _linear(), {"class_weight": [None, "balanced"]}, cv=folds, error_score="raise"
    ).fit(TEXTS, SETS)
    assert search.best_score_ > 0.3
    assert all(isinstance(answer, tuple) for answer in search.predict(FRESH))
