"""JSON Lines: an object a line, its keys the columns; types stay as they are."""

from __future__ import annotations

import json

from gatewise.data.problems import BadRows, counted, name_rows
from gatewise.data.table import Table
from gatewise.errors import InputError

__all__ = ["read_jsonl"]

_EXPECTED = "one JSON object a line"


def read_jsonl(text: str, *, bad: BadRows) -> Table:
    """Read a JSON Lines text; a key that a row lacks is None there.

    Args:
        text: The decoded file.
        bad: Takes lines that are no JSON object or name a key twice.

    Raises:
        InputError: When the file is one JSON array, or has no rows.
    """
    if text.lstrip().startswith("["):
        came, remedy = "the file is one JSON array", "Write each object on a line of its own."
        raise InputError.at(bad.source, None, came, _EXPECTED, remedy)
    rows: list[int] = []
    objects: list[dict[str, object]] = []
    blank: list[int] = []
    lines = text.split("\n")
    for row, line in enumerate(lines[:-1] if not lines[-1] else lines, 1):
        if not line.strip():
            blank.append(row)
        elif (record := _parse(line, row, bad)) is not None:
            rows.append(row)
            objects.append(record)
    # A dictionary keeps the order in which the keys were first met.
    keys = dict.fromkeys(key for record in objects for key in record)
    columns = {key: [record.get(key) for record in objects] for key in keys}
    told = f"Passed over {counted(len(blank), 'blank line')} ({name_rows(blank)})."
    return Table(columns, rows, (told,) if blank else ())


def _parse(line: str, row: int, bad: BadRows) -> dict[str, object] | None:
    try:
        record = _DECODER.decode(line)
    except RecursionError as error:
        bad.add(row, "JSON nested too deeply", _EXPECTED, "Flatten that row.", cause=error)
        return None
    except json.JSONDecodeError as error:
        came = f"broken JSON ({error.msg} at character {error.pos + 1})"
        bad.add(row, came, _EXPECTED, "Repair that line.", cause=error)
        return None
    except ValueError as error:
        bad.add(row, f"JSON that cannot be read ({error})", _EXPECTED, "Repair it.", cause=error)
        return None
    if not isinstance(record, dict):
        kind = type(record).__name__
        bad.add(row, f"a JSON {kind}", _EXPECTED, 'Write rows as {"text": …, "label": …}.')
        return None
    return record


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"the key {twice!r} stands there twice"
        raise ValueError(message)
    return record


_DECODER = json.JSONDecoder(object_pairs_hook=_unique)
