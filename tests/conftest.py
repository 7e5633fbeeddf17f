"""What many tests share: a toy task, small settings, trained models, and where real data lies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gatewise import kernels
from gatewise.config import Config, override
from gatewise.data.labels import label_names
from gatewise.languages import speak
from gatewise.models import MODELS
from gatewise.select import Outcome, Rows, train

_WORDS = {
    "weather": ["rain", "sun", "cloud", "storm", "snow", "wind", "frost", "heat"],
    "food": ["bread", "soup", "rice", "cheese", "apple", "salt", "tea", "noodle"],
    "music": ["drum", "song", "chord", "piano", "choir", "tune", "bass", "horn"],
}


def toy_rows(count: int = 240, seed: int = 0) -> Rows:
    """Sentences whose words tell their class, among words that tell nothing."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for number in range(count):
        label = list(_WORDS)[number % len(_WORDS)]
        telling = rng.choice(_WORDS[label], size=3)
        filler = rng.choice(["the", "a", "of", "and", "with", "quite"], size=rng.integers(1, 6))
        words = rng.permutation([*telling, *filler])
        texts.append(f"{' '.join(words)} no {number}")
        labels.append(label)
    return Rows(texts, labels)


def toy_sets(count: int = 240, seed: int = 0) -> Rows:
    """Sentences that tell of one, two or three topics, or of none."""
    rng = np.random.default_rng(seed)
    texts: list[str] = []
    labels: list[tuple[str, ...]] = []
    for number in range(count):
        topics = sorted(rng.permutation(list(_WORDS))[: number % 4])
        telling = [word for topic in topics for word in rng.choice(_WORDS[topic], size=2)]
        filler = rng.choice(["the", "a", "of", "and", "with", "quite"], size=rng.integers(1, 4))
        texts.append(f"{' '.join(rng.permutation([*telling, *filler]))} no {number}")
        labels.append(tuple(str(topic) for topic in topics))
    return Rows(texts, labels)


def pairs(rows: Rows) -> list[tuple[str, str]]:
    """Label and text of each row, as files are written."""
    return list(zip(label_names(rows.labels), rows.texts, strict=True))


def small_config(name: str, *, seed: int = 0) -> Config:
    """A model that trains in a second."""
    return override(
        Config(),
        {
            "model": {"name": name, "embedding": 16, "filters": 8, "hidden": 8, "widths": [1, 2]},
            "training": {
                "epochs": 12,
                "threads": 1,
                "seed": seed,
                "batch_size": 16,
                "adversarial": 0.0,
            },
            "text": {"max_subwords": 200},
        },
    )


@cache
def trained(name: str, kind: str = "multiclass") -> Outcome:
    """The toy task learnt by a registered model; trained once a test run."""
    if kind == "multiclass":
        return train(toy_rows(), config=small_config(name))
    # Several decisions a row take longer to learn than one.
    longer = override(small_config(name), {"training": {"epochs": 30}})
    return train(toy_sets(), config=longer)


@pytest.fixture(scope="session", autouse=True)
def _locale_of_no_language() -> Iterator[None]:
    """The command line speaks English to every test, whatever the machine speaks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A test that spoke another language leaves English behind."""
    yield
    speak("en")


@pytest.fixture(params=(*MODELS, "linear+textcnn+bilstm"))
def model_name(request: pytest.FixtureRequest) -> str:
    """Every registered model, of which a new one is tested without a line here, and a union."""
    return str(request.param)


@pytest.fixture(params=["multiclass", "multilabel"])
def kind(request: pytest.FixtureRequest) -> str:
    """One label a row, or any number."""
    return str(request.param)


@pytest.fixture
def outcome(model_name: str, kind: str) -> Outcome:
    """The toy task of each kind learnt by each registered model."""
    return trained(model_name, kind)


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Finds real labelled data, or skips the test with a sentence."""
    root = Path(os.environ.get("GATEWISE_DATA", Path(__file__).parents[2] / "shared" / "data"))

    def find(name: str) -> Path:
        path = root / name
        if not path.exists():
            pytest.skip(f"{path} is not there; set GATEWISE_DATA to the folder of labelled data")
        return path

    return find


def _isas() -> list[str]:
    return kernels.isas() or ["none"]


@pytest.fixture(params=_isas())
def isa(request: pytest.FixtureRequest) -> Iterator[str]:
    """The instruction set in use during the test."""
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    before = kernels.isa()
    assert kernels.native.choose_isa(request.param)
    yield request.param
    assert kernels.native.choose_isa(before)


@pytest.fixture
def bf16_isas() -> Iterator[list[str]]:
    """Instruction sets that multiply bf16; the one in use afterwards is the one before."""
    before = kernels.isa()
    found: list[str] = []
    for name in kernels.isas():
        kernels.native.choose_isa(name)
        found += [name] * kernels.has_bfloat16()
    if before:
        kernels.native.choose_isa(before)
    if len(found) < 2:
        pytest.skip("no two instruction sets multiply bf16 here")
    yield found
    kernels.native.choose_isa(before)


@pytest.fixture(params=[1, 3])
def kernel_threads(request: pytest.FixtureRequest) -> Iterator[int]:
    """Threads in use during the test; three is no divisor of anything."""
    if kernels.native is None:
        pytest.skip("the native kernels are not built or switched off")
    before = kernels.native.threads()
    kernels.native.set_threads(request.param)
    yield int(request.param)
    kernels.native.set_threads(before)
