"""`TextClassifier` obeys scikit-learn, and what it saves answers as it does."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from cli.command import contents
from conftest import toy_rows
from gatewise import ConfigError, InputError, OutputError, TextClassifier, load
from gatewise.data.labels import label_names

ROWS = toy_rows(120)
TEXTS, LABELS = list(ROWS.texts), list(ROWS.labels)
FRESH = toy_rows(60, seed=1)


def _linear(**settings: Any) -> TextClassifier:
    return TextClassifier(model="linear", threads=1, **settings)


def _network(**settings: Any) -> TextClassifier:
    small: dict[str, Any] = {"model": "bilstm", "hidden": 8, "embedding": 8, "epochs": 2}
    return TextClassifier(threads=1, baseline=False, **(small | settings))


@pytest.fixture(scope="module")
def fitted() -> TextClassifier:
    return _linear().fit(TEXTS, LABELS)


def test_it_fits_predicts_and_scores(fitted: TextClassifier) -> None:
    assert list(fitted.classes_) == ["food", "music", "weather"]
    assert fitted.predict(["rain and snow", "bread"]).tolist() == ["weather", "food"]
    assert fitted.score(FRESH.texts, FRESH.labels) > 0.9
    probabilities = fitted.predict_proba(FRESH.texts)
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (60, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    best = fitted.classes_[probabilities.argmax(axis=1)]
    assert fitted.predict(FRESH.texts).tolist() == best.tolist()


def test_settings_are_parameters() -> None:
    settings: dict[str, Any] = {"hidden": 8, "options": {"text.max_length": 9}}
    classifier = TextClassifier(**settings)
    parameters = classifier.get_params()
    assert {name: parameters[name] for name in settings} == settings
    assert clone(classifier).get_params() == parameters
    assert classifier.set_params(hidden=4).hidden == 4
    assert "hidden=4" in repr(classifier)


def test_settings_reach_the_model() -> None:
    options = {"text.max_length": 9, "data.valid_share": 0.3}
    classifier = _network(seed=3, learning_rate=0.01, options=options).fit(TEXTS, LABELS)
    config = classifier.outcome_.bundle.config
    assert (config.model.name, config.model.hidden, config.model.embedding) == ("bilstm", 8, 8)
    assert (config.training.seed, config.training.learning_rate) == (3, 0.01)
    assert (config.text.max_length, config.data.valid_share) == (9, 0.3)
    assert classifier.outcome_.bundle.baseline is None


def test_the_same_seed_answers_the_same() -> None:
    one, two = (_network().fit(TEXTS, LABELS).predict_proba(FRESH.texts) for _ in range(2))
    np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize(
    ("labels", "kind"), [([30, 4, 100], np.integer), ([10.0, 2.0, -1.0], np.floating)]
)
def test_numbers_come_back_as_numbers_in_their_order(labels: list[Any], kind: type) -> None:
    number = dict(zip(["food", "music", "weather"], labels, strict=True))
    classifier = _linear().fit(TEXTS, [number[label] for label in label_names(LABELS)])
    assert classifier.classes_.tolist() == sorted(labels)
    answers = classifier.predict(FRESH.texts)
    assert np.issubdtype(answers.dtype, kind)
    truth = [number[label] for label in label_names(FRESH.labels)]
    assert np.mean(answers == truth) > 0.9
    probabilities = classifier.predict_proba(FRESH.texts)
    assert roc_auc_score(truth, probabilities, multi_class="ovr") > 0.9


def test_truth_values_come_back_as_truth_values() -> None:
    classifier = _linear().fit(TEXTS, [label == "food" for label in label_names(LABELS)])
    assert classifier.predict(["bread", "rain"]).tolist() == [True, False]


def test_saved_and_loaded_answers_the_same(fitted: TextClassifier, tmp_path: Path) -> None:
    fitted.save(tmp_path / "new" / "model")
    model = load(tmp_path / "new" / "model")
    assert model.predict(FRESH.texts) == fitted.predict(FRESH.texts).tolist()
    np.testing.assert_array_equal(
        model.predict_proba(FRESH.texts), fitted.predict_proba(FRESH.texts)
    )


def test_save_replaces_only_a_model_and_only_when_told(
    fitted: TextClassifier, tmp_path: Path
) -> None:
    fitted.save(tmp_path / "model")
    (tmp_path / "mine").mkdir()
    (tmp_path / "file").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="overwrite=True"):
        fitted.save(tmp_path / "model")
    for name in ("mine", "file"):
        with pytest.raises(OutputError, match="expected a new place"):
            fitted.save(tmp_path / name, overwrite=True)
    fitted.save(str(tmp_path / "model"), overwrite=True)
    assert contents(tmp_path) == before


def test_it_survives_pickling_in_a_process(fitted: TextClassifier) -> None:
    again = pickle.loads(pickle.dumps(fitted))  # noqa: S301
    np.testing.assert_array_equal(
        again.predict_proba(FRESH.texts), fitted.predict_proba(FRESH.texts)
    )
    assert again.get_params() == fitted.get_params()


def test_it_is_a_step_of_a_pipeline() -> None:
    shout = FunctionTransformer(lambda texts: [text.upper() for text in texts])
    pipeline = Pipeline([("shout", shout), ("classify", _linear())]).fit(TEXTS, LABELS)
    assert pipeline.score(FRESH.texts, FRESH.labels) > 0.9
    assert pipeline.named_steps["classify"].classes_.tolist() == sorted(set(LABELS))


def test_it_is_cross_validated() -> None:
    scores = cross_val_score(_linear(), TEXTS, LABELS, cv=3, n_jobs=1, error_score="raise")
    assert scores.shape == (3,)
    assert scores.mean() > 0.8


def test_its_settings_are_searched() -> None:
    grid = [{"model": ["linear"]}, {"model": ["bilstm"], "hidden": [4, 8]}]
    search = GridSearchCV(_network(), grid, cv=2, n_jobs=1, error_score="raise")
    search.fit(TEXTS, LABELS)
    assert len(search.cv_results_["params"]) == 3
    assert search.best_estimator_.predict(["rain and snow"]).shape == (1,)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "score", "save"])
def test_before_fit_there_is_nothing_to_ask(method: str, tmp_path: Path) -> None:
    arguments = {"save": (tmp_path / "model",), "score": (TEXTS, LABELS)}.get(method, (TEXTS,))
    with pytest.raises(NotFittedError):
        getattr(_linear(), method)(*arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"model": "bilstn"}, "'bilstn'.*bilstm"),
        ({"hidden": 0}, "model.hidden is 0; expected at least 1"),
        ({"epochs": "many"}, "training.epochs is 'many'"),
        ({"learning_rate": -1.0}, "training.learning_rate"),
        ({"options": {"model.filter": 3}}, "'model.filter'.*'model.filters'"),
        ({"options": {"models.filters": 3}}, "'models'.*'model'"),
        ({"options": {"filters": 3}}, "filters"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        TextClassifier(**settings).fit(TEXTS, LABELS)


@pytest.mark.parametrize(
    ("texts", "labels", "says"),
    [
        ("one string", ["a"], "X is one string"),
        (["a", "b", "c"], ["x", "y"], "3 texts and y 2 labels"),
        (["a", None, "c"], ["x", "y", "x"], r"X\[1\] is None"),
        (["a", "b", "c"], ["x", None, "y"], r"y\[1\] is None"),
        (["a", "b", "c"], [0.0, float("nan"), 1.0], r"y\[1\] is nan"),
        (["a", "b"], [["x"], ["y", "z"]], r"y\[0\] is \['x'\]; expected one label"),
        (["a", "b"], np.zeros((2, 1)), r"y\[0\] is array"),
        (["a", "b"], "xy", "y is one string"),
        (["a", "b"], ["x", "x"], "y has 1 class"),
        ([], [], "y has 0 class"),
    ],
)
def test_rows_that_cannot_be_learnt_from_are_refused(texts: Any, labels: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        _linear().fit(texts, labels)


@pytest.mark.parametrize("texts", ["one string", ["a", 5], None])
def test_texts_that_are_none_are_refused(texts: Any, fitted: TextClassifier) -> None:
    with pytest.raises(InputError, match=r"expected a (list|string)"):
        fitted.predict(texts)
