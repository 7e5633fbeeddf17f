"""`TextClassifier` obeys scikit-learn, and what it saves answers as it does."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import sklearn
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import roc_auc_score

from cli.command import contents
from conftest import toy_rows
from gatewise import (
    ConfigError,
    InputError,
    ModelFolderError,
    OutputError,
    Predictor,
    TextClassifier,
    load,
)
from gatewise.bundle import pack
from gatewise.config import Config, section_of, to_dict
from gatewise.data.labels import label_names
from gatewise.estimator.settings import config_of
from gatewise.estimator.targets import read_targets
from gatewise.estimator.weights import weights_of_classes

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


def test_every_argument_reaches_its_option() -> None:
    given: dict[str, Any] = {
        "layers": 2,
        "bidirectional": False,
        "pooling": ("max",),
        "normalization": "layer",
        "optimizer": "adam",
        "batch_size": np.int64(8),
        "max_length": np.int64(5),
        "tokenizer": "character",
        "device": "cpu",
    }
    parameters = TextClassifier(**given).get_params()
    assert parameters == TextClassifier().get_params() | given
    values = to_dict(config_of(parameters))
    assert {key: values[section_of(key)][key] for key in given} == given | {"pooling": ["max"]}
    assert config_of(TextClassifier().get_params()) == Config()


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
        (["a", "b"], [float("inf"), float("nan")], r"y\[1\] is nan"),
        (["a", "b", "c"], [0.0, float("nan"), 1.0], r"y\[1\] is nan"),
        (["a", "b"], ["x", ["y", "z"]], r"y\[1\] is \['y', 'z'\] and y\[0\] is 'x'"),
        (["a", "b"], [["x"], ["y", None]], r"y\[1\]\[1\] is None"),
        (["a", "b"], [{"x": 1}, {"y": 2}], r"y\[0\] is {'x': 1}; expected one label"),
        (["a", "b"], [["x"], ()], "y has 1 class"),
        (["a", "b"], np.full((2, 3), 2), "y has 3 columns and holds 2"),
        (["a", "b"], [0.5, 1.5], "continuous numbers such as 0.5"),
        (["a", "b"], [1, date(2024, 2, 29)], "types date, int"),
        (["a", "b"], "xy", "y is a str"),
        (["a", "b"], None, "y is None"),
        (["a", "b"], ["x", "x"], "y has 1 class"),
        ([], [], "y has 0 class"),
    ],
)
def test_rows_that_cannot_be_learnt_from_are_refused(texts: Any, labels: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        _linear().fit(texts, labels)


COLUMN = np.asarray(["rain and snow", "bread"])


@pytest.mark.parametrize(
    "texts",
    [
        tuple(COLUMN),
        COLUMN,
        COLUMN.astype(object),
        COLUMN.reshape(2, 1),
        pl.Series(COLUMN),
        pl.DataFrame({"text": COLUMN}),
    ],
    ids=["tuple", "strings", "objects", "column", "series", "frame"],
)
def test_texts_come_in_many_forms(texts: Any, fitted: TextClassifier) -> None:
    assert fitted.predict(texts).tolist() == ["weather", "food"]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ("one string", "X is one string"),
        (["a", 5], r"X\[1\] is 5; expected a string"),
        (None, "X is a NoneType"),
        ({"a", "b"}, "X is a set"),
        ({"text": "a"}, "X is a dict"),
        (np.asarray("a"), r"X is a ndarray of shape \(\)"),
        (COLUMN.reshape(1, 2), r"X is a ndarray of shape \(1, 2\)"),
        (csr_array(np.eye(2)), "X is a csr_array; expected a list"),
        (pl.DataFrame({"title": COLUMN, "body": COLUMN}), r"DataFrame of shape \(2, 2\)"),
    ],
)
def test_texts_that_are_none_are_refused(texts: Any, says: str, fitted: TextClassifier) -> None:
    with pytest.raises(InputError, match=says):
        fitted.predict(texts)
    with pytest.raises(InputError, match=says):
        _linear().fit(texts, ["a", "b"])


# What rows count


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ([1.0] * 3, r"has the shape \(3,\) and X 120 texts"),
        (np.ones((120, 1)), r"has the shape \(120, 1\)"),
        ([1.0] * 119 + [-1.0], r"sample_weight\[119\] is -1.0"),
        ([float("nan")] * 120, r"sample_weight\[0\] is nan"),
        ([float("inf")] * 120, r"sample_weight\[0\] is inf"),
        ([0.0] * 120, "zero for every text"),
        (["much"] * 120, "does not hold numbers"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        _linear().fit(TEXTS, LABELS, sample_weight=weights)


def test_a_weight_of_nothing_leaves_the_row_out() -> None:
    texts, labels = [*TEXTS, *TEXTS[:30]], [*LABELS, *["music"] * 30]  # the last thirty mislead
    weights = [1.0] * len(TEXTS) + [0.0] * 30
    weighted = _linear().fit(texts, labels, sample_weight=weights).predict_proba(FRESH.texts)
    without = _linear().fit(TEXTS, LABELS).predict_proba(FRESH.texts)
    misled = _linear().fit(texts, labels).predict_proba(FRESH.texts)
    np.testing.assert_array_equal(weighted, without)
    assert not np.allclose(misled, without)


def _lean(classifier: TextClassifier) -> float:
    """How much more the first class is expected than the others."""
    logits = classifier.predictor_.bundle.model.score(FRESH.texts).logits
    return float(logits[:, 0].mean() - logits[:, 1:].mean())


def test_a_weight_of_two_is_much_like_a_row_twice() -> None:
    food = np.asarray([label == "food" for label in label_names(LABELS)])
    again = [text for text, twice in zip(TEXTS, food, strict=True) if twice]
    doubled = _linear().fit([*TEXTS, *again], [*LABELS, *["food"] * len(again)])
    weighted = _linear().fit(TEXTS, LABELS, sample_weight=1.0 + food)
    plain = _linear().fit(TEXTS, LABELS)
    # Rows that stand twice also make their words less rare, so their lean says little.
    assert _lean(weighted) > _lean(plain)
    assert np.mean(doubled.predict(FRESH.texts) == weighted.predict(FRESH.texts)) > 0.95


def test_the_size_of_weights_does_not_matter() -> None:
    weights = np.linspace(0.5, 2, len(TEXTS))
    some, large = (
        _linear().fit(TEXTS, LABELS, sample_weight=weights * size).predict_proba(FRESH.texts)
        for size in (1.0, 2.0**300)
    )
    np.testing.assert_array_equal(some, large)


def test_a_class_can_weigh_more() -> None:
    plain, heavy, balanced = (
        _linear(class_weight=weight).fit(TEXTS, LABELS)
        for weight in (None, {"music": 50.0}, "balanced")
    )
    # Of words that tell nothing the weights of the classes decide.
    share = [model.predict_proba(["of the with"])[0, 1] for model in (plain, heavy)]
    assert share[1] > share[0]
    assert balanced.outcome_.bundle.config.training.class_weight == "balanced"


def test_weights_of_classes_multiply_those_of_rows() -> None:
    targets = read_targets([["a"], ["a", "b"], [], ["b"]])
    weights = weights_of_classes({"a": 2.0, "b": 3.0}, targets)
    assert weights.tolist() == [2.0, 6.0, 1.0, 3.0]
    assert weights_of_classes({0: 2, 1: 1, 7: 5}, read_targets([0, 1])).tolist() == [2, 1]


@pytest.mark.parametrize(
    ("weights", "error", "says"),
    [
        ("even", ConfigError, "training.class_weight is 'even'"),
        ({"musik": 2.0}, InputError, "names 'musik', which no row has"),
        ({"music": -1.0}, InputError, "class_weight of 'music' is -1.0"),
        ({"music": "much"}, InputError, "class_weight of 'music' is 'much'"),
    ],
)
def test_weights_of_classes_that_cannot_be_are_refused(
    weights: Any, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        _linear(class_weight=weights).fit(TEXTS, LABELS)


# Copies


@pytest.mark.parametrize("copy", [deepcopy, lambda model: pickle.loads(pickle.dumps(model))])  # noqa: S301
def test_a_copy_answers_to_the_bit(copy: Callable[[Any], Any], fitted: TextClassifier) -> None:
    again = copy(fitted)
    np.testing.assert_array_equal(
        again.predict_proba(FRESH.texts), fitted.predict_proba(FRESH.texts)
    )
    assert again.get_params() == fitted.get_params()
    assert again.classes_.dtype == fitted.classes_.dtype
    assert not hasattr(again, "outcome_")
    assert pack(again.predictor_.bundle) == pack(fitted.predictor_.bundle)


def test_an_unfitted_copy_is_unfitted_and_keeps_what_is_asked_for() -> None:
    with sklearn.config_context(enable_metadata_routing=True):
        asked = _linear().set_fit_request(sample_weight=True)
        again = pickle.loads(pickle.dumps(asked))  # noqa: S301
        assert again.get_metadata_routing().fit.requests == {"sample_weight": True}
    with pytest.raises(NotFittedError):
        again.predict(["rain"])


def test_what_is_pickled_is_plain(fitted: TextClassifier) -> None:
    state = fitted.__getstate__()
    assert all(isinstance(content, bytes) for content in state["_packed"]["files"].values())
    assert not any(isinstance(value, np.ndarray | Predictor) for value in state.values())


def test_an_altered_copy_is_refused(fitted: TextClassifier) -> None:
    state = fitted.__getstate__()
    files = dict(state["_packed"]["files"])
    name = next(name for name in files if name.endswith(".safetensors"))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    for broken in (files, {key: files[key] for key in files if key != name}):
        other = TextClassifier()
        with pytest.raises(ModelFolderError, match=f"the packed model: {name}"):
            other.__setstate__(state | {"_packed": state["_packed"] | {"files": broken}})


def test_networks_start_from_vectors_and_learn_some_from_more_texts(tmp_path: Path) -> None:
    file = tmp_path / "v.txt"
    file.write_text("rain 0.5 1\nbread -1 0.25\n", encoding="utf-8")
    outcome = _network(vectors=file, unlabelled=np.array(FRESH.texts)).fit(TEXTS, LABELS).outcome_
    assert sum("have a vector" in note for note in outcome.notes) == 2
    assert outcome.bundle.config.model.vectors == "v.txt"
    with pytest.raises(InputError, match="one string"):
        _network(unlabelled="a text").fit(TEXTS, LABELS)
