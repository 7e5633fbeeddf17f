"""Write docs/reference/commands.md and options.md from the program: `make docs`.

With `--check` nothing is written; the exit code is 1 when a page is not what the program says.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from gatewise import config
from gatewise.cli.app import COMMANDS, app
from gatewise.models import MODELS

REFERENCE = Path(__file__).parent / "reference"
_WIDTH = "80"
_MADE = "<!-- Made by docs/make_reference.py; do not edit. -->"

_COMMANDS = """\
# Commands

Results go to stdout, everything else to stderr. Exit codes: 0 done, 2 wrong usage or bad input,
130 stopped by Ctrl-C, 1 anything else; [errors.md](errors.md) tells more.

`DATA` is a file (`.csv .tsv .jsonl .ndjson .parquet .xlsx`, or `.txt` with fastText's `__label__`
lines; text formats also packed as `.gz` or `.zst`) or a folder with one sub-folder a class.
What `--json` prints is described in [report-keys.md](report-keys.md).
"""

_OPTIONS = """\
# Options

Each option can be set in a TOML file (`--config FILE.toml`), on the command line
(`--set section.key=value`, which may be repeated) and as
`TextClassifier(options={"section.key": value})`. What comes later wins: the file, then `--set`,
then a flag of its own such as `--model` or `--seed`. A model folder keeps the settings of its run
in `manifest.json`, with everything decided.

Values are written as in TOML. The default `decided` means: taken from the data or, for
`training.threads`, from the machine.
"""

_SECTIONS = {
    "data": "How rows are divided",
    "text": "From raw text to numbers",
    "model": "Which model, and how large",
    "training": "How a network learns",
}
_LIMITS = {"low": "at least", "above": "more than", "high": "at most", "below": "less than"}
_NAMES = {"model.name": ("auto", *MODELS), "training.device": ("auto", "cpu", "cuda", "mps")}
"""What the names may be where the declaration leaves it to another package."""


def commands_page() -> str:
    """Every command's help, as the program prints it."""
    parts = [_MADE, _COMMANDS, _help([])]
    for name in COMMANDS:
        parts += [f"## gatewise {name}\n", _help([name])]
    return "\n".join(parts)


def options_page() -> str:
    """Every option with its default, the values it may take and the reason for the default."""
    parts = [_MADE, _OPTIONS]
    for section, title in _SECTIONS.items():
        rows = (
            _row(name, option)
            for name, option in config.options().items()
            if name.startswith(f"{section}.")
        )
        head = "| option | default | allowed | why |\n|---|---|---|---|\n"
        parts.append(f"## {title}\n\n{head}{''.join(rows)}")
    return "\n".join(parts)


def _help(arguments: list[str]) -> str:
    result = CliRunner().invoke(
        app, [*arguments, "--help"], prog_name="gatewise", env={"COLUMNS": _WIDTH, "NO_COLOR": "1"}
    )
    return f"```text\n{result.stdout.strip()}\n```\n"


def _row(name: str, option: dataclasses.Field[Any]) -> str:
    default = "decided" if option.default is None else _code(option.default)
    return f"| `{name}` | {default} | {_allowed(name, option)} | {option.metadata['reason']} |\n"


def _code(value: object) -> str:
    """A value as TOML writes it, which for these kinds is how JSON does."""
    return f"`{json.dumps(value)}`"


def _allowed(name: str, option: dataclasses.Field[Any]) -> str:
    if isinstance(option.default, bool):
        return "`true`, `false`"
    if choices := _NAMES.get(name) or option.metadata["choices"]:
        several = "any of " if isinstance(option.default, tuple) else ""
        return several + ", ".join(map(_code, choices))
    bounds = {words: option.metadata[limit] for limit, words in _LIMITS.items()}
    return ", ".join(f"{words} {bound}" for words, bound in bounds.items() if bound is not None)


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    pages = {"commands.md": commands_page(), "options.md": options_page()}
    stale = []
    for name, content in pages.items():
        path = REFERENCE / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(path)
        if "--check" not in arguments:
            path.write_text(content, encoding="utf-8")
    if stale and "--check" in arguments:
        names = ", ".join(str(path) for path in stale)
        sys.stderr.write(f"{names}: not what the program says. Run: make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
