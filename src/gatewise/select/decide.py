"""What the user left open, decided from the data and told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gatewise.config import Config, DataConfig, ModelConfig, TrainingConfig, override
from gatewise.data.labels import Label, is_multilabel
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.models import MODELS, joined, parts_of
from gatewise.select.plan import SHORT, Plan, Size, plan
from gatewise.text import NOTHING_LEARNT, TOKENIZERS, uses_spaces
from gatewise.training.rates import rates_of

__all__ = ["check_model", "decide", "mean_tokens"]

_SMALL = 2000
"""Below so many rows a tenth of them is too few to stop and calibrate by."""

_FEW = 12_000
"""Up to so many rows the held-out tenth is worth a second training."""

_ROW_VISITS = 70_000
_FEWEST_EPOCHS, _MOST_EPOCHS = 5, 30
"""Small networks are done after about seventy thousand texts seen; more only fits noise."""


_LONG, _FEWEST_OF_LONG = 200, 3
"""Tokens; batches of longer texts hold few, so that three epochs are many steps already."""

_MOVE = 0.3
"""On held-out rows of trec6 and tweeteval_emotion worth 1.5 and 1.0 points of a BiLSTM."""

_SAMPLE = 1000


def decide(
    config: Config, texts: Sequence[str], labels: Sequence[Label]
) -> tuple[Config, list[str]]:
    """Fill in every option that is still open and does not depend on the model.

    Args:
        config: As the user gave it.
        texts: The training texts.
        labels: Their labels.

    Returns:
        The settings without open options, except `model.name = "auto"`, and a sentence for each
        decision.

    Raises:
        ConfigError: `model.name` is no model.
    """
    check_model(config.model)
    notes = []
    tokenizer: dict[str, Any] = {}
    if config.text.tokenizer == "auto":
        tokenizer, told = _tokenizer(texts)
        notes.append(told)
    name = str(tokenizer.get("tokenizer", config.text.tokenizer))
    work = _work(config, Size(len(texts), mean_tokens(texts, name)))
    decisions = {
        "data": _division(config.data, len(texts)) | work["data"],
        "text": tokenizer,
        "model": _policy(config.model, labels) | work["model"],
        "training": work["training"],
    }
    if config.model.name == "linear":  # what is decided for networks is no news then
        decisions["training"] = {}
    decided = {f"{s}.{key}": value for s, keys in decisions.items() for key, value in keys.items()}
    if decided:
        told = say(", ").join(f"{name} = {value}" for name, value in decided.items())
        notes.append(say("Decided from the data: {settings}.", settings=told))
    decisions["training"] |= _rates(config.training)
    notes += _told_rates(config.training)
    return override(config, {key: values for key, values in decisions.items() if values}), notes


def _tokenizer(texts: Sequence[str]) -> tuple[dict[str, Any], str]:
    if uses_spaces(texts):
        return {"tokenizer": "word"}, say(
            "Tokens are words and their pieces, since the script separates words by spaces."
        )
    return {"tokenizer": "character"}, say(
        "Tokens are characters, since the script does not separate words by spaces."
    )


def _division(data: DataConfig, rows: int) -> dict[str, Any]:
    if data.valid_share is None:
        return {"valid_share": 0.2 if rows < _SMALL else 0.1}
    return {}


def _policy(model: ModelConfig, labels: Sequence[Label]) -> dict[str, Any]:
    if model.at_least_one is None and is_multilabel(labels):
        return {"at_least_one": all(labels)}
    return {}


def _work(config: Config, size: Size) -> dict[str, dict[str, Any]]:
    """How much is done, as far as the user left that open: by time for `auto`, else by rules."""
    model, training, refit = config.model, config.training, config.data.refit
    auto, few = model.name == "auto", size.rows <= _FEW
    moved = few and size.tokens <= SHORT
    wanted = Plan(
        models=(model.candidates or size.models) if auto else parts_of(model.name),
        epochs=training.epochs or _epochs(size),
        adversarial=moved if training.adversarial is None else training.adversarial > 0,
        refit=(few or auto) if refit is None else refit,
    )
    open_ = {
        "models": auto and model.candidates is None,
        "epochs": training.epochs is None,
        "adversarial": training.adversarial is None,
        "refit": refit is None,
    }
    budget = training.time_budget or (size.usual if auto else math.inf)
    found = plan(wanted, size, budget, open_={name for name, is_open in open_.items() if is_open})
    return {
        "data": {"refit": found.refit} if open_["refit"] else {},
        "model": {"candidates": found.models} if open_["models"] else {},
        "training": {
            **({"epochs": found.epochs} if open_["epochs"] else {}),
            **({"adversarial": _MOVE * found.adversarial} if open_["adversarial"] else {}),
        },
    }


def _epochs(size: Size) -> int:
    fewest = _FEWEST_OF_LONG if size.tokens > _LONG else _FEWEST_EPOCHS
    return min(max(round(_ROW_VISITS / max(1, size.rows)), fewest), _MOST_EPOCHS)


def _rates(training: TrainingConfig) -> dict[str, float]:
    """Learning rates and weight decay, as given or as suits the optimiser."""
    rates = rates_of(training)
    return {
        "learning_rate": rates.dense,
        "table_learning_rate": rates.table,
        "weight_decay": rates.weight_decay,
    }


def _told_rates(training: TrainingConfig) -> list[str]:
    """A sentence where the optimiser is not the usual one and something was left open."""
    given = {key: getattr(training, key) for key in _rates(training)}
    if training.optimizer == TrainingConfig().optimizer or None not in given.values():
        return []
    open_ones = {key: value for key, value in _rates(training).items() if given[key] is None}
    told = say(", ").join(f"training.{key} = {value:g}" for key, value in open_ones.items())
    return [say("What suits {optimizer}: {settings}.", optimizer=training.optimizer, settings=told)]


def mean_tokens(texts: Sequence[str], tokenizer: str) -> float:
    """Tokens a text, by a sample spread over the rows."""
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    # Pieces are not learnt yet; there are about as many as words.
    kind = TOKENIZERS["word" if tokenizer == "bpe" else tokenizer]
    split = kind.make(NOTHING_LEARNT)
    return sum(len(split(text)) for text in sample) / max(1, len(sample))


def check_model(model: ModelConfig) -> None:
    """Refuse names that are neither models nor unions of different ones.

    Raises:
        ConfigError: The message lists the models.
    """
    if model.name != "auto":
        _check_parts("model.name", model.name, parts_of(model.name))
    if model.candidates is not None:
        _check_parts("model.candidates", joined(model.candidates), model.candidates)


def _check_parts(option: str, value: str, parts: Sequence[str]) -> None:
    if set(parts) - set(MODELS) or len(set(parts)) < len(parts):
        raise ConfigError(
            say(
                "{option} is {value!r}; expected one of: {models}; or several of them, as "
                "linear+textcnn. Choose one.",
                option=option,
                value=value,
                models=say(", ").join(("auto", *MODELS)),
            )
        )
