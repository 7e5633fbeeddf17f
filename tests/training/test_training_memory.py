"""The memory of a run: what it grows with. How near it is, benchmarks/memory.py measures."""

from __future__ import annotations

from conftest import small_config, toy_rows
from gatewise.config import override
from gatewise.languages import speaking
from gatewise.training.memory import announce, demand
from training.toy import toy_task

TEXTS = list(toy_rows(90).texts)
CONFIG = override(small_config("textcnn"), {"text": {"tokenizer": "word"}})


def test_more_of_anything_takes_more() -> None:
    parameters = toy_task()[1].parameters()
    few = demand(CONFIG, TEXTS, 3, parameters).bytes
    assert demand(CONFIG, TEXTS, 3).bytes <= few
    assert demand(CONFIG, TEXTS, 3, parameters, linear=False).bytes < few
    assert demand(CONFIG, TEXTS * 100, 3, parameters).bytes > few
    assert demand(CONFIG, TEXTS, 5000, parameters).bytes > few


def test_trained_values_are_counted() -> None:
    network = toy_task()[1]
    values = sum(parameter.size for parameter in network.parameters().values())
    assert demand(CONFIG, TEXTS, 3, network.parameters()).values == values
    needed = demand(CONFIG, TEXTS, 3, network.parameters())
    assert f"{values:,} trained values" in announce([needed])
    assert f"{2 * values:,} trained values" in announce([needed, needed])
    with speaking("zh"):
        assert "内存" in announce([needed])


def test_a_million_classes_are_bounded_for_the_linear_model() -> None:
    assert demand(CONFIG, TEXTS * 1000, 1_000_000).bytes < 3e9
