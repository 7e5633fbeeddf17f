"""What a tokeniser is given or learns once, in training; the model folder keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gatewise.config import TextConfig
from gatewise.errors import ConfigError, InputError
from gatewise.languages import say
from gatewise.text.bpe import learn_pieces
from gatewise.text.normalise import Normaliser

__all__ = ["Lexicon", "least_documents", "without_paths"]


@dataclass(frozen=True)
class Lexicon:
    """Words and pieces beside the vocabulary.

    Args:
        user_words: Words that `zh-word` keeps whole, as they stand in normalised texts.
        stop_words: Words that `word` and `zh-word` leave out, likewise.
        pieces: What `bpe` has learnt, JSON of the tokenizers package; empty for other tokenisers.
    """

    user_words: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    pieces: str = ""

    @classmethod
    def learn(cls, config: TextConfig, texts: Sequence[str]) -> Lexicon:
        """Read the files that the settings name, and learn from training `texts`.

        Args:
            config: The text settings, tokeniser decided.
            texts: Raw training texts.

        Raises:
            ConfigError: A file is named that the tokeniser has no use for.
            InputError: A file cannot be read, or holds no word.
            MissingExtraError: The tokeniser's package is not installed.
        """
        _check_use(config)
        pieces = ""
        if config.tokenizer == "bpe":
            normalise = Normaliser.of(config)
            pieces = learn_pieces(
                [normalise(text) for text in texts],
                size=config.bpe_vocabulary,
                min_documents=least_documents(config, len(texts)),
            )
        return cls(
            _read_words(config.user_dictionary, config),
            _read_words(config.stop_words, config),
            pieces,
        )

    def told(self, config: TextConfig) -> list[str]:
        """A sentence for each file that was read."""
        return [
            say("{file}: {count} words, kept in the model.", file=file, count=len(words))
            for file, words in (
                (config.user_dictionary, self.user_words),
                (config.stop_words, self.stop_words),
            )
            if file
        ]


def least_documents(config: TextConfig, texts: int) -> int:
    """Training texts that what is kept must stand in.

    With a handful of texts hardly any token repeats; then every one is kept.
    """
    return min(config.min_documents, max(1, texts // 2))


def without_paths(config: TextConfig) -> TextConfig:
    """The settings with the names of files alone: where they lay is nobody's business."""
    return replace(
        config,
        user_dictionary=Path(config.user_dictionary).name,
        stop_words=Path(config.stop_words).name,
    )


def _check_use(config: TextConfig) -> None:
    uses = {"user_dictionary": ("zh-word",), "stop_words": ("word", "zh-word")}
    for key, tokenizers in uses.items():
        if getattr(config, key) and config.tokenizer not in tokenizers:
            raise ConfigError(
                say(
                    "text.{key} is set and text.tokenizer is {tokenizer}; expected a tokenizer "
                    "that has a use for it: {tokenizers}. Set that, or leave the file out.",
                    key=key,
                    tokenizer=config.tokenizer,
                    tokenizers=say(", ").join(tokenizers),
                )
            )


def _read_words(file: str, config: TextConfig) -> tuple[str, ...]:
    """The distinct words of a file, a line each; what follows a space (a count, a tag) is left."""
    if not file:
        return ()
    # The rules for posts are for whole texts; a stop word may be a single sign.
    normalise = Normaliser(config.compatibility, config.lowercase, config.simplify)
    lines = (normalise(line) for line in _decode(file).splitlines())
    words = tuple(dict.fromkeys(line.split()[0] for line in lines if line))
    if not words:
        raise InputError(
            say("{file}: no word; expected one a line. Fill it, or leave it out.", file=file)
        )
    return words


def _decode(file: str) -> str:
    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(
            say(
                "{file}: cannot be read ({reason}); expected a file of words. Check the path.",
                file=file,
                reason=getattr(error, "strerror", None) or error,
            )
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        say("{file}: not text in UTF-8 or GB18030; expected a word a line. Convert it.", file=file)
    )
