"""How much memory a run will take, told before it starts. The figures are those of Linux.

Legend: N rows, F features of the linear model, C classes, D embedding, V rows of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gatewise.config import Config, ModelConfig
from gatewise.kernels import native
from gatewise.languages import say
from gatewise.models import Parameters
from gatewise.models.linear import hashers_for
from gatewise.models.network import TABLE
from gatewise.text import TOKENIZERS
from gatewise.training.linear import MOST_WEIGHTS
from gatewise.training.machines import MANY, SIDE_BY_SIDE, at_once

__all__ = ["Demand", "announce", "demand"]

_PROGRAM = 360e6
"""Python with torch, scikit-learn and polars at rest, as measured."""

_HASHING = 150e6
"""N-grams of one portion of texts, sorted."""

_A_VALUE = 4

_TABLE_COPIES = 7
"""The table, two moments and the average; an average to measure, one kept, one in the making."""

_DENSE_COPIES = 7
"""As the table, with a gradient."""

_A_PAIR = 52 if native is None else 16
"""Bytes of a text's n-gram: in the portions of the sparse matrix while they are joined; without
the native kernels as it is counted, in the matrix, and in the solver's copy."""

_FULL_COPIES = 4
"""Of the weights in full precision: the solver's, its result, and two while they are rounded."""

_JUDGING = 40
"""Bytes of a logit while an epoch is judged: itself, and five times in double precision."""


@dataclass(frozen=True)
class Demand:
    """What a run asks of the machine.

    Args:
        values: Trained values of the network, or of the linear model where there is none.
        bytes: Peak of the resident memory, an estimate.
    """

    values: int
    bytes: int


def demand(
    config: Config,
    texts: Sequence[str],
    classes: int,
    parameters: Parameters | None = None,
    *,
    linear: bool = True,
) -> Demand:
    """Estimate what training will take.

    Args:
        config: Settings, everything decided.
        texts: The training texts.
        classes: C.
        parameters: Of the network; None where none is trained.
        linear: Whether the linear model is trained, before the network.
    """
    characters = sum(map(len, texts))
    kept = 3 * characters + 300 * len(texts)  # the texts themselves, and encoded
    features = _features(config, characters, classes)
    weights = features * classes if linear else 0
    phases = [_linear(config, characters, features, classes)] if linear else []
    if parameters is not None:
        phases.append(_network(config, len(texts), classes, parameters))
    values = weights if parameters is None else sum(p.size for p in parameters.values())
    return Demand(values, round(_PROGRAM + kept + weights + max(phases, default=0.0)))


def announce(demands: Sequence[Demand]) -> str:
    """What models that are trained one after the other ask for, as a sentence."""
    return say(
        "About {gigabytes:.1f} GB of memory, {values:,} trained values.",
        gigabytes=max(needed.bytes for needed in demands) / 1e9,
        values=sum(needed.values for needed in demands),
    )


def _pairs(config: Config, characters: int) -> float:
    """N-grams of all texts, each once a text; the shares were measured on six sets."""
    return (3.8 if TOKENIZERS[config.text.tokenizer].words else 2.3) * characters


def _features(config: Config, characters: int, classes: int) -> int:
    """F: a tenth of all n-grams of texts where few stand twice, a fiftieth where many do."""
    kinds = len(hashers_for(config.text.tokenizer))
    share = 0.05 if TOKENIZERS[config.text.tokenizer].words else 0.1
    affordable = MOST_WEIGHTS // (classes * kinds)
    most = kinds * max(1, min(config.text.max_ngrams, affordable))
    return min(most, round(share * _pairs(config, characters)) + 1)


def _linear(config: Config, characters: int, features: int, classes: int) -> float:
    """Bytes beside the model's own weights."""
    solved = SIDE_BY_SIDE if classes > MANY else min(classes, at_once(features))
    full = 8 * features * solved * (1 if classes > MANY else _FULL_COPIES)
    return max(_HASHING, _pairs(config, characters) * _A_PAIR + full)


def _network(config: Config, rows: int, classes: int, parameters: Parameters) -> float:
    dense = sum(p.size for name, p in parameters.items() if name != TABLE)
    weights = _A_VALUE * (_TABLE_COPIES * parameters[TABLE].size + _DENSE_COPIES * dense)
    training = config.training
    step = training.batch_tokens * _activations(config.model) + 4 * training.batch_size * classes
    judged = rows * (config.data.valid_share or 0.0) / 2
    return weights + _A_VALUE * step + judged * classes * _JUDGING


def _activations(model: ModelConfig) -> int:
    """Values a token: its vector after each kind of dropout, and what the encoder makes of it."""
    filters = 4 * (model.filters or 128) * len(model.widths or (1, 2, 3, 4))
    gates = 2 * 12 * model.hidden * model.layers
    return 10 * model.embedding + max(filters, gates)
