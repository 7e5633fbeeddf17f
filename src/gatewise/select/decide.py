"""What the user left open, decided from the data and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gatewise.config import Config, TrainingConfig, override
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.models import MODELS
from gatewise.text import TOKENIZERS, uses_spaces
from gatewise.training.rates import rates_of

__all__ = ["check_model", "decide", "mean_tokens"]

_SMALL = 2000
"""Below so many rows a tenth of them is too few to stop and calibrate by."""

_FEW = 12_000
"""Up to so many rows the held-out tenth is worth a second training."""

_ROW_VISITS = 70_000
_FEWEST_EPOCHS, _MOST_EPOCHS = 5, 30
"""Small networks are done after about seventy thousand texts seen; more only fits noise."""


_SAMPLE = 1000


def decide(config: Config, texts: Sequence[str]) -> tuple[Config, list[str]]:
    """Fill in every option that is still open.

    Args:
        config: As the user gave it.
        texts: The training texts.

    Returns:
        The settings without open options, except `model.name = "auto"`, and a sentence for each
        decision.

    Raises:
        ConfigError: `model.name` is no model.
    """
    check_model(config.model.name)
    decisions: dict[str, dict[str, Any]] = {key: {} for key in ("data", "text", "training")}
    notes = []
    tokenizer = config.text.tokenizer
    if tokenizer == "auto":
        spaced = uses_spaces(texts)
        tokenizer = decisions["text"]["tokenizer"] = "word" if spaced else "character"
        notes.append(
            "Tokens are words and their pieces, since the script separates words by spaces."
            if spaced
            else "Tokens are characters, since the script does not separate words by spaces."
        )
    if config.data.valid_share is None:
        decisions["data"]["valid_share"] = 0.2 if len(texts) < _SMALL else 0.1
    if config.data.refit is None:
        decisions["data"]["refit"] = len(texts) <= _FEW
    if config.training.epochs is None:
        epochs = round(_ROW_VISITS / max(1, len(texts)))
        decisions["training"]["epochs"] = min(max(epochs, _FEWEST_EPOCHS), _MOST_EPOCHS)
    decided = {f"{s}.{key}": value for s, keys in decisions.items() for key, value in keys.items()}
    if decided:
        told = ", ".join(f"{name} = {value}" for name, value in decided.items())
        notes.append(f"Decided from the data: {told}.")
    decisions["training"] |= _rates(config.training)
    notes += _told_rates(config.training)
    return override(config, _filled(decisions)), notes


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
    told = ", ".join(f"training.{key} = {value:g}" for key, value in open_ones.items())
    return [say("What suits {optimizer}: {settings}.", optimizer=training.optimizer, settings=told)]


def mean_tokens(texts: Sequence[str], tokenizer: str) -> float:
    """Tokens a text, by a sample spread over the rows."""
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    return sum(len(TOKENIZERS[tokenizer].split(text)) for text in sample) / max(1, len(sample))


def check_model(name: str) -> None:
    """Refuse a name that is no model.

    Raises:
        ConfigError: The message lists the models.
    """
    if name not in ("auto", *MODELS):
        raise ConfigError(
            f"model.name is {name!r}; expected one of: auto, {', '.join(MODELS)}. Choose one."
        )


def _filled(decisions: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {section: values for section, values in decisions.items() if values}
