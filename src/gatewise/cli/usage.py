"""What typer has to say of a command line, in the house form and the language of the user."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import typer

from gatewise.languages import say

__all__ = ["UsageError", "sentence", "unknown_command"]

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for any command line that cannot be; it exports only this one kind of it."""


def sentence(error: Any) -> str:
    """One sentence for a `UsageError`; kinds that are not known here keep typer's own words."""
    told = _TOLD.get(type(error).__name__, _other)
    return told(error, error.ctx.command_path if error.ctx else "gatewise")


def unknown_command(name: str, known: list[str]) -> str:
    """The sentence for a command that there is not."""
    near = get_close_matches(name, known, 1)
    if near:
        return say("There is no command {name!r}. Did you mean {near!r}?", name=name, near=near[0])
    return say(
        "There is no command {name!r}; expected one of: {commands}. Give one.",
        name=name,
        commands=", ".join(known),
    )


def _unknown_option(error: Any, command: str) -> str:
    if error.possibilities:
        return say(
            "There is no option {option}. Did you mean {near}?",
            option=error.option_name,
            near=sorted(error.possibilities)[0],
        )
    return say(
        "There is no option {option}. See '{command} --help'.",
        option=error.option_name,
        command=command,
    )


def _missing(error: Any, command: str) -> str:
    return say("{name} is missing. See '{command} --help'.", name=_name(error), command=command)


def _bad_value(error: Any, command: str) -> str:
    cause = error.__cause__
    if not hasattr(cause, "errors"):
        return _other(error, command)
    detail = cause.errors()[0]
    return say(
        "{name} is {value!r}; expected {expected}. Correct it.",
        name=_name(error),
        value=detail["input"],
        expected=_expected(detail),
    )


def _expected(detail: dict[str, Any]) -> str:
    if detail["type"].startswith("int"):
        return say("an integer")
    if detail["type"].startswith("float"):
        return say("a number")
    if detail["type"] == "greater_than_equal":
        return say("at least {least}", least=detail["ctx"]["ge"])
    return str(detail["msg"])


def _option_usage(error: Any, _command: str) -> str:
    if "not take" in error.message:
        return say("{option} takes no value. Leave the value out.", option=error.option_name)
    return say("{option} has no value. Give one.", option=error.option_name)


def _other(error: Any, command: str) -> str:
    if "unexpected extra argument" in error.message:
        extra = error.message.partition(" (")[2].removesuffix(")")
        return say(
            "Nothing is expected where {extra} stands. See '{command} --help'.",
            extra=extra,
            command=command,
        )
    if error.message == "Missing command.":
        return say("No command is given. See '{command} --help'.", command=command)
    return str(error.format_message())


def _name(error: Any) -> str:
    """The option with its dashes, or the argument as the help calls it."""
    parameter = error.param
    option = parameter.param_type_name == "option"
    return str(parameter.opts[0] if option else parameter.metavar)


_TOLD = {
    "NoSuchOption": _unknown_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _option_usage,
}
