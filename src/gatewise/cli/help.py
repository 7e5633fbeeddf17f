"""Help in the language of the user: the sentences of each command, and typer's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from gatewise.cli.language import FLAG
from gatewise.cli.values import take_plain_values
from gatewise.languages import say
from gatewise.models import MODELS

__all__ = ["Command", "Group"]

_WORDS = (
    "Usage: ",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Arguments:",
    "Options:",
    "Commands:",
    "Show this message and exit.",
    "[default: ",
    "[required]",
)
"""What typer itself says in a help; what it may say one day beyond these stays English."""

_Plain: Any = typer.Context.formatter_class


def _translated(text: str) -> str:
    for word in _WORDS:
        text = text.replace(word, say(word))
    return text


class _Formatter(_Plain):  # type: ignore[misc]  # typer does not export the class itself
    """Writes typer's own words in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, _translated(args), _translated(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """The line above a list."""
        self.write(_translated(f"{heading}:") + "\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """A list of options or commands."""
        from rich.cells import cell_len

        first = min(max((cell_len(name) for name, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        said = [(name, _folded(_translated(text), width)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)


def _folded(text: str, width: int) -> str:
    """Wide characters in lines that fit; typer would count each of them as one column."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    if cell_len(text) == len(text):
        return text
    lines = Text(text).wrap(Console(), width)
    return "\n".join(["\b", *(line.plain.rstrip() for line in lines)])  # \b: as it is


class _Context(typer.Context):
    formatter_class = _Formatter


class _Localised:
    """What commands and the group of them have in common."""

    help: str | None
    params: list[Any]

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params.append(_language_option())
        models = ", ".join(MODELS)
        for each in (self, *self.params):
            if each.help:
                each.help = say(each.help, models=models)

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters and `--help`; they take plain values as they are."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # of typer's class
        for parameter in params:
            take_plain_values(parameter)
        return params


class Command(_Localised, TyperCommand):
    """A command with `--language`, and help in that language."""

    context_class = _Context


class Group(_Localised, TyperGroup):
    """The commands, with the same."""

    context_class = _Context


def _language_option() -> Any:
    """The option as typer makes it; `choose` has read its value already."""
    donor = typer.Typer()

    @donor.command()
    def _command(
        language: Annotated[
            str | None,
            typer.Option(FLAG, metavar="L", help="en or zh; that of the locale if not given."),
        ] = None,
    ) -> None: ...

    option = typer.main.get_command(donor).params[0]
    option.expose_value = False
    return option
