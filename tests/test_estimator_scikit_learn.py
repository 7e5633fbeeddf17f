"""`TextClassifier` among scikit-learn's tools, and under scikit-learn's own checks.

scikit-learn makes up rows of numbers for its checks and, to a classifier of texts, gives no more
than the first of them. So they are run on a subclass that writes such rows as words. It looks after
what is special about numbers (how many in a row, NaN, sparse matrices); all else is the classifier.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from joblib import Parallel, delayed  # type: ignore[import-untyped]
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import estimator_checks_generator
from sklearn.utils.validation import check_is_fitted, validate_data

from conftest import toy_rows
from gatewise import TextClassifier

ROWS = toy_rows(90)
TEXTS, LABELS = list(ROWS.texts), list(ROWS.labels)
FRESH = toy_rows(30, seed=1)


def _linear(**settings: Any) -> TextClassifier:
    return TextClassifier(model="linear", threads=1, **settings)


def _strip(texts: list[str]) -> list[str]:
    return [re.sub(r"<[^>]*>", " ", text) for text in texts]


def test_it_is_a_step_of_a_pipeline() -> None:
    html = [f"<p class={label}>{text}</p>" for text, label in zip(TEXTS, LABELS, strict=True)]
    pipeline = Pipeline([("strip", FunctionTransformer(_strip)), ("classify", _linear())])
    pipeline.fit(html, LABELS, classify__sample_weight=[1.0] * len(html))
    alone = _linear().fit(_strip(html), LABELS)
    np.testing.assert_array_equal(
        pipeline.predict_proba(FRESH.texts), alone.predict_proba(FRESH.texts)
    )
    assert pipeline.classes_.tolist() == sorted(set(LABELS))


def test_one_column_of_a_table_is_chosen_by_scikit_learn() -> None:
    table = np.asarray([[f"number {i}", text] for i, text in enumerate(TEXTS)], object)
    pick = ColumnTransformer([("text", "passthrough", [1])])
    pipeline = Pipeline([("pick", pick), ("classify", _linear())]).fit(table, LABELS)
    assert pipeline.score(table, LABELS) > 0.9


@pytest.mark.slow
def test_model_and_size_are_searched() -> None:
    small = TextClassifier(
        epochs=1, embedding=8, threads=1, baseline=False, options={"model.filters": 4}
    )
    grid = {"model": ["linear", "textcnn", "bilstm"], "hidden": [8, 16]}
    search = GridSearchCV(small, grid, cv=2, error_score="raise").fit(TEXTS, LABELS)
    assert len(search.cv_results_["params"]) == 6
    assert search.best_params_["model"] == "linear"  # the others had a single epoch
    assert search.predict(["rain and snow"]).tolist() == ["weather"]


@pytest.mark.slow
def test_it_works_in_other_processes() -> None:
    beside = cross_val_score(_linear(), TEXTS, LABELS, cv=2, n_jobs=2, error_score="raise")
    here = cross_val_score(_linear(), TEXTS, LABELS, cv=2, error_score="raise")
    np.testing.assert_array_equal(beside, here)
    fitted = _linear().fit(TEXTS, LABELS)
    (away,) = Parallel(n_jobs=2)(delayed(fitted.predict_proba)(FRESH.texts) for _ in range(1))
    np.testing.assert_array_equal(away, fitted.predict_proba(FRESH.texts))


# scikit-learn's own checks


class WrittenNumbers(TextClassifier):
    """Takes rows of numbers, and writes each as words: its column, and where about it lies."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> TextClassifier:
        return super().fit(_written(validate_data(self, X)), y, sample_weight)

    def predict(self, X: Any) -> Any:
        check_is_fitted(self)
        return super().predict(_written(validate_data(self, X, reset=False)))

    def predict_proba(self, X: Any) -> Any:
        check_is_fitted(self)
        return super().predict_proba(_written(validate_data(self, X, reset=False)))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.one_d_array = True, False
        return tags


def _written(X: NDArray[Any]) -> list[str]:
    return [
        " ".join(
            f"{chr(97 + column % 26)}{'m' if value < 0 else 'n'}{'i' * int(2 * abs(value))}"
            for column, value in enumerate(row)
        )
        for row in np.clip(X, -20, 20)
    ]


NOT_FOR_TEXTS = {
    "check_sample_weight_equivalence_on_dense_data": (
        "held-out rows are dealt by number of rows, so a row twice is dealt otherwise than a row "
        "of weight 2"
    ),
}


def _name(check: Any) -> str:
    while inner := getattr(check, "func", None) or getattr(check, "__wrapped__", None):
        check = inner
    return str(check.__name__)


def _case(estimator: BaseEstimator, check: Any) -> Any:
    reason = NOT_FOR_TEXTS.get(_name(check))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(estimator, check, id=_name(check), marks=marks)


CHECKS = estimator_checks_generator(WrittenNumbers(model="linear", threads=1))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize(("estimator", "check"), [_case(*pair) for pair in CHECKS])
def test_scikit_learn_finds_nothing_wrong(estimator: BaseEstimator, check: Any) -> None:
    check(estimator)


def test_its_tags_tell_what_it_takes() -> None:
    tags = get_tags(TextClassifier())
    assert tags.estimator_type == "classifier"
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array
    assert tags.target_tags.required
    assert tags.classifier_tags.multi_class
    assert tags.classifier_tags.multi_label
