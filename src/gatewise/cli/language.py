"""In which language the command line speaks: `--language`, else that of the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from gatewise.errors import ConfigError
from gatewise.languages import LANGUAGES, say, speak

__all__ = ["choose", "localise"]

_FLAG = "--language"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where the locale stands, the first that is set first."""


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speak the language that was asked for, before anything is said.

    Raises:
        ConfigError: There is no such language.
    """
    following = [*arguments[1:], ""]
    asked = [
        value if argument == _FLAG else argument.partition("=")[2]
        for argument, value in zip(arguments, following, strict=False)
        if argument == _FLAG or argument.startswith(f"{_FLAG}=")
    ]
    if asked and asked[-1] not in LANGUAGES:
        raise ConfigError(
            f"{_FLAG} is {asked[-1]!r}; expected one of: {', '.join(LANGUAGES)}. Choose one."
        )
    locale = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    found = next((language for language in LANGUAGES if locale.startswith(language)), "en")
    speak(asked[-1] if asked else found)


def localise(command: Any) -> Any:
    """Give a group and each of its commands the option, and all of them help in that language."""
    for each in (command, *command.commands.values()):
        each.params.append(_option())
        each.help = say(each.help)
        for parameter in each.params:
            if parameter.help:
                parameter.help = say(parameter.help)
    return command


def _option() -> Any:
    """The option as typer makes it; `choose` has read its value already."""
    donor = typer.Typer()

    @donor.command()
    def _command(
        language: Annotated[
            str | None,
            typer.Option(_FLAG, metavar="L", help="en or zh; that of the locale if not given."),
        ] = None,
    ) -> None: ...

    option = typer.main.get_command(donor).params[0]
    option.expose_value = False
    return option
