"""Values that are as they should be already, and need no library to become so.

typer converts every value, defaults too, by pydantic, whose import takes as long as that of NumPy.
Most commands are given texts and paths alone, which need no converting.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["take_plain_values"]


def take_plain_values(parameter: Any) -> None:
    """Let `parameter`, as typer made it, take plain values as they are.

    Everything else goes the usual way: numbers that were typed, lists, what is missing.
    """
    if "process_value" in vars(parameter) or parameter.nargs != 1 or parameter.multiple:
        return
    usual = parameter.process_value
    # Versions of typer that have no such description convert without pydantic.
    wanted = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)

    def process_value(ctx: Any, value: Any) -> Any:
        absent = value is None and not parameter.required
        if not (absent or (wanted in _PLAIN and type(value) is _PLAIN[wanted])):
            return usual(ctx, value)
        if wanted is Path and not absent:
            value = Path(value)
        return parameter.callback(ctx, parameter, value) if parameter.callback else value

    if wanted is not None:
        parameter.process_value = process_value


_PLAIN: dict[type, type] = {str: str, Path: str, int: int}
"""What a parameter is declared to hold, and the values that are that, or become it surely."""
