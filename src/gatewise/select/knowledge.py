"""What is known of words before any label is seen: vectors from a file or from unlabelled texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gatewise.config import Config, ModelConfig
from gatewise.data.vectors import Asked, read_vectors
from gatewise.errors import ConfigError, InputError
from gatewise.languages import say
from gatewise.text import Lexicon, Reader
from gatewise.text.lexicon import least_documents
from gatewise.training.cooccurrence import learn_vectors
from gatewise.training.pretrained import Known

__all__ = ["Texts", "knowledge"]

Texts = Iterable[Sequence[str]]
"""Texts, some at a time, as often as they are asked for."""

_LEARNT = 100
"""Values of a vector that is learnt from texts."""

_EVEN = 32
"""Widths that are multiples of this suit vector units."""

_AT_ONCE = 4096


@dataclass(frozen=True)
class _Together:
    """Training texts in portions, then others."""

    texts: Sequence[str]
    others: Texts

    def __iter__(self) -> Iterator[Sequence[str]]:
        for start in range(0, len(self.texts), _AT_ONCE):
            yield self.texts[start : start + _AT_ONCE]
        yield from self.others


def knowledge(
    config: Config,
    every: Sequence[str],
    train: Sequence[str],
    lexicon: Lexicon,
    unlabelled: Texts | None,
) -> tuple[Config, tuple[Known, ...]]:
    """Read vectors and learn some, as asked.

    Args:
        config: Settings, everything decided but perhaps the model.
        every: The texts whose words networks will know.
        train: Those of them to learn from.
        lexicon: What the tokeniser learnt.
        unlabelled: More texts to learn from; None learns nothing.

    Returns:
        The settings, with room in the table for all vectors, and these.

    Raises:
        InputError: The file cannot be read, or has no vector of any word.
        ConfigError: The model has no use for vectors.
    """
    file = config.model.vectors
    if not file and unlabelled is None:
        return config, ()
    if config.model.name == "linear":
        raise ConfigError(
            say(
                "--vectors or --unlabelled is given and model.name is linear, which has no use for "
                "vectors; expected auto or a network. Choose one, or leave the option out."
            )
        )
    reader, known = Reader(config.text, lexicon), []
    if file:
        known.append(_read(config.model, every, reader))
    if unlabelled is not None:
        known.append(_learn(config, train, unlabelled, reader))
    width = sum(one.vectors.width for one in known)
    wide = max(config.model.embedding, -(-width // _EVEN) * _EVEN)
    model = replace(config.model, vectors=Path(file).name, embedding=wide)
    return replace(config, model=model), tuple(known)


def _read(config: ModelConfig, texts: Sequence[str], reader: Reader) -> Known:
    def token_of(written: str) -> str | None:
        tokens = reader.tokenize(reader.normalise(written))
        return tokens[0] if len(tokens) == 1 else None

    file = config.vectors
    words = reader.number([reader.normalise(text) for text in texts]).units
    # The first words whatever they are: which of them stand in a text must not show.
    vectors = read_vectors(file, Asked(words, config.vector_words, token_of))
    if set(words).isdisjoint(vectors.words):
        raise InputError(
            say(
                "{file}: none of the {words:,} words of the training texts has a vector in it; "
                "expected vectors of words of the same language, in UTF-8. Give another file.",
                file=file,
                words=len(words),
            )
        )
    return Known(Path(file).name, vectors)


def _learn(config: Config, train: Sequence[str], unlabelled: Texts, reader: Reader) -> Known:
    vectors = learn_vectors(
        _Together(train, unlabelled),
        reader,
        width=_LEARNT,
        least=least_documents(config.text, len(train)),
        most=config.text.max_vocabulary,
        seed=config.training.seed,
    )
    return Known(say("Learnt from texts without labels"), vectors)
