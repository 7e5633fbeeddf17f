"""Every option: its default, its bounds and the reason for the default.

Options live in frozen dataclasses, one a section; a run is described by one `Config`. The same
names work in a TOML file, in `--set section.key=value` and as `TextClassifier` arguments.
A default of None means "decided from the data", and what was decided is printed and stored.
"""

from __future__ import annotations

import dataclasses
import difflib
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = [
    "Config",
    "DataConfig",
    "ModelConfig",
    "TextConfig",
    "TrainingConfig",
    "from_dict",
    "options",
    "override",
    "read_toml",
    "section_of",
    "to_dict",
]


def option(
    default: Any,
    reason: str,
    *,
    low: float | None = None,
    above: float | None = None,
    high: float | None = None,
    below: float | None = None,
    choices: tuple[str, ...] | None = None,
) -> Any:
    """Declare an option with the reason for its default and the values it may take."""
    bounds = {"low": low, "above": above, "high": high, "below": below}
    return field(default=default, metadata={"reason": reason, "choices": choices, **bounds})


@dataclass(frozen=True, kw_only=True)
class DataConfig:
    """How rows are divided."""

    valid_share: float | None = option(
        None,
        "One row in ten, one in five below 2,000: half chooses, half measures.",
        above=0,
        below=1,
    )
    refit: bool | None = option(
        None,
        "Once measured, train again on all rows: up to 12,000 rows, where it is worth 0.5 points.",
    )
    shuffle: bool = option(True, "Files are often sorted by label or by date.")


@dataclass(frozen=True, kw_only=True)
class TextConfig:
    """From raw text to token ids."""

    tokenizer: str = option(
        "auto",
        "Words where the script separates them, characters for Chinese, Japanese, Thai and kin.",
        choices=("auto", "word", "character", "zh-word", "bpe"),
    )
    user_dictionary: str = option(
        "", "File of words, one a line, that `zh-word` keeps whole; they travel with the model."
    )
    stop_words: str = option(
        "", "File of words to leave out (`word`, `zh-word`). None: frequent words tell, too."
    )
    bpe_vocabulary: int = option(
        8000, "Pieces that `bpe` learns at most; small sets run out of shared ones first.", low=1
    )
    compatibility: bool = option(True, "NFKC: full-width letters equal the usual ones.")
    lowercase: bool = option(True, "Case seldom tells classes apart, and halves the counts.")
    simplify: bool = option(
        False, "Traditional Chinese to simplified; for files that mix both. Needs OpenCC."
    )
    urls: str = option(
        "keep", "Addresses: `mark` them 🔗 or `drop` them.", choices=("keep", "mark", "drop")
    )
    mentions: str = option("keep", "@names: `mark` as @ alone.", choices=("keep", "mark", "drop"))
    hashtags: str = option(
        "keep", "#BlackFriday, #话题#: `split` into words.", choices=("keep", "split", "drop")
    )
    repeats: str = option(
        "keep", "sooooo, 哈哈哈哈哈: `squeeze` leaves three.", choices=("keep", "squeeze")
    )
    min_documents: int = option(
        2, "A token of one document cannot generalise and would give that text away.", low=1
    )
    max_vocabulary: int = option(
        50_000, "Covers over 99 % of the tokens of any corpus measured here.", low=1
    )
    subword_low: int = option(2, "Pairs of letters tell endings and spellings.", low=1, high=8)
    subword_high: int = option(5, "Longer pieces are nearly words themselves.", low=1, high=8)
    max_subwords: int = option(
        50_000, "Pieces of words kept (tokenizer word); they carry unseen words. 0 for none.", low=0
    )
    max_ngrams: int = option(
        1 << 20, "n-grams of a kind kept (linear), the most frequent first.", low=1
    )
    max_length: int = option(
        512, "Tokens a text; later ones seldom change a label. What is cut is counted.", low=1
    )
    keep: str = option(
        "start",
        "Of longer texts the start, or both ends.",
        choices=("start", "ends"),
    )
    window: int | None = option(
        None,
        "Longer texts are read in windows of at most so many tokens, then pooled. None, since a "
        "BiLSTM on 6,000 rows of imdb lost 1.2 points to windows of 64.",
        low=1,
    )


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """Which architecture, and how large."""

    name: str = option(
        "auto",
        "`linear`, `textcnn` and `bilstm` together, or what is best of them on validation rows.",
    )
    candidates: tuple[str, ...] | None = option(
        None,
        "What `auto` tries: `linear`, `textcnn`, and `bilstm` for texts of more than 40 tokens, if "
        "there is time for all.",
    )
    C: float = option(
        0.5, "Inverse regularisation (linear); near the best on every set measured.", above=0
    )
    embedding: int = option(
        128, "A multiple of 32 suits vector units; more helps only with pretrained vectors.", low=1
    )
    vectors: str = option(
        "",
        "File of word vectors that the table starts from (networks); training goes on from there.",
    )
    vector_words: int = option(
        20_000,
        "First words of that file, known to the model though no training text has them; at 128 "
        "values 10 MB. A textcnn on mr gained 0.6 points by them, 1.3 by 30,000.",
        low=0,
    )
    filters: int | None = option(
        None, "Filters a width (convolutions): 128, or 64 for texts of more than 40 tokens.", low=1
    )
    widths: tuple[int, ...] | None = option(
        None,
        "Tokens a filter sees: 1 to 4, or 1 to 3 for texts of more than 40 tokens; 3 (cnn-lstm).",
        low=1,
    )
    hidden: int = option(128, "Units of each direction (recurrent models).", low=1)
    layers: int = option(1, "A second layer seldom pays below 100,000 rows.", low=1, high=8)
    bidirectional: bool | None = option(
        None, "Both contexts for every recurrent model but `lstm`, which reads forward."
    )
    pooling: tuple[str, ...] = option(
        ("max", "mean", "attention"),
        "Joined: the strongest state, the average one and a learnt mixture.",
        choices=("last", "max", "mean", "attention"),
    )
    qrnn_width: int = option(2, "Tokens that a gate of a QRNN sees (Bradbury 2016).", low=1, high=8)
    normalization: str = option(
        "none",
        "After each layer, over real tokens only; `batch` or `layer` seldom help one layer.",
        choices=("none", "batch", "layer"),
    )
    embedding_dropout: float | None = option(
        None,
        "Small data overfit the table first: 0.2 (textcnn), 0.3 (hybrids), 0.4 (recurrent models).",
        low=0,
        below=1,
    )
    word_dropout: float = option(
        0.05, "Whole tokens left out, so none is relied on.", low=0, below=1
    )
    recurrent_dropout: float = option(
        0.1,
        "On the recurrent weights (Merity 2018), one mask a step; zoneout of a QRNN.",
        low=0,
        below=1,
    )
    at_least_one: bool | None = option(
        None,
        "A text that would get no label gets the nearest one: if every training row has a label.",
    )
    head_dropout: float = option(0.5, "Before the last layer (Kim 2014).", low=0, below=1)
    weights: str = option(
        "fp32",
        "As they are saved; int8 takes a quarter of the space and is kept only if it loses at most "
        "half a point on held-out rows.",
        choices=("fp32", "int8"),
    )


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """How a network learns."""

    epochs: int | None = option(None, "More for few rows, fewer for many.", low=1)
    batch_tokens: int = option(
        4096, "Tokens a batch, padding included; keeps the work of a step even.", low=1
    )
    batch_size: int = option(
        32, "Texts a batch at most; small ones learn faster from few rows.", low=1
    )
    optimizer: str = option(
        "adamw",
        "Steps of even size for rare words and common ones; decay apart from the gradient.",
        choices=("adamw", "adam", "sgd"),
    )
    momentum: float = option(
        0.9, "Share of the last step that is repeated (sgd), without Nesterov's.", low=0, below=1
    )
    learning_rate: float | None = option(
        None,
        "0.003 for adamw and adam, three times the usual, since it falls to 0; 0.1 for sgd.",
        above=0,
        high=100,
    )
    table_learning_rate: float | None = option(
        None,
        "0.006, and 3 for sgd: higher, since a row of the table learns only when it is seen.",
        above=0,
        high=100,
    )
    find_learning_rate: bool = option(
        False, "A hundred trial steps with a rising rate (Smith 2017), then training afresh."
    )
    weight_decay: float | None = option(
        None,
        "0.01 for adamw (decoupled, Loshchilov 2019), else 0; touched rows only.",
        low=0,
    )
    class_weight: str = option(
        "none",
        "What is common matters more. Balanced: rare classes weigh as much as common ones.",
        choices=("none", "balanced"),
    )
    warmup: float = option(0.1, "Share of the steps with a rising rate.", low=0, below=1)
    clip: float = option(1.0, "Largest gradient norm of the dense weights.", above=0)
    label_smoothing: float = option(0.1, "Helps small text networks nearly always.", low=0, below=1)
    adversarial: float | None = option(
        None,
        "Also learn from embeddings moved in the worst direction (Miyato 2017), by this share of "
        "their size: 0.3 for up to 12,000 short texts, else 0, since it doubles the time.",
        low=0,
        high=10,
    )
    averaging: float = option(
        0.99,
        "Exponential average of the weights; what is saved. 0 switches it off.",
        low=0,
        below=1,
    )
    patience: int = option(3, "Epochs in a row that are clearly worse before stopping.", low=1)
    seed: int = option(0, "Every random choice follows from it.", low=0, high=2**32 - 1)
    time_budget: float | None = option(
        None,
        "Seconds for the whole run. What fits into them is planned from the size of the data; a "
        "slower machine stops with the best so far.",
        above=0,
    )
    threads: int | None = option(None, "Cores that this process may use.", low=1)
    device: str = option("auto", "The processor unless a GPU is asked for.")
    dtype: str = option(
        "auto",
        "bf16 where the processor multiplies it faster (AMX, AVX512-BF16), else fp32; weights and "
        "sums are fp32 either way.",
        choices=("auto", "fp32", "bf16"),
    )


@dataclass(frozen=True, kw_only=True)
class Config:
    """One run, whole."""

    data: DataConfig = field(default_factory=DataConfig)
    text: TextConfig = field(default_factory=TextConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        for section in dataclasses.fields(self):
            _check_section(section.name, getattr(self, section.name))


SECTIONS: dict[str, type] = {
    "data": DataConfig,
    "text": TextConfig,
    "model": ModelConfig,
    "training": TrainingConfig,
}


def options() -> dict[str, dataclasses.Field[Any]]:
    """Every option by its full name, `section.key`."""
    return {
        f"{section}.{option.name}": option
        for section, kind in SECTIONS.items()
        for option in dataclasses.fields(kind)
    }


def section_of(key: str) -> str:
    """The section that owns the option `key`.

    Raises:
        ConfigError: No section has such an option; the message names the nearest one.
    """
    for name in options():
        section, _, known = name.partition(".")
        if known == key:
            return section
    raise _unknown_option(key, [name.partition(".")[2] for name in options()])


def to_dict(config: Config) -> dict[str, dict[str, Any]]:
    """`config` as plain values, ready for JSON."""
    return {
        section: {
            key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
        }
        for section, values in dataclasses.asdict(config).items()
    }


def from_dict(values: Mapping[str, Mapping[str, Any]]) -> Config:
    """The inverse of `to_dict`; what is left out keeps its default.

    Raises:
        ConfigError: An unknown section or option, or a value that cannot be.
    """
    return override(Config(), values)


def override(config: Config, values: Mapping[str, Mapping[str, Any]]) -> Config:
    """Return `config` with the options of `values` (section, key) in place of its own."""
    sections: dict[str, Any] = {}
    for section, changes in values.items():
        if section not in SECTIONS:
            raise ConfigError(
                say(
                    "Unknown section {name!r}. {hint}",
                    name=section,
                    hint=_hint(section, list(SECTIONS)),
                )
            )
        if not isinstance(changes, Mapping):
            raise ConfigError(
                say(
                    "{section} is {changes!r}; expected a section of options, as in [{section}].",
                    section=section,
                    changes=changes,
                )
            )
        types = _types(section)
        for key in changes:
            if key not in types:
                raise _unknown_option(f"{section}.{key}", list(options()))
        converted = {key: _convert(f"{section}.{key}", v, types[key]) for key, v in changes.items()}
        sections[section] = dataclasses.replace(getattr(config, section), **converted)
    return dataclasses.replace(config, **sections)


def read_toml(path: Path) -> dict[str, dict[str, Any]]:
    """Read the options of a TOML file.

    Raises:
        ConfigError: The file cannot be read or is no TOML.
    """
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            say(
                "{path}: cannot be read as UTF-8 text ({error}). Check the path.",
                path=path,
                error=error,
            )
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            say(
                "{path}: {error}; expected TOML such as '[model]' and 'hidden = 128' on two lines.",
                path=path,
                error=error,
            )
        ) from error


def parse_assignment(assignment: str) -> dict[str, dict[str, Any]]:
    """Read `section.key=value`, the value as in TOML; bare words are taken as strings.

    Raises:
        ConfigError: The assignment has another form.
    """
    import tomllib

    name, equals, raw = assignment.partition("=")
    section, dot, key = name.strip().partition(".")
    if not (equals and dot and key):
        raise ConfigError(
            say(
                "--set {assignment!r}: expected section.key=value, as model.hidden=64.",
                assignment=assignment,
            )
        )
    try:
        value = tomllib.loads(f"value = {raw}")["value"]
    except tomllib.TOMLDecodeError:
        value = raw.strip()
    return {section: {key: value}}


@cache
def _types(section: str) -> dict[str, Any]:
    """The types of a section's options by name."""
    return get_type_hints(SECTIONS[section])


def _unknown_option(name: str, known: list[str]) -> ConfigError:
    return ConfigError(say("Unknown option {name!r}. {hint}", name=name, hint=_hint(name, known)))


def _hint(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return say("Did you mean {near!r}?", near=near[0])
    return say("Known: {known}.", known=say(", ").join(known))


def _convert(name: str, value: Any, wanted: Any) -> Any:
    """Check the type of one value; ints pass as floats and single values as lists."""
    choices = get_args(wanted) if isinstance(wanted, UnionType) else (wanted,)
    if value is None and type(None) in choices:
        return None
    kind = next(choice for choice in choices if choice is not type(None))
    if getattr(kind, "__origin__", None) is tuple:
        item = get_args(kind)[0]
        values = value if isinstance(value, list | tuple) else [value]
        return tuple(_convert(name, entry, item) for entry in values)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ConfigError(
            say(
                "{name} is {value!r}; expected a value of type {kind}.",
                name=name,
                value=value,
                kind=kind.__name__,
            )
        )
    return value


def _check_section(section: str, values: Any) -> None:
    types = _types(section)
    for entry in dataclasses.fields(values):
        name, value = f"{section}.{entry.name}", getattr(values, entry.name)
        value = _convert(name, value, types[entry.name])
        many = value if isinstance(value, tuple) else (value,)
        if not many:
            raise ConfigError(say("{name} is empty; expected at least one value.", name=name))
        for single in many:
            _check_value(name, single, entry.metadata)


def _check_value(name: str, value: Any, limits: Mapping[str, Any]) -> None:
    if value is None:
        return
    choices = limits["choices"]
    if choices is not None and value not in choices:
        raise ConfigError(
            say(
                "{name} is {value!r}; expected one of: {choices}.",
                name=name,
                value=value,
                choices=say(", ").join(choices),
            )
        )
    for limit, holds in _LIMITS.items():
        bound = limits[limit]
        if bound is not None and not holds(value, bound):
            raise ConfigError(
                say(
                    "{name} is {value!r}; expected {limit}.",
                    name=name,
                    value=value,
                    limit=_in_words(limit, bound),
                )
            )


_LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "low": operator.ge,
    "above": operator.gt,
    "high": operator.le,
    "below": operator.lt,
}


def _in_words(limit: str, bound: float) -> str:
    words = {
        "low": say("at least {bound}", bound=bound),
        "above": say("more than {bound}", bound=bound),
        "high": say("at most {bound}", bound=bound),
        "below": say("less than {bound}", bound=bound),
    }
    return words[limit]
