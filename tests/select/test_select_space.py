"""What is searched: ranges around the defaults, and nothing that the user set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conftest import toy_rows
from gatewise.config import Config, override
from gatewise.models import ARCHITECTURES, MODELS
from gatewise.select.decide import decide
from gatewise.select.fitting import Fitter
from gatewise.select.space import Choice, Range, defaults, nested, space
from gatewise.training.progress import Silent


def _config(name: str, **sections: dict[str, Any]) -> Config:
    """The settings of one model, everything decided for toy rows."""
    rows = toy_rows()
    config = override(Config(), sections)
    config, _ = decide(config, rows.texts, rows.labels)
    return Fitter(config, ("a", "b"), False, 8.0, Silent()).named(name)


def _options(name: str, fixed: set[str] = frozenset(), **sections: Any) -> set[str]:  # type: ignore[assignment]
    return {dimension.option for dimension in space(_config(name, **sections), fixed)}


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_its_space_and_the_defaults_lie_in_it(name: str) -> None:
    config = _config(name)
    dimensions = space(config, ())
    found = defaults(config, dimensions)
    assert dimensions
    for dimension in dimensions:
        value = found[dimension.option]
        if isinstance(dimension, Range):
            assert dimension.low <= value <= dimension.high
            assert dimension.low < dimension.high
        assert dimension.distribution()._contains(
            dimension.distribution().to_internal_repr(dimension.write(value))
        )
        assert dimension.read(dimension.write(value)) == value


@pytest.mark.parametrize("name", MODELS)
def test_the_ends_of_every_range_are_possible_settings(name: str) -> None:
    config = _config(name)
    for dimension in space(config, ()):
        ends: list[Any] = (
            list(dimension.choices)
            if isinstance(dimension, Choice)
            else [dimension.read(dimension.low), dimension.read(dimension.high)]
        )
        for value in ends:
            override(config, nested({dimension.option: value}))


def test_sizes_are_those_that_the_architecture_has() -> None:
    assert {"model.filters", "model.widths"} <= _options("textcnn")
    assert "model.hidden" not in _options("textcnn")
    assert {"model.hidden", "model.recurrent_dropout"} <= _options("bilstm")
    assert "model.filters" not in _options("bilstm")
    assert {"model.hidden", "model.filters"} <= _options("lstm-cnn")
    assert _options("linear") == {"model.C", "text.min_documents"}
    assert "textcnn" in ARCHITECTURES


def test_what_the_user_set_is_left_alone() -> None:
    fixed = {"model.hidden", "training.learning_rate"}
    assert _options("bilstm", fixed) == _options("bilstm") - fixed


def test_what_costs_much_is_searched_only_where_it_was_decided_for() -> None:
    assert "training.adversarial" in _options("textcnn")
    assert "training.adversarial" not in _options("textcnn", training={"adversarial": 0.0})
    assert "training.epochs" not in _options("textcnn", training={"epochs": 1})
    found = _options("textcnn", training={"find_learning_rate": True})
    assert "training.learning_rate" not in found


def test_rates_lie_around_what_suits_the_optimiser() -> None:
    config = _config("textcnn", training={"optimizer": "sgd"})
    (rate,) = (d for d in space(config, ()) if d.option == "training.learning_rate")
    assert isinstance(rate, Range)
    assert rate.low < 0.1 < rate.high
    fast = replace(config, training=replace(config.training, learning_rate=90.0))
    (rate,) = (d for d in space(fast, ()) if d.option == "training.learning_rate")
    assert isinstance(rate, Range)
    assert rate.high == 100


def test_values_that_are_drawn_become_plain_settings() -> None:
    assert Range("a.b", 0, 1).read(0.30000000000000004) == 0.3
    assert Range("a.b", 1, 9, whole=True).read(3.0) == 3
    assert Choice("a.b", ((1, 2), (3,))).read("[3]") == [3]
    assert nested({"a.b": 1, "a.c": 2, "d.e": 3}) == {"a": {"b": 1, "c": 2}, "d": {"e": 3}}
