"""Portions of any size hold, one after the other, what the whole file does, and refuse the same."""

from __future__ import annotations

import gzip
import json
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewise.data import content
from gatewise.data import read as reading
from gatewise.data.dataset import Dataset
from gatewise.data.portions import portions
from gatewise.data.read import read
from gatewise.errors import InputError
from inputs.make import CHINESE, ROWS, Case, delimited, text_file, xlsx
from inputs.refused import REFUSED, REFUSED_WEIGHTS
from inputs.told import TOLD, TOLD_MULTILABEL


def _concatenated(parts: list[Dataset], notes: tuple[str, ...]) -> Dataset:
    whole = parts[0]
    for part in parts[1:]:
        columns = {name: cells + part.columns[name] for name, cells in whole.columns.items()}
        whole = replace(
            whole,
            texts=whole.texts + part.texts,
            labels=None if whole.labels is None else [*whole.labels, *(part.labels or [])],
            rows=whole.rows + part.rows,
            files=None if whole.files is None else whole.files + (part.files or []),
            columns=columns,
            weights=None if whole.weights is None else whole.weights + (part.weights or []),
        )
    return replace(whole, notes=notes, skipped_rows=())


def _outcome(path: Path | str, size: int | None, **how: Any) -> Dataset | str:
    """What reading gives, or the message; in portions where `size` is given."""
    try:
        if size is None:
            return replace(read(path, **how), skipped_rows=())
        found = portions(path, rows=size, **how)
        parts = list(found)
    except InputError as error:
        return str(error)
    assert all(0 < len(part.texts) <= size for part in parts)
    assert sum(len(part.texts) for part in parts) == found.rows
    assert list(found) == parts
    return _concatenated(parts, found.notes)


def _how(case: Case) -> dict[str, Any]:
    return {
        "text": case.text,
        "label": case.label,
        "label_separator": case.label_separator,
        "weight": case.weight,
        "encoding": case.encoding,
        "skip_bad_rows": case.skip_bad_rows,
    }


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    "case",
    [*REFUSED, *REFUSED_WEIGHTS, *TOLD, *TOLD_MULTILABEL],
    ids=lambda case: case.name,
)
def test_every_known_input_is_read_or_refused_as_a_whole(
    case: Case, size: int, tmp_path: Path
) -> None:
    source = case.make(tmp_path)
    for labels in ("required", "optional"):
        how = {**_how(case), "labels": labels}
        assert _outcome(source, size, **how) == _outcome(source, None, **how)


_CELLS = st.sampled_from(
    [
        *("a", "b", "x", "", "  ", "很好 看", "the film is long", "1"),
        *('"q"', '"a""b"', '"l\nm"', '"open', 'st"ray', "\udcff"),
    ]
)
_LINES = st.lists(st.lists(_CELLS, min_size=1, max_size=3) | st.just([]), min_size=1, max_size=14)
_HEADS = st.sampled_from(["", "label,text", "text", "id,label,text"])


@given(
    lines=_LINES,
    head=_HEADS,
    separator=st.sampled_from([",", ",", "\t", ";"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    ending=st.sampled_from([".csv", ".tsv", ".txt"]),
    size=st.integers(1, 5),
    skip=st.booleans(),
)
@settings(max_examples=150)
def test_portions_of_random_lines_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[list[str]],
    head: str,
    separator: str,
    newline: str,
    ending: str,
    size: int,
    skip: bool,
) -> None:
    rows = [head.replace(",", separator)] * bool(head) + [separator.join(line) for line in lines]
    data = newline.join(rows).encode("utf-8", "surrogateescape")
    path = text_file(f"a{ending}", data)(tmp_path_factory.mktemp("random"))
    how = {"skip_bad_rows": skip, "labels": "optional"}
    with pytest.MonkeyPatch.context() as patch:
        whole = _outcome(path, None, **how)
        patch.setattr(content, "BLOCK", 4 + size)
        patch.setattr(reading, "_ROWS_AT_ONCE", size)
        assert _outcome(path, None, **how) == whole
        assert _outcome(path, size, **how) == whole


_VALUES = st.sampled_from(["a", None, 1, 2.5, True, ["x", "y"], ["x"], "\ud83d", {"k": 1}])
_OBJECTS = st.dictionaries(st.sampled_from(["text", "label", "id", "late"]), _VALUES)


@given(
    objects=st.lists(_OBJECTS | st.just("broken"), min_size=1, max_size=12),
    size=st.integers(1, 5),
    skip=st.booleans(),
    labels=st.sampled_from(["required", "optional"]),
)
@settings(max_examples=150)
def test_portions_of_random_objects_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    objects: list[Any],
    size: int,
    skip: bool,
    labels: str,
) -> None:
    lines = ["{" if each == "broken" else json.dumps(each) for each in objects]
    path = text_file("a.jsonl", "\n".join(lines))(tmp_path_factory.mktemp("random"))
    how: dict[str, Any] = {"skip_bad_rows": skip, "labels": labels, "text": ["text"]}
    assert _outcome(path, size, **how) == _outcome(path, None, **how)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_characters_may_span_blocks(
    encoding: str, packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = delimited(CHINESE, "\t").encode(encoding)
    packed = {"": data, ".gz": gzip.compress(data), ".zst": zstd.compress(data)}[packing]
    path = text_file(f"a.tsv{packing}", packed)(tmp_path)
    monkeypatch.setattr(content, "BLOCK", 5)
    texts = [text for part in portions(path, rows=7) for text in part.texts]
    assert texts == [text for _, text in CHINESE]


def test_parquet_and_excel_come_in_portions(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=["label", "text"], orient="row")
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=8)
    sheet = xlsx(tmp_path / "a.xlsx", [("label", "text"), *ROWS])
    for path in (tmp_path / "a.parquet", sheet):
        parts = list(portions(path, rows=6))
        assert [len(part.texts) for part in parts][:2] in ([6, 6], [5, 6])
        assert [text for part in parts for text in part.texts] == [text for _, text in ROWS]


def test_the_last_row_refuses_before_the_first_is_given(tmp_path: Path) -> None:
    path = text_file("a.csv", delimited([("x", "a")] * 50 + [("x", "b", "c")]))(tmp_path)
    with pytest.raises(InputError, match="row 52: 3 fields"):
        portions(path, rows=4)


def test_unused_labels_are_not_looked_at(tmp_path: Path) -> None:
    path = text_file("a.csv", "label,text\n,a\n1,b\n")(tmp_path)
    found = portions(path, rows=1, labels="unused")
    assert [part.labels for part in found] == [None, None]
    assert [part.columns["label"] for part in found] == [[""], ["1"]]
    assert not any("abel" in note for note in found.notes if "Columns" not in note)


def test_a_long_file_is_judged_by_rows_from_all_of_it(tmp_path: Path) -> None:
    """Sorted by label, with nothing in its beginning that would tell the label from the others."""
    rows = [(str(i), "first" if i < 60_000 else "second", f"some words {i}") for i in range(90_000)]
    path = text_file("a.csv", delimited(rows, header="one,two,three"))(tmp_path)
    dataset = read(path)
    assert (dataset.label_column, dataset.text_columns) == ("two", ("three",))
    assert len(dataset.texts) == 90_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("label,text\nx,a\ny,b\n",))
    writer.start()
    try:
        assert [part.texts for part in portions(pipe, rows=1)] == [["a"], ["b"]]
    finally:
        writer.join()
