"""Runs that start from vectors: what is told, what is stored, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import small_config, toy_rows
from gatewise.bundle import read_bundle, write_bundle
from gatewise.config import Config, override
from gatewise.errors import ConfigError, InputError
from gatewise.models import NetworkModel
from gatewise.models.network import TABLE
from gatewise.select import Outcome, cross_validate, train

ROWS = toy_rows(120)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Vectors of 20 values for some words."""
    path = tmp_path / "secret" / "v.txt"
    path.parent.mkdir()
    words = ["rain", "snow", "the", "song", "bread", "unheard"]
    rng = np.random.default_rng(3)
    rows = [f"{word} {' '.join(map(str, rng.normal(size=20)))}" for word in words]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def _config(name: str = "textcnn", **sections: dict[str, Any]) -> Config:
    quick = override(small_config(name), {"training": {"epochs": 2}})
    return override(quick, sections)


def _table(outcome: Outcome) -> Any:
    model = outcome.bundle.model
    assert isinstance(model, NetworkModel)
    return model.weights[TABLE]


def test_the_file_is_told_by_name_and_stays_outside_the_model(file: str, tmp_path: Path) -> None:
    config = _config(model={"vectors": file})
    outcome = train(ROWS, config=config)
    told = [note for note in outcome.notes if "have a vector" in note]
    assert len(told) == 1  # though the model was trained twice
    assert told[0].startswith("v.txt: 5 of ")
    assert "have a vector of 20 values." in told[0]
    assert _table(outcome).shape[1] == 32  # 16 would not hold them
    write_bundle(outcome.bundle, tmp_path / "m")
    stored = b"".join(p.read_bytes() for p in (tmp_path / "m").iterdir())
    assert b"v.txt" in stored
    assert b"secret" not in stored
    assert b"unheard" in stored  # a word of the file, of which no text is known by it
    assert read_bundle(tmp_path / "m").config.model.vectors == "v.txt"


def test_words_of_the_file_are_known_up_to_the_number_asked_for(file: str) -> None:
    config = _config(model={"vectors": file, "vector_words": 6}, data={"refit": False})
    all_six = train(ROWS, config=config).bundle.model
    none = train(ROWS, config=override(config, {"model": {"vector_words": 0}})).bundle.model
    assert isinstance(all_six, NetworkModel)
    assert isinstance(none, NetworkModel)
    assert all_six.encoder.encode(["unheard"]).unknown_share == 0
    assert none.encoder.encode(["unheard"]).unknown_share == 1
    assert len(all_six.encoder.vocabulary) == len(none.encoder.vocabulary) + 1


def test_runs_with_vectors_repeat_to_the_byte_and_differ_from_those_without(file: str) -> None:
    config = _config(model={"vectors": file, "embedding": 32}, data={"refit": False})
    with_vectors = _table(train(ROWS, config=config))
    assert with_vectors.tobytes() == _table(train(ROWS, config=config)).tobytes()
    plain = _config(model={"embedding": 32}, data={"refit": False})
    assert with_vectors.tobytes() != _table(train(ROWS, config=plain)).tobytes()


def test_every_network_of_a_union_starts_from_them(file: str) -> None:
    config = _config("linear+textcnn+bilstm", model={"vectors": file})
    outcome = train(ROWS, config=config)
    assert sum("have a vector" in note for note in outcome.notes) == 1


def test_texts_without_labels_teach_vectors(file: str) -> None:
    more = [list(toy_rows(60, seed=1).texts), list(toy_rows(60, seed=2).texts)]
    outcome = train(ROWS, config=_config(), unlabelled=more)
    (told,) = [note for note in outcome.notes if "have a vector" in note]
    assert told.startswith("Learnt from texts without labels: ")
    both = train(ROWS, config=_config(model={"vectors": file}), unlabelled=more)
    assert sum("have a vector" in note for note in both.notes) == 2
    assert _table(both).shape[1] % 32 == 0
    crossed = cross_validate(ROWS, config=_config(), count=2, baseline=False, unlabelled=more)
    assert crossed.report.n == len(ROWS)


def test_what_cannot_be_used_is_refused(file: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"linear.*no use for vectors"):
        train(ROWS, config=_config("linear", model={"vectors": file}))
    with pytest.raises(ConfigError, match=r"linear.*no use for vectors"):
        train(ROWS, config=_config("linear"), unlabelled=[["a text"]])
    foreign = tmp_path / "zh.txt"
    foreign.write_text("雨 1 2\n雪 3 4\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"zh\.txt: none of the \d+ words"):
        train(ROWS, config=_config(model={"vectors": str(foreign)}))
