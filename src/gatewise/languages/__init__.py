"""What a user reads, in English or in Chinese.

A sentence is written in English where it is said, `say("{n} rows written.", n=3)`, and that
template is its key in the catalogue of another language. A sentence that a catalogue lacks is
said in English; a test finds it. Catalogues are loaded when they are first needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module

__all__ = ["LANGUAGES", "catalogue", "current", "say", "speak", "speaking"]

LANGUAGES = ("en", "zh")

_current: ContextVar[str] = ContextVar("language", default="en")


def say(sentence: str, /, **values: object) -> str:
    """`sentence` in the language of the user, its fields filled in.

    Args:
        sentence: The English template, as for `str.format`.
        values: What stands for the fields.
    """
    return catalogue(_current.get()).get(sentence, sentence).format(**values)


def current() -> str:
    """The language that is spoken: one of `LANGUAGES`."""
    return _current.get()


def speak(language: str) -> None:
    """Speak `language` from now on; one that is not among `LANGUAGES` is a programmer's error."""
    if language not in LANGUAGES:
        raise KeyError(language)
    _current.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Translations by English template; none for English itself."""
    if language == "en":
        return {}
    messages: Mapping[str, str] = import_module(f"gatewise.languages.{language}").MESSAGES
    return messages
