"""The program `gatewise`: its commands, and how every error ends."""

from __future__ import annotations

import os
import sys

import typer

from gatewise._version import __version__
from gatewise.cli import check, demo, evaluate, info, predict, train
from gatewise.cli.console import complain
from gatewise.errors import GatewiseError

__all__ = ["app", "main"]

app = typer.Typer(
    name="gatewise",
    help="Labelled text in; an accurate, honest, small and fast classifier out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo_cli)
app.command("check")(check.check_cli)
app.command("train")(train.train_cli)
app.command("evaluate")(evaluate.evaluate_cli)
app.command("predict")(predict.predict_cli)
app.command("info")(info.info_cli)

_INTERRUPTED = 130
"""What shells expect of a program stopped by Ctrl-C."""


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
    try:
        app()
    except GatewiseError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        complain("Stopped; nothing was written.")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output left, as `head` does. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MemoryError:
        complain("The memory of this machine is not enough. Give fewer rows, or shorter texts.")
        sys.exit(1)
