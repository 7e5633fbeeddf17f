"""Answering: order, portions, what a text without an answer gets, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import toy_rows, trained
from gatewise.bundle import write_bundle
from gatewise.bundle.layout import FORMAT
from gatewise.errors import InputError, ModelFolderError
from gatewise.runtime import Predictor, load, predictor

TEXTS = ["rain and snow", "", "bread with tea", "rain " * 600, "a choir", "unheard 音乐"]


@pytest.fixture
def runs(model_name: str) -> Predictor:
    """Each registered model, of one label a text."""
    return Predictor(trained(model_name).bundle)


def test_it_answers_in_order(runs: Predictor) -> None:
    assert runs.predict(["rain and snow", "bread with tea", "a choir sang"]) == [
        "weather",
        "food",
        "music",
    ]


def test_probabilities_are_float32_in_the_order_of_the_classes(runs: Predictor) -> None:
    probabilities = runs.predict_proba(TEXTS)
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (len(TEXTS), 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert list(runs.classes_) == ["food", "music", "weather"]
    best = runs.classes_[probabilities.argmax(axis=1)]
    assert runs.predict(TEXTS) == best.tolist()


@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)))
@settings(max_examples=15, deadline=None)
@pytest.mark.parametrize("name", ["linear", "textcnn"])
def test_order_and_portions_change_no_answer(name: str, order: list[int], portion: int) -> None:
    runs = Predictor(trained(name).bundle)
    expected = runs.predict_proba(TEXTS)[order]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predictor, "_TEXTS_AT_ONCE", portion)
        shuffled = runs.predict_proba([TEXTS[i] for i in order])
    np.testing.assert_allclose(shuffled, expected, atol=1e-6)


def test_more_texts_than_a_portion_keep_their_order(runs: Predictor) -> None:
    rows = toy_rows(2100, seed=5)
    answers = [answer.label for answer in runs.answer(rows.texts)]
    assert answers == runs.predict(rows.texts)
    assert np.mean([a == b for a, b in zip(answers, rows.labels, strict=True)]) > 0.9


def test_several_labels_come_with_their_own_probabilities(model_name: str) -> None:
    runs = Predictor(trained(model_name, "multilabel").bundle)
    texts = ["rain, bread and a drum", "snow, wind and a quiet frost", "", "nothing of it"]
    given = runs.predict(texts)
    assert set(given[1]) <= {"food", "music", "weather"}
    for answer, labels in zip(runs.answer(texts), given, strict=True):
        assert tuple(sorted(label for label, _ in answer.labels)) == labels
        assert [p for _, p in answer.labels] == sorted((p for _, p in answer.labels), reverse=True)
        told = answer.to_json()
        assert "label" not in told
        assert [entry["label"] for entry in told["labels"]] == [name for name, _ in answer.labels]


def test_no_texts_are_no_error(runs: Predictor) -> None:
    assert runs.predict([]) == []
    assert runs.answer([]) == []
    assert runs.predict_proba([]).shape == (0, 3)
    assert runs.predict_proba([]).dtype == np.float32


@pytest.mark.parametrize("texts", ["one string", b"bytes", None, 5])
@pytest.mark.parametrize("method", ["predict", "predict_proba", "answer"])
def test_what_is_no_list_is_refused(method: str, texts: Any) -> None:
    runs = Predictor(trained("linear").bundle)
    with pytest.raises(InputError, match=r"expected a list of texts\. Write predict\(\[text\]\)"):
        getattr(runs, method)(texts)


@pytest.mark.parametrize("wrong", [None, 5, 2.5, float("nan"), b"bytes", ["text"], {"text": "a"}])
@pytest.mark.parametrize("method", ["predict", "predict_proba", "answer"])
def test_what_is_no_string_is_refused_by_its_place(method: str, wrong: Any) -> None:
    runs = Predictor(trained("linear").bundle)
    with pytest.raises(InputError) as caught:
        getattr(runs, method)(["rain", "snow", wrong])
    assert f"texts[2] is {wrong!r}" in str(caught.value)
    assert type(wrong).__name__ in str(caught.value)


@pytest.mark.parametrize("kind", [tuple, iter, np.asarray, lambda t: np.asarray(t, object)])
def test_any_series_of_strings_will_do(kind: Any) -> None:
    runs = Predictor(trained("linear").bundle)
    assert runs.predict(kind(TEXTS)) == runs.predict(TEXTS)


def test_an_answer_agrees_with_the_probabilities(runs: Predictor) -> None:
    probabilities = runs.predict_proba(TEXTS)
    for answer, row in zip(runs.answer(TEXTS, top=2), probabilities, strict=True):
        assert answer.probability == pytest.approx(row.max(), abs=1e-6)
        assert answer.top[0] == (answer.label, answer.probability)
        assert [p for _, p in answer.top] == sorted((p for _, p in answer.top), reverse=True)
        assert len(answer.top) == 2
        assert not answer.rejected


def test_more_labels_than_there_are_give_all(runs: Predictor) -> None:
    [answer] = runs.answer(["rain"], top=99)
    assert sorted(label for label, _ in answer.top) == ["food", "music", "weather"]


def test_an_empty_text_gets_the_shares_of_the_classes(runs: Predictor) -> None:
    for text in ("", " \t\n", "\u3000"):
        [answer] = runs.answer([text], top=3)
        assert answer.empty
        shares = dict(zip(runs.bundle.classes, runs.bundle.prior.tolist(), strict=True))
        assert dict(answer.top) == pytest.approx(shares)


def test_a_text_that_was_cut_says_so(runs: Predictor) -> None:
    cut = [answer.truncated for answer in runs.answer(TEXTS)]
    reads_all = runs.bundle.config.model.name == "linear"
    assert cut == [not reads_all and text.startswith("rain rain") for text in TEXTS]


def test_answers_below_the_threshold_are_rejected() -> None:
    bundle = replace(trained("linear").bundle, threshold=0.6)
    for answer in Predictor(bundle).answer([*TEXTS, "rain bread drum"]):
        assert answer.rejected == (answer.probability < 0.6)
        assert answer.label


def test_among_equal_probabilities_the_first_class_wins() -> None:
    bundle = trained("linear").bundle
    even = np.full(3, 1 / 3, np.float32)
    runs = Predictor(replace(bundle, prior=even))
    [answer] = runs.answer([""], top=3)
    assert [label for label, _ in answer.top] == ["food", "music", "weather"]
    assert runs.predict([""]) == ["food"]


def test_loaded_answers_as_before(runs: Predictor, tmp_path: Path) -> None:
    write_bundle(runs.bundle, tmp_path / "model")
    loaded = load(str(tmp_path / "model"))
    np.testing.assert_array_equal(loaded.predict_proba(TEXTS), runs.predict_proba(TEXTS))
    assert loaded.answer(TEXTS) == runs.answer(TEXTS)


def test_info_tells_what_was_loaded(tmp_path: Path) -> None:
    write_bundle(trained("textcnn").bundle, tmp_path / "model")
    info = load(tmp_path / "model").info
    files: Sequence[Path] = list((tmp_path / "model").iterdir())
    assert info["bytes"] == sum(file.stat().st_size for file in files)
    assert info["labels"] == ["food", "music", "weather"]
    assert (info["model"], info["kind"], info["format"]) == ("textcnn", "multiclass", FORMAT)
    assert info["parameters"] > 0


def test_loading_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderError, match="expected a model folder"):
        load(tmp_path / "no")
