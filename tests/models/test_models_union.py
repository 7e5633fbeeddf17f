"""A union: the weighted sum of what its parts say, and one name for them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conftest import toy_rows, trained
from gatewise.bundle import pack, unpack
from gatewise.models import LinearModel, NetworkModel, UnionModel, joined, parts_of

UNION = "linear+textcnn+bilstm"


def _union() -> UnionModel:
    model = trained(UNION).bundle.model
    assert isinstance(model, UnionModel)
    return model


def test_it_says_the_weighted_sum_of_what_its_parts_say() -> None:
    texts = list(toy_rows(20, seed=5).texts)
    model = _union()
    alone = [part.factor * part.model.score(texts).logits for part in model.parts]
    np.testing.assert_allclose(model.score(texts).logits, sum(alone), rtol=1e-5, atol=1e-5)


def test_a_part_that_counts_twice_is_heard_twice() -> None:
    texts, model = list(toy_rows(20, seed=5).texts), _union()
    first, *others = model.parts
    louder = UnionModel([replace(first, factor=2 * first.factor), *others])
    gained = louder.score(texts).logits - model.score(texts).logits
    np.testing.assert_allclose(gained, first.factor * first.model.score(texts).logits, atol=1e-5)


def test_names_are_joined_and_parted() -> None:
    assert joined(parts_of(UNION)) == UNION
    assert parts_of("linear") == ("linear",)


def test_its_networks_share_vocabulary_and_pieces() -> None:
    model = _union()
    encoders = [part.model.encoder for part in model.parts if isinstance(part.model, NetworkModel)]
    assert len(encoders) == 2
    assert all(encoder is model.encoder for encoder in encoders)
    again = unpack(pack(trained(UNION).bundle)).model
    assert isinstance(again, UnionModel)
    read = [part.model.encoder for part in again.parts if isinstance(part.model, NetworkModel)]
    assert read[0] is read[1]


def test_its_linear_part_is_the_baseline_too_and_saved_once() -> None:
    bundle = trained(UNION).bundle
    files = pack(bundle)
    assert "baseline.safetensors" not in files
    again = unpack(files)
    assert isinstance(again.model, UnionModel)
    assert again.baseline is not None
    assert isinstance(again.baseline.model, LinearModel)
    assert again.baseline.model is again.model.linear


def test_the_folder_tells_the_epochs_of_each_network() -> None:
    history = trained(UNION).bundle.history
    assert [record["model"] for record in history] == sorted(
        (record["model"] for record in history), reverse=True
    )
    assert {record["model"] for record in history} == {"textcnn", "bilstm"}


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_empty_to_all(text: str) -> None:
    assert _union().score([text]).empty.all()
