"""Inputs that work and of which something has to be told, with fragments of the notes.

Each has enough rows of two classes to be trained on.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from inputs.make import CHINESE, ROWS, TRADITIONAL, Case, delimited, text_file, xlsx

__all__ = ["TOLD", "TOLD_LABELS", "TOLD_MULTILABEL"]

_PLAIN = [(label, text.replace(",", "")) for label, text in ROWS]
_CSV = delimited(_PLAIN)


def _csv_with(*lines: str) -> str:
    return _CSV + "".join(line + "\n" for line in lines)


def _jsonl(labels: dict[str, object], *lines: str) -> str:
    rows = [json.dumps({"text": text, "label": labels[label]}) for label, text in ROWS]
    return "\n".join([*rows, *lines]) + "\n"


def _workbook(folder: Path) -> Path:
    numbered = [(text, 1.0 if label == "good" else 0.0) for label, text in ROWS]
    rows = [("text", "label"), *numbered[:3], (None, None), *numbered[3:]]
    return xlsx(folder / "a.xlsx", rows, "reviews", "remarks")


def _categories(folder: Path) -> Path:
    frame = pl.DataFrame(ROWS, schema={"label": pl.Categorical, "text": pl.String}, orient="row")
    path = folder / "a.parquet"
    frame.with_columns(pl.lit(None).cast(pl.String).alias("title")).write_parquet(path)
    return path


def _folder(folder: Path) -> Path:
    for i, (label, text) in enumerate(ROWS):
        (folder / "texts" / label).mkdir(parents=True, exist_ok=True)
        (folder / "texts" / label / f"{i:02}.txt").write_text(text, encoding="utf-8")
    (folder / "texts" / "README").write_text("read me", encoding="utf-8")
    (folder / "texts" / "unused").mkdir()
    return folder / "texts"


def _chinese_folder(folder: Path) -> Path:
    for i, (label, text) in enumerate(CHINESE):
        (folder / "texts" / label).mkdir(parents=True, exist_ok=True)
        (folder / "texts" / label / f"{i:02}.txt").write_text(text[:4], encoding="gb18030")
    return folder / "texts"


TOLD = [
    # Encodings
    Case("GB18030", text_file("a.tsv", delimited(CHINESE, "\t"), "gb18030"), ("GB18030",)),
    Case("Big5", text_file("a.tsv", delimited(TRADITIONAL, "\t"), "big5"), ("Big5", "recognised")),
    Case("UTF-16", text_file("a.tsv", delimited(CHINESE, "\t"), "utf-16"), ("UTF-16",)),
    Case(
        "UTF-8 with its mark",
        text_file("a.csv", _CSV, "utf-8-sig"),
        ("UTF-8 with a byte order mark",),
    ),
    Case(
        "forced encoding",
        text_file("a.csv", _csv_with("bad,trop salé"), "latin-1"),
        ("ISO8859-1", "as asked"),
        encoding="latin-1",
    ),
    Case("folder in GB18030", _chinese_folder, ("GB18030",)),
    # Texts
    Case(
        "empty text", text_file("a.csv", _csv_with("bad,", "good,  ")), ("2 empty texts", "42, 43")
    ),
    Case(
        "null beside a text",
        _categories,
        ("40 texts lack one of the columns",),
        text=("title", "text"),
    ),
    # Labels
    Case(
        "numeric labels",
        text_file("a.csv", _CSV.replace("good", "01").replace("bad", "2")),
        ("Labels are numbers (01, 2)", "name of a class"),
    ),
    Case(
        "JSON truth values",
        text_file("a.jsonl", _jsonl({"good": True, "bad": False})),
        ("40 labels", "no strings"),
    ),
    Case("JSON numbers", text_file("a.jsonl", _jsonl({"good": 1, "bad": 0})), ("numbers (0, 1)",)),
    Case(
        "lists of one label",
        text_file("a.jsonl", _jsonl({"good": ["g"], "bad": ["b", "b"]})),
        ("holds one", "one label a row (multi-class)", "merged: 20"),
    ),
    Case(
        "blanks around labels",
        text_file("a.csv", _csv_with(" good,fine", "bad ,poor")),
        ("White space around 2 labels",),
    ),
    # Rows
    Case(
        "blank lines",
        text_file("a.csv", _csv_with("", "bad,poor", "")),
        ("2 blank lines", "42, 44"),
    ),
    Case(
        "line breaks inside quotes",
        text_file("a.csv", _csv_with('bad,"first\nsecond"', "good,fine")),
        ("line breaks inside quotes (row 42)",),
    ),
    Case(
        "skipped rows of CSV",
        text_file("a.csv", _csv_with("bad,poor,very", ",fine", 'bad,"poor" it was', "good,ok")),
        ("Dropped 3 bad rows", "row 42 (3 fields)", "row 43 (no label)", "row 44"),
        skip_bad_rows=True,
    ),
    Case(
        "skipped rows of JSON",
        text_file("a.jsonl", _jsonl({"good": "g", "bad": "b"}, "{", '{"text": 1, "label": "g"}')),
        ("Dropped 2 bad rows", "row 41 (broken JSON", "row 42 (a number as text)"),
        skip_bad_rows=True,
    ),
    Case(
        "skipped broken bytes",
        text_file("a.csv", _csv_with("bad,très bon").encode() + b"bad,caf\xc3\n"),
        ("Dropped 1 bad row: row 43 (a NUL or broken bytes)",),
        skip_bad_rows=True,
    ),
    # Columns and headers
    Case(
        "columns by name", text_file("a.csv", _CSV), ("'text', by its name", "'label', by its name")
    ),
    Case(
        "Chinese column names",
        text_file("a.csv", delimited(_PLAIN, header="类别,内容")),
        ("'内容', by its name", "'类别', by its name"),
    ),
    Case(
        "columns by content",
        text_file("a.csv", delimited(_PLAIN, header="opinion,remark")),
        ("'opinion', by content", "'remark', by content"),
    ),
    Case(
        "no header",
        text_file("a.tsv", delimited(_PLAIN, "\t", header=None)),
        ("No header: row 1 is data", "column_1, column_2", "'column_2', by content"),
    ),
    Case(
        "no header, columns by number",
        text_file("a.csv", delimited(_PLAIN, header=None)),
        ("No header",),
        text=("2",),
        label="1",
    ),
    Case(
        "a class called review",
        text_file("a.tsv", delimited(_PLAIN, "\t", header=None).replace("good", "review")),
        ("No header",),
    ),
    # Quotes and separators
    Case(
        "quoted TSV",
        text_file("a.tsv", delimited([(a, f'"{b}"') for a, b in ROWS], "\t")),
        ("Double quotes enclose 40 fields",),
    ),
    Case(
        "stray quotes in TSV",
        text_file("a.tsv", delimited([*ROWS, ("good", '" quoted " was nice')], "\t")),
        ("read as they stand",),
    ),
    Case(
        "semicolons",
        text_file("a.csv", delimited(ROWS, ";")),
        ("separated by semicolons",),
    ),
    # Other formats
    Case("workbook", _workbook, ("'remarks'", "1 empty row (row 5)", "numbers (0, 1)")),
    Case("categories in Parquet", _categories, ("'label', by its name",)),
    Case("folder", _folder, ("Left out 1 file", "README", "without a file: unused")),
]

TOLD_LABELS = [
    Case(
        "class with one row",
        text_file("a.csv", _csv_with("other,who knows")),
        ("1 class with one row", "'other' (row 42)", "training"),
    ),
]

_SETS: dict[str, object] = {"good": ["fine", "warm"], "bad": ["cold"]}


def _lists_in_parquet(folder: Path) -> Path:
    path = folder / "a.parquet"
    topics = [["fine", "warm"] if label == "good" else ["cold"] for label, _ in ROWS]
    pl.DataFrame({"topics": topics, "text": [text for _, text in ROWS]}).write_parquet(path)
    return path


def _joined(separator: str, header: str = "label,text") -> str:
    names = {"good": separator.join(["fine", "warm"]), "bad": "cold"}
    return delimited([(names[label], text) for label, text in _PLAIN], "\t", header)


# Rows have several labels: `cold` 20, `fine` 20, `warm` 20.
TOLD_MULTILABEL = [
    Case(
        "JSON lists",
        text_file("a.jsonl", _jsonl(_SETS)),
        ("multi-label", "1.50 on average, at most 2"),
    ),
    Case(
        "JSON lists, some empty",
        text_file("a.jsonl", _jsonl(_SETS, *['{"text": "a", "label": []}'] * 2)),
        ("multi-label", "carry no label: 2 (rows 41, 42)"),
    ),
    Case(
        "JSON lists of odd labels",
        text_file("a.jsonl", _jsonl({"good": ["fine ", "warm", "fine"], "bad": "cold"})),
        ("White space around 20 labels", "merged: 20", "outside of lists", "list of one: 20"),
    ),
    Case(
        "skipped row among lists",
        text_file("a.jsonl", _jsonl(_SETS, '{"text": "a", "label": null}')),
        ("Dropped 1 bad row: row 41 (no label)",),
        skip_bad_rows=True,
    ),
    Case("Parquet lists", _lists_in_parquet, ("'topics', by its name", "multi-label")),
    Case(
        "several __label__",
        text_file(
            "a.txt",
            "".join(
                f"__label__fine __label__warm {text}\n"
                if label == "good"
                else f"__label__cold {text}\n"
                for label, text in ROWS
            ),
        ),
        ("multi-label",),
    ),
    Case(
        "labels joined in one string",
        text_file("a.tsv", _joined(" ; ;", "标签,text")),
        ("'标签', by its name", "multi-label", "left out: 20"),
        label_separator=";",
    ),
    Case(
        "labels in a column called tags",
        text_file("a.tsv", _joined("|", "tags,text")),
        ("'tags', by its name", "multi-label"),
        label_separator="|",
    ),
]
