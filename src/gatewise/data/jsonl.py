"""JSON Lines: an object a line, its keys the columns; types stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gatewise.data.problems import BadRows
from gatewise.data.table import Table
from gatewise.data.text import Text
from gatewise.errors import InputError
from gatewise.languages import say

__all__ = ["read_jsonl"]

_EXPECTED = "one JSON object a line"


def read_jsonl(text: Text, *, size: int, bad: BadRows) -> Iterator[Table]:
    """Read a JSON Lines text; a key that a row lacks is None there.

    Args:
        text: The file.
        size: Lines a portion; its columns are the keys that are met in it.
        bad: Takes lines that are no JSON object or name a key twice.

    Raises:
        InputError: When the file is one JSON array.
    """
    begun = False
    first = 1
    for lines in text.line_lists(size):
        if not begun and (head := next((line for line in lines if line.strip()), "")):
            begun = True
            _refuse_array(head, bad.source)
        yield _table(lines, first, bad)
        first += len(lines)


def _table(lines: list[str], first: int, bad: BadRows) -> Table:
    rows: list[int] = []
    objects: list[dict[str, object]] = []
    blank: list[int] = []
    for row, line in enumerate(lines, first):
        if not line.strip():
            blank.append(row)
        elif (record := _parse(line, row, bad)) is not None:
            rows.append(row)
            objects.append(record)
    # A dictionary keeps the order in which the keys were first met.
    keys = dict.fromkeys(key for record in objects for key in record)
    columns = {key: [record.get(key) for record in objects] for key in keys}
    return Table(columns, rows, blank=blank)


def _refuse_array(head: str, source: str) -> None:
    if head.lstrip().startswith("["):
        came = say("the file is one JSON array")
        remedy = say("Write each object on a line of its own.")
        raise InputError.at(source, None, came, say(_EXPECTED), remedy)


def _parse(line: str, row: int, bad: BadRows) -> dict[str, object] | None:
    expected = say(_EXPECTED)
    try:
        record = _DECODER.decode(line)
    except RecursionError as error:
        bad.add(row, say("JSON nested too deeply"), expected, say("Flatten that row."), cause=error)
        return None
    except json.JSONDecodeError as error:
        came = say(
            "broken JSON ({reason} at character {position})",
            reason=error.msg,
            position=error.pos + 1,
        )
        bad.add(row, came, expected, say("Repair that line."), cause=error)
        return None
    except ValueError as error:
        came = say("JSON that cannot be read ({reason})", reason=error)
        bad.add(row, came, expected, say("Repair it."), cause=error)
        return None
    if not isinstance(record, dict):
        came = say("a JSON {kind}", kind=type(record).__name__)
        bad.add(row, came, expected, say('Write rows as {{"text": …, "label": …}}.'))
        return None
    return record


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = say("the key {name!r} stands there twice", name=twice)
        raise ValueError(message)
    return record


_DECODER = json.JSONDecoder(object_pairs_hook=_unique)
