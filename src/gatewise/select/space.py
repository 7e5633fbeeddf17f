"""What is worth searching of each model's settings, and how far from what they would be.

Ranges lie around the defaults, which suit most sets: a search of some tens of trials has no time
to find its way back from nonsense. What costs most and gains least is left out: the sizes of
batches and tables, optimisers, second layers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from gatewise.config import Config, to_dict
from gatewise.models import ARCHITECTURES

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

__all__ = ["Choice", "Dimension", "Range", "by_option", "defaults", "nested", "space"]


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`.

    Args:
        option: The option, `section.key`.
        low: The least value.
        high: The greatest.
        log: As many values are tried between 1 and 10 as between 10 and 100.
        step: Distance of the values that are tried; None tries any, to three digits.
        whole: Integers.
    """

    option: str
    low: float
    high: float
    log: bool = False
    step: float | None = None
    whole: bool = False

    def distribution(self) -> BaseDistribution:
        """As optuna draws from it."""
        from optuna.distributions import FloatDistribution, IntDistribution

        if self.whole:
            return IntDistribution(int(self.low), int(self.high), step=int(self.step or 1))
        return FloatDistribution(self.low, self.high, log=self.log, step=self.step)

    def read(self, drawn: Any) -> Any:
        """The setting that optuna's value stands for."""
        return int(drawn) if self.whole else float(f"{drawn:.3g}")

    def write(self, value: Any) -> Any:
        """The inverse of `read`."""
        return value


@dataclass(frozen=True)
class Choice:
    """One of several lists of numbers.

    Args:
        option: The option, `section.key`.
        choices: What may be chosen.
    """

    option: str
    choices: tuple[tuple[int, ...], ...]

    def distribution(self) -> BaseDistribution:
        """As optuna draws from it."""
        from optuna.distributions import CategoricalDistribution

        return CategoricalDistribution([self.write(choice) for choice in self.choices])

    def read(self, drawn: Any) -> Any:
        """The setting that optuna's value, which must be plain, stands for."""
        return json.loads(drawn)

    def write(self, value: Any) -> Any:
        """The inverse of `read`."""
        return json.dumps(list(value))


Dimension: TypeAlias = Range | Choice

_WIDTHS = ((1, 2, 3), (1, 2, 3, 4), (2, 3, 4), (1, 2, 3, 4, 5))

_LINEAR = (
    Range("model.C", 0.05, 5, log=True),
    Range("text.min_documents", 2, 5, whole=True),
)

_NETWORK = (
    Range("model.embedding_dropout", 0, 0.6, step=0.1),
    Range("model.word_dropout", 0, 0.2, step=0.05),
    Range("model.head_dropout", 0, 0.7, step=0.1),
    Range("training.label_smoothing", 0, 0.2, step=0.05),
)


def space(config: Config, fixed: Collection[str]) -> tuple[Dimension, ...]:
    """What to search.

    Args:
        config: Of one model, everything decided: the defaults, around which the ranges lie.
        fixed: Options that the user set, `section.key`; they are left alone.
    """
    linear = config.model.name == "linear"
    every = _LINEAR if linear else (*_rates(config), *_NETWORK, *_effort(config), *_sizes(config))
    return tuple(dimension for dimension in every if dimension.option not in fixed)


def defaults(config: Config, dimensions: Sequence[Dimension]) -> dict[str, Any]:
    """What the searched options are without a search, by option."""
    values = by_option(config)
    return {dimension.option: values[dimension.option] for dimension in dimensions}


def by_option(config: Config) -> dict[str, Any]:
    """Every value by its option, `section.key`, ready for JSON; `nested` is the inverse."""
    plain = to_dict(config).items()
    return {f"{section}.{key}": value for section, keys in plain for key, value in keys.items()}


def nested(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Values by option as values by section and key."""
    sections: dict[str, dict[str, Any]] = {}
    for option, value in values.items():
        section, _, key = option.partition(".")
        sections.setdefault(section, {})[key] = value
    return sections


def _rates(config: Config) -> Iterator[Dimension]:
    """Around what suits the optimiser; nothing where the rate is looked for by itself."""
    training = config.training
    if training.find_learning_rate:
        return
    for key in ("learning_rate", "table_learning_rate"):
        rate = getattr(training, key)
        yield Range(f"training.{key}", rate / 3, min(100, rate * 3), log=True)


def _effort(config: Config) -> Iterator[Dimension]:
    """Adversarial training only where it was thought affordable, since it doubles the time."""
    training = config.training
    if training.adversarial:
        yield Range("training.adversarial", 0, 0.6, step=0.1)
    epochs = training.epochs or 1
    if epochs > 1:
        low, high = max(1, epochs // 2), epochs + epochs // 2
        yield Range("training.epochs", low, high, whole=True)


def _sizes(config: Config) -> Iterator[Dimension]:
    """Sizes of the layers that the architecture has."""
    model = config.model
    if _has(config, "filters"):
        yield _around("model.filters", model.filters or 1)
        widths = model.widths or ()
        yield Choice("model.widths", (*([] if widths in _WIDTHS else [widths]), *_WIDTHS))
    if _has(config, "hidden"):
        yield _around("model.hidden", model.hidden)
        yield Range("model.recurrent_dropout", 0, 0.4, step=0.1)


def _around(option: str, size: int) -> Range:
    """From half to twice the size."""
    step = max(1, size // 2)
    return Range(option, size - step, size + 2 * step, step=step, whole=True)


def _has(config: Config, size: str) -> bool:
    """Whether the architecture has weights of this size."""
    model = config.model
    larger: Any = {size: (getattr(model, size) or 0) + 1}
    parameters = ARCHITECTURES[model.name].parameters
    return parameters(model) != parameters(replace(model, **larger))
