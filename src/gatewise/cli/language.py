"""In which language the command line speaks: `--language`, else that of the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gatewise.errors import ConfigError
from gatewise.languages import LANGUAGES, say, speak

__all__ = ["FLAG", "choose"]

FLAG = "--language"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where the locale stands, the first that is set first."""


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speak the language that was asked for, before anything is said.

    Raises:
        ConfigError: There is no such language.
    """
    locale = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    speak(next((language for language in LANGUAGES if locale.startswith(language)), "en"))
    asked = [
        following if argument == FLAG else argument.partition("=")[2]
        for argument, following in zip(arguments, [*arguments, ""][1:], strict=True)
        if argument == FLAG or argument.startswith(f"{FLAG}=")
    ]
    if not asked:
        return
    if asked[-1] not in LANGUAGES:
        raise ConfigError(
            say(
                "{flag} is {language!r}; expected one of: {languages}. Choose one.",
                flag=FLAG,
                language=asked[-1],
                languages=", ".join(LANGUAGES),
            )
        )
    speak(asked[-1])
