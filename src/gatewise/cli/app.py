"""The program `gatewise`: its commands, and how every error ends."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import Any

import typer

from gatewise._version import __version__
from gatewise.cli.console import INTERRUPTED, complain
from gatewise.cli.help import Command, Group
from gatewise.cli.language import choose
from gatewise.cli.usage import UsageError, sentence, unknown_command
from gatewise.errors import ConfigError, GatewiseError
from gatewise.languages import say

__all__ = ["COMMANDS", "app", "main"]

COMMANDS = ("demo", "check", "train", "tune", "evaluate", "predict", "info")
"""In the order of the help; `NAME` is `NAME_cli` in the module `NAME` beside this one."""


class _Commands(Group):
    """Imports a command when it is called or listed; ends every error with a sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, for the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> Any:
        """The command `name`; None where there is none."""
        if name not in COMMANDS:
            return None
        function = getattr(import_module(f"gatewise.cli.{name}"), f"{name}_cli")
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        one.command(name, cls=Command)(function)
        return typer.main.get_command(one)

    def main(self, *arguments: Any, **settings: Any) -> None:
        """Run the command line to its end; what cannot be read ends here."""
        try:
            code = super().main(*arguments, **settings | {"standalone_mode": False})
        except UsageError as error:
            complain(sentence(error))
            code = 2
        sys.exit(code)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line up to the command; where nothing stands, help."""
        if not args:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command."""
        if args[0] not in COMMANDS:
            raise ConfigError(unknown_command(args[0], list(COMMANDS)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; whatever it raises on purpose ends here."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a full disk or a closed pipe shows here, not after the end
        except GatewiseError as error:
            complain(str(error))
            code = error.exit_code
        except KeyboardInterrupt:
            complain(say("Stopped; nothing half-done is left behind."))
            code = INTERRUPTED
        except BrokenPipeError:  # the reader of our output left, as `head` does
            _give_up_stdout()
            code = 0
        except OSError as error:
            _give_up_stdout()
            place = f"{error.filename}: " if error.filename else ""
            reason = f"{place}{error.strerror or error}"
            complain(
                say("{reason}. Free space or change the rights, and try again.", reason=reason)
            )
            code = 1
        except MemoryError:
            complain(
                say("The memory of this machine is not enough. Give fewer rows, or shorter texts.")
            )
            code = 1
        else:
            return result
        raise typer.Exit(code)


def _give_up_stdout() -> None:
    # Python would else flush what is left at exit, and complain once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    name="gatewise",
    cls=_Commands,
    help="Labelled text in; an accurate, honest, small and fast classifier out.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gatewise {__version__}")
        raise typer.Exit


@app.callback()
def _gatewise(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Labelled text in; an accurate, honest, small and fast classifier out."""


def main() -> None:
    """Run the command line and exit: 0 done, 2 wrong usage or bad input, 1 anything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # UTF-8 on every system, as stdin is read; only a terminal knows better.
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        choose(sys.argv[1:], os.environ)
    except GatewiseError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    app()
