"""The terminal: 80 columns, words in place of colours, and texts that cannot command it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console

from doctor.in_memory import dataset, varied
from gatewise.data.read import Dataset
from gatewise.doctor.examine import examine
from gatewise.report.examination import render


def _shown(datasets: Sequence[Dataset]) -> str:
    stream = io.StringIO()
    Console(file=stream, width=80, no_color=True).print(render(examine(datasets)))
    return stream.getvalue()


def _words(shown: str) -> str:
    return " ".join(shown.split())


def test_eighty_columns_and_severities_in_words() -> None:
    texts, labels = varied(x=30, 差评=30, z=1)
    long = "某人的评论" * 200
    one = dataset([*texts, texts[0], long], [*labels, labels[0], "x"], notes=("A note. " * 30,))
    two = dataset(texts, ["x"] * len(texts), source="a/very/long/" + "folder/" * 20 + "b.csv")
    shown = _shown([one, two])
    assert max(map(cell_len, shown.splitlines())) <= 80
    for word in ("error ", "warning ", "info ", "note ", "Found: error 1, warning "):
        assert word in shown
    assert "a.csv: 1 row with the text and label" in _words(shown)
    assert long[:60] not in shown


def test_one_file_is_not_named_again_and_again() -> None:
    texts, labels = varied(x=20, y=20)
    shown = _shown([dataset([*texts, texts[0]], [*labels, "x"])])
    assert shown.count("a.csv") == 1
    assert "Found: error 0, warning 1, info 0." in shown


def test_many_classes_are_counted_not_listed() -> None:
    classes = {f"class{number}": 10 for number in range(30)}
    shown = _words(_shown([dataset(*varied(**classes))]))
    assert "classes 30: 'class0' 10, 'class1' 10," in shown
    assert "and 22 more" in shown


def test_without_findings_and_without_labels() -> None:
    assert "warning 0" in _shown([dataset(*varied(x=20, y=20))])
    assert "label none" in _shown([dataset(["a", "b"], None)])


def test_neither_markup_nor_controls_are_obeyed() -> None:
    texts, labels = varied(x=20, y=20)
    source = "[bold]a[/bold]\x1b[31m.csv"
    shown = _shown([dataset([*texts, "x"], [*labels, "[red]"], source=source)])
    assert "[bold]a[/bold]�[31m.csv" in shown
    assert "'[red]'" in shown
    assert "\x1b" not in shown


def test_the_kind_is_said() -> None:
    texts, labels = varied(x=20, y=20)
    assert "kind multi-class: one label a row" in _words(_shown([dataset(texts, labels)]))
    shown = _words(_shown([dataset([*texts, "a"], [*((label, "z") for label in labels), ()])]))
    assert "kind multi-label: 1.95 labels a row on average, at most 2; none in 1 rows" in shown
    assert "classes 3: 'z' 40, 'x' 20, 'y' 20" in shown
