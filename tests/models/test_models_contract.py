"""What every registered model promises, whatever it is made of."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import small_config, toy_rows, toy_sets, trained
from gatewise.bundle import read_bundle, write_bundle
from gatewise.config import ModelConfig
from gatewise.layers.batch import collate
from gatewise.layers.operations import Batch
from gatewise.layers.reference import ReferenceOperations, softmax
from gatewise.layers.trainable import TrainableOperations
from gatewise.models import ARCHITECTURES, Network, NetworkModel
from gatewise.select import Outcome, measure, train
from gatewise.text import Encoded, Ragged
from gatewise.training.weights import initial_weights

POOLINGS = [("last",), ("max",), ("mean",), ("attention",), ("max", "mean", "attention")]


def _probabilities(outcome: Outcome, texts: list[str]) -> Any:
    return outcome.bundle.probabilities(outcome.bundle.model.score(texts))


def test_it_learns(outcome: Outcome, kind: str) -> None:
    fresh = toy_rows(90, seed=1) if kind == "multiclass" else toy_sets(90, seed=1)
    measured = measure(outcome.bundle, fresh)
    assert measured.report.micro_f1.value > (0.95 if kind == "multiclass" else 0.85)


@given(
    texts=st.lists(
        st.text(alphabet="rain bread drum 雨面鼓.", min_size=0, max_size=60), min_size=1, max_size=8
    )
)
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("name", ["linear", *sorted(ARCHITECTURES)])
def test_alone_equals_in_a_batch_and_rows_sum_to_one(name: str, texts: list[str]) -> None:
    outcome = trained(name)
    together = _probabilities(outcome, texts)
    alone = np.concatenate([_probabilities(outcome, [text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-5)


def test_labels_are_told_one_by_one(model_name: str) -> None:
    bundle = trained(model_name, "multilabel").bundle
    texts = ["rain and bread", "a quiet drum", "rain, bread and a drum", ""]
    probabilities = bundle.probabilities(bundle.model.score(texts))
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    assert (np.abs(probabilities.sum(axis=1) - 1) > 1e-3).any()
    assert len(bundle.label_sets(probabilities)[2]) >= 2
    alone = np.concatenate([bundle.probabilities(bundle.model.score([text])) for text in texts])
    np.testing.assert_allclose(probabilities, alone, atol=1e-5)


def test_saved_and_loaded_equals_before(outcome: Outcome, tmp_path: Path) -> None:
    write_bundle(outcome.bundle, tmp_path / "model")
    loaded = read_bundle(tmp_path / "model")
    texts = [*toy_rows(30, seed=2).texts, "", "unheard 音乐"]
    again = loaded.probabilities(loaded.model.score(texts))
    np.testing.assert_array_equal(again, _probabilities(outcome, texts))
    assert loaded.classes == outcome.bundle.classes
    assert loaded.config == outcome.bundle.config
    assert loaded.kind == outcome.bundle.kind
    assert loaded.label_sets(again) == outcome.bundle.label_sets(again)
    write_bundle(loaded, tmp_path / "again")
    for file in (tmp_path / "model").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


def test_the_same_seed_gives_the_same_bytes(model_name: str, tmp_path: Path) -> None:
    def weights(seed: int, name: str) -> bytes:
        config = small_config(model_name, seed=seed)
        config = replace(config, training=replace(config.training, epochs=2))
        write_bundle(train(toy_rows(), config=config).bundle, tmp_path / name)
        return (tmp_path / name / "weights.safetensors").read_bytes()

    first = weights(0, "first")
    assert weights(0, "second") == first
    assert weights(1, "third") != first


def test_an_empty_text_gets_the_prior(outcome: Outcome) -> None:
    scores = outcome.bundle.model.score(["", " \u200b "])
    assert scores.empty.tolist() == [True, True]
    np.testing.assert_allclose(
        outcome.bundle.probabilities(scores), [outcome.bundle.prior] * 2, atol=1e-6
    )


# --- networks: random shapes, lengths and options, with fresh weights -------------------------

_CONFIGS = st.builds(
    ModelConfig,
    embedding=st.integers(1, 9),
    filters=st.integers(1, 5),
    widths=st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True).map(tuple),
    hidden=st.integers(1, 6),
    layers=st.integers(1, 3),
    bidirectional=st.booleans(),
    pooling=st.sampled_from(POOLINGS),
    normalization=st.sampled_from(("none", "batch", "layer")),
    qrnn_width=st.integers(1, 4),
)
_LENGTHS = st.lists(st.integers(0, 9), min_size=1, max_size=6)


def _network(
    name: str, config: ModelConfig, seed: int
) -> tuple[Network, dict[str, Any], np.random.Generator]:
    rng = np.random.default_rng(seed)
    network = Network(replace(config, name=name), 12, 3)
    weights = initial_weights(network.parameters(), rng)
    # Zeros and ones among fresh weights would hide a mistake.
    moved = {n: w + rng.normal(0, 0.1, w.shape).astype("f4") for n, w in weights.items()}
    return network, moved, rng


def _texts(lengths: list[int], rng: np.random.Generator, window: int | None = None) -> Encoded:
    words = [[0], *(rng.integers(1, 12, rng.integers(1, 4)).tolist() for _ in range(7))]
    rows = [rng.integers(1, 8, length).tolist() for length in lengths]
    nothing = np.zeros(len(lengths), np.bool_)
    return Encoded(Ragged.of(rows), Ragged.of(words), nothing, nothing, 0, 0.0, window)


def _padded(batch: Batch[Any], extra: int) -> Batch[Any]:
    return replace(batch, tokens=np.pad(batch.tokens, ((0, 0), (0, extra))))


@pytest.mark.parametrize("name", sorted(ARCHITECTURES))
@given(
    config=_CONFIGS,
    lengths=_LENGTHS,
    window=st.none() | st.integers(1, 10),
    extra=st.integers(1, 5),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=40, deadline=None)
def test_alone_batched_padded_and_torch_agree(
    name: str, config: ModelConfig, lengths: list[int], window: int | None, extra: int, seed: int
) -> None:
    network, weights, rng = _network(name, config, seed)
    texts = _texts(lengths, rng, window)
    every = np.arange(len(lengths))

    def run(batch: Batch[Any]) -> Any:
        return softmax(network.logits(ReferenceOperations(), weights, batch))

    batched = run(collate(texts, every))
    padded = run(_padded(collate(texts, every), extra))
    alone = np.concatenate([run(collate(texts, every[i : i + 1])) for i in every])
    np.testing.assert_allclose(padded, batched, atol=1e-5)
    np.testing.assert_allclose(alone, batched, atol=1e-5)
    np.testing.assert_allclose(batched.sum(axis=1), 1, atol=1e-5)

    tensors = Batch(*(torch.from_numpy(array) for array in astuple(collate(texts, every))))
    with torch.no_grad():
        logits = network.logits(
            TrainableOperations(), {n: torch.from_numpy(w) for n, w in weights.items()}, tensors
        )
    np.testing.assert_allclose(torch.softmax(logits, dim=1).numpy(), batched, atol=1e-5)


@pytest.mark.parametrize("name", sorted(ARCHITECTURES))
@given(config=_CONFIGS)
@settings(max_examples=10, deadline=None)
def test_every_declared_weight_is_used(name: str, config: ModelConfig) -> None:
    network, weights, rng = _network(name, config, 0)
    trained = {n for n, parameter in network.parameters().items() if parameter.trained}
    tensors = {
        n: torch.from_numpy(w).double().requires_grad_(n in trained) for n, w in weights.items()
    }
    arrays = astuple(collate(_texts([9, 4, 7], rng), np.arange(3)))
    batch = Batch(*(torch.from_numpy(array) for array in arrays))
    network.logits(TrainableOperations(), tensors, batch).sum().backward()
    assert {n for n, tensor in tensors.items() if tensor.grad is not None} == trained


def test_parameters_are_counted(outcome: Outcome) -> None:
    model = outcome.bundle.model
    if isinstance(model, NetworkModel):
        declared = model.network.parameters().values()
        assert model.parameters == sum(parameter.size for parameter in declared)
    assert model.parameters > 0
