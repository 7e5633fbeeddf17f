"""Every sentence that the program says is in the Chinese catalogue, with the same fields."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import gatewise
from gatewise.languages import catalogue, current, say, speaking
from gatewise.languages.zh import (
    cli,
    core,
    data,
    doctor,
    estimator,
    evaluation,
    report,
    select,
    text,
    training,
    vectors,
)

SOURCE = Path(gatewise.__file__).parent
PARTS = (
    *(core, text, data, vectors, evaluation, training, select, doctor, report),
    *(estimator, cli),
)


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """(place, call, template) of each call of `say` that holds its template itself.

    Others take it from a table or from the help of a command, which hold it whole; what is put
    together on the spot could never be found in a catalogue.
    """
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "say":
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                template = node.args[0]
                if isinstance(template, ast.Name | ast.Attribute):
                    continue  # tests/cli/test_cli_language.py walks the help of the commands
                assert isinstance(template, ast.Constant), f"{place}: not a literal"
                yield place, node, str(template.value)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_has_its_chinese() -> None:
    chinese = catalogue("zh")
    missing = [f"{place}: {template}" for place, _, template in calls() if template not in chinese]
    assert not missing, "\n".join(missing)


def test_every_field_of_a_sentence_is_filled_and_no_other() -> None:
    for place, call, template in calls():
        given = {keyword.arg for keyword in call.keywords}
        assert given == fields(template) or None in given, place  # None: given as **values


def test_translations_have_the_same_fields() -> None:
    for english, chinese in catalogue("zh").items():
        assert fields(english) == fields(chinese), english


def test_no_sentence_is_translated_twice() -> None:
    everything = [english for part in PARTS for english in part.MESSAGES]
    twice = {english for english in everything if everything.count(english) > 1}
    assert not twice


def test_a_sentence_without_translation_is_said_in_english() -> None:
    with speaking("zh"):
        assert current() == "zh"
        assert say("nothing of {what} is known", what="this") == "nothing of this is known"
    assert current() == "en"
