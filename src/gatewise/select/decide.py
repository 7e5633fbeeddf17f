"""What the user left open, decided from the data and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gatewise.config import Config, DataConfig, ModelConfig, TrainingConfig, override
from gatewise.data.labels import Label, is_multilabel
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.models import MODELS, parts_of
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

_SHORT = 40
"""Tokens; a step over longer texts costs too much to do it twice."""

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
    check_model(config.model.name)
    notes = []
    tokenizer: dict[str, Any] = {}
    if config.text.tokenizer == "auto":
        tokenizer, told = _tokenizer(texts)
        notes.append(told)
    name = str(tokenizer.get("tokenizer", config.text.tokenizer))
    tokens = mean_tokens(texts, name)
    decisions = {
        "data": _division(config.data, len(texts)),
        "text": tokenizer,
        "model": _policy(config.model, labels),
        "training": _effort(config.training, len(texts), tokens),
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
    decided: dict[str, Any] = {}
    if data.valid_share is None:
        decided["valid_share"] = 0.2 if rows < _SMALL else 0.1
    if data.refit is None:
        decided["refit"] = rows <= _FEW
    return decided


def _policy(model: ModelConfig, labels: Sequence[Label]) -> dict[str, Any]:
    if model.at_least_one is None and is_multilabel(labels):
        return {"at_least_one": all(labels)}
    return {}


def _effort(training: TrainingConfig, rows: int, tokens: float) -> dict[str, Any]:
    decided: dict[str, Any] = {}
    if training.epochs is None:
        epochs = round(_ROW_VISITS / max(1, rows))
        fewest = _FEWEST_OF_LONG if tokens > _LONG else _FEWEST_EPOCHS
        decided["epochs"] = min(max(epochs, fewest), _MOST_EPOCHS)
    if training.adversarial is None:
        cheap = rows <= _FEW and tokens <= _SHORT
        decided["adversarial"] = _MOVE if cheap else 0.0
    return decided


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


def check_model(name: str) -> None:
    """Refuse a name that is neither a model nor a union of different ones.

    Raises:
        ConfigError: The message lists the models.
    """
    parts = parts_of(name)
    if name != "auto" and (set(parts) - set(MODELS) or len(set(parts)) < len(parts)):
        raise ConfigError(
            say(
                "model.name is {name!r}; expected one of: {models}; or several of them, as "
                "linear+textcnn. Choose one.",
                name=name,
                models=say(", ").join(("auto", *MODELS)),
            )
        )
