"""Inputs that have to be refused, with fragments of the message: file, row, remedy.

`read` refuses all of them, those of `REFUSED_WEIGHTS` with `--weight`; `check_labels` refuses those
of `REFUSED_LABELS`.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars as pl

from inputs.make import ROWS, Case, delimited, text_file, xlsx

__all__ = ["REFUSED", "REFUSED_LABELS", "REFUSED_WEIGHTS"]

_CSV = delimited((label, text.replace(",", "")) for label, text in ROWS)


def _jsonl(*lines: str) -> str:
    good = [json.dumps({"text": text, "label": label}) for label, text in ROWS]
    return "\n".join([*good[:2], *lines, *good[2:]]) + "\n"


def _with_line(row: int, line: str, content: str = _CSV) -> str:
    lines = content.split("\n")
    return "\n".join([*lines[: row - 1], line, *lines[row - 1 :]])


def _misspelt(folder: Path) -> Path:
    text_file("reviews.csv", _CSV)(folder)
    return folder / "review.csv"


def _parquet(folder: Path) -> Path:
    pl.DataFrame({"text": [["a"], ["b"]], "label": ["x", "y"]}).write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def _binary_parquet(folder: Path) -> Path:
    pl.DataFrame({"text": [b"a", b"b"], "label": ["x", "y"]}).write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def _null_parquet(folder: Path) -> Path:
    frame = pl.DataFrame({"text": ["a", "b", None], "label": ["x", "y", "x"]})
    frame.write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def _cut_parquet(folder: Path) -> Path:
    path = _null_parquet(folder)
    path.write_bytes(path.read_bytes()[:-20])
    return path


def _sheet_without_label(folder: Path) -> Path:
    return xlsx(folder / "a.xlsx", [("text", "label"), ("a", "x"), ("b", None), ("c", "y")])


def _flat_folder(folder: Path) -> Path:
    (folder / "texts").mkdir()
    (folder / "texts" / "one.txt").write_text("a text", encoding="utf-8")
    return folder / "texts"


def _nested_folder(folder: Path) -> Path:
    (folder / "texts" / "train" / "good").mkdir(parents=True)
    (folder / "texts" / "train" / "good" / "one.txt").write_text("a text", encoding="utf-8")
    return folder / "texts"


def _folder_with_noise(folder: Path) -> Path:
    for name in ("good", "bad"):
        (folder / "texts" / name).mkdir(parents=True)
        (folder / "texts" / name / "one.txt").write_text("a text\n", encoding="utf-8")
    (folder / "texts" / "good" / "two.txt").write_bytes(b"first line\ncaf\xe9 au lait")
    return folder / "texts"


REFUSED = [
    # What was named
    Case("missing file", _misspelt, ("review.csv", "no such file", "Did you mean", "reviews.csv")),
    Case("unknown ending", text_file("a.docx", _CSV), ("a.docx", "'.docx'", ".csv", "convert")),
    Case("no ending", text_file("rows", _CSV), ("rows", "without an ending", "Rename")),
    Case("text in place of a file", lambda _: "x" * 5000 + ".csv", ("cannot be read", "readable")),
    Case("NUL in the name", lambda _: "a\0.csv", ("cannot be read", "readable")),
    Case("hub address", lambda _: "hf://imdb", ("hf://imdb", "not supported", "yet", "Save")),
    Case("database", lambda _: "sqlite:///a.db", ("sqlite:///a.db", "not supported", ".csv")),
    Case("empty file", text_file("a.csv", ""), ("a.csv", "empty", "Give a file")),
    Case("header only", text_file("a.csv", "label,text\n"), ("a.csv", "no usable rows", "Give")),
    Case("blank lines only", text_file("a.tsv", "\n\n"), ("a.tsv", "no rows", "Give a file")),
    Case(
        "workbook called CSV",
        text_file("a.csv", b"PK\x03\x04\x14\x00"),
        ("a.csv", "Excel workbook", "ending"),
    ),
    # Archives and binary formats
    Case(
        "truncated gzip",
        text_file("a.csv.gz", gzip.compress(_CSV.encode())[:-9]),
        ("a.csv.gz", "broken .gz archive", "once more"),
    ),
    Case("no gzip", text_file("a.csv.gz", _CSV), ("a.csv.gz", "broken .gz archive", "once more")),
    Case(
        "no zstd", text_file("a.csv.zst", _CSV), ("a.csv.zst", "broken .zst archive", "once more")
    ),
    Case("truncated Parquet", _cut_parquet, ("a.parquet", "broken Parquet", "once more")),
    Case("Parquet list as text", _parquet, ("a.parquet, row 1", "a list as text", "--text")),
    Case("Parquet bytes as text", _binary_parquet, ("a.parquet, row 1", "binary", "--text")),
    Case("Parquet null", _null_parquet, ("a.parquet, row 3", "no text", "--skip-bad-rows")),
    Case("no workbook", text_file("a.xlsx", "label,text"), ("a.xlsx", "broken Excel", ".xlsx")),
    Case("sheet without a label", _sheet_without_label, ("a.xlsx, row 3", "no label", "Add it")),
    # Rows of CSV and TSV
    Case(
        "comma inside a text",
        text_file("a.csv", _with_line(4, "good,hot, and quick")),
        ("a.csv, row 4", "3 fields", "2 fields", "double quotes", "--skip-bad-rows"),
    ),
    Case(
        "short row",
        text_file("a.csv", _with_line(7, "good")),
        ("a.csv, row 7", "1 field;", "2 fields", "missing comma"),
    ),
    Case(
        "tab inside a text",
        text_file("a.tsv", delimited([*ROWS[:3], ("good", "one\ttwo")], "\t")),
        ("a.tsv, row 5", "3 fields", "inside a text"),
    ),
    Case(
        "unclosed quote",
        text_file("a.csv", _with_line(5, 'good,"hot soup')),
        ("a.csv, row 5", "never closed", "twice"),
    ),
    Case(
        "text after a quote",
        text_file("a.csv", _with_line(6, 'bad,"dull" he said')),
        ("a.csv, row 6", "after a closing quote", "twice"),
    ),
    Case(
        "same name twice",
        text_file("a.csv", "label,text,text\nx,a,b\ny,c,d\n"),
        ("a.csv, row 1", "'text'", "Rename"),
    ),
    Case(
        "empty label",
        text_file("a.csv", _with_line(9, ",nothing to say")),
        ("a.csv, row 9", "no label", "take the row out"),
    ),
    # JSON
    Case(
        "broken JSON",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": ')),
        ("a.jsonl, row 3", "broken JSON", "Repair"),
    ),
    Case(
        "JSON number as row",
        text_file("a.jsonl", _jsonl("17")),
        ("a.jsonl, row 3", "a JSON int", "one JSON object a line", '{"text"'),
    ),
    Case(
        "JSON array",
        text_file("a.jsonl", json.dumps([{"text": "a", "label": "x"}])),
        ("a.jsonl", "one JSON array", "line of its own"),
    ),
    Case(
        "JSON nested too deeply",
        text_file("a.jsonl", _jsonl("[" * 200_000)),
        ("a.jsonl, row 3", "too deeply", "Flatten"),
    ),
    Case(
        "JSON key twice",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": "x", "label": "y"}')),
        ("a.jsonl, row 3", "'label'", "twice", "Repair"),
    ),
    Case(
        "JSON null text",
        text_file("a.jsonl", _jsonl('{"text": null, "label": "good"}')),
        ("a.jsonl, row 3", "no text", "take the row out"),
    ),
    Case(
        "JSON without label",
        text_file("a.jsonl", _jsonl('{"text": "nice"}')),
        ("a.jsonl, row 3", "no label", "take the row out"),
    ),
    Case(
        "JSON number as text",
        text_file("a.jsonl", _jsonl('{"text": 5, "label": "good"}')),
        ("a.jsonl, row 3", "a number as text", "--text"),
    ),
    Case(
        "JSON object as label",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": {"name": "good"}}')),
        ("a.jsonl, row 3", "an object as label", "--label"),
    ),
    Case(
        "JSON object in a list of labels",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": ["good", {"name": "bad"}]}')),
        ("a.jsonl, row 3", "an object as label", "--label"),
    ),
    Case(
        "JSON null in a list of labels",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": ["good", null]}')),
        ("a.jsonl, row 3", "no label", "take the row out"),
    ),
    Case(
        "JSON without label among lists",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": ["g", "b"]}', '{"text": "nice"}')),
        ("a.jsonl, row 4", "no label", "take the row out"),
    ),
    Case(
        "broken bytes in a list of labels",
        text_file("a.jsonl", _jsonl('{"text": "a", "label": ["good", "\\ud83d"]}')),
        ("a.jsonl, row 3", "broken bytes", "Repair"),
    ),
    Case(
        "half a character pair",
        text_file("a.jsonl", _jsonl('{"text": "a \\ud83d b", "label": "good"}')),
        ("a.jsonl, row 3", "broken bytes", "Repair"),
    ),
    # fastText and folders
    Case("no __label__", text_file("a.txt", "good film\n"), ("a.txt", "__label__", "CSV")),
    Case(
        "line without __label__",
        text_file("a.txt", "__label__x good\nplain\n__label__y bad\n"),
        ("a.txt, row 2", "without __label__", "take it out"),
    ),
    Case(
        "__label__ without a name",
        text_file("a.txt", "__label__x good\n__label__y __label__ both\n"),
        ("a.txt, row 2", "no label", "take the row out"),
    ),
    Case("folder of files", _flat_folder, ("texts", "no text in a class folder", "/NAME/")),
    Case("folder in a class folder", _nested_folder, ("train", "holds a folder", "give")),
    Case(
        "undecodable file in a folder",
        _folder_with_noise,
        ("two.txt, row 2", "0xE9", "--encoding"),
    ),
    # Encodings
    Case(
        "broken UTF-8",
        text_file("a.csv", delimited([("good", "très bon")]).encode() * 3 + b"bad,caf\xc3\n"),
        ("a.csv, row 7", "0xC3", "utf-8", "--encoding"),
    ),
    Case(
        "Latin-1",
        text_file("a.csv", "label,text\ngood,très bon\nbad,trop salé\ngood,délicieux\n", "latin-1"),
        ("a.csv, row 2", "0xE8", "--encoding latin-1"),
    ),
    Case(
        "Korean EUC-KR",
        text_file(
            "a.csv", "label,text\n" + "긍정,배우들의 연기가 정말 훌륭했어요\n" * 20, "euc-kr"
        ),
        ("a.csv, row 2", "--encoding"),
    ),
    Case(
        "UTF-16 without its mark",
        text_file("a.csv", _CSV, "utf-16-le"),
        ("a.csv, row 1", "NUL", "--encoding utf-16-le"),
    ),
    Case(
        "NUL byte",
        text_file("a.csv", _with_line(3, "bad,no\0thing")),
        ("a.csv, row 3", "NUL", "Repair"),
    ),
    Case(
        "unknown encoding",
        text_file("a.csv", _CSV),
        ("a.csv", "unknown encoding 'utf9'", "Correct --encoding"),
        encoding="utf9",
    ),
    Case(
        "wrong forced encoding",
        text_file("a.csv", "label,text\ngood,菜很好\n"),
        ("a.csv, row 2", "is not ascii", "--encoding"),
        encoding="ascii",
    ),
    # Columns
    Case(
        "no label column",
        text_file("a.csv", "text,id\nfine,1\npoor,2\nweak,3\n"),
        ("a.csv", "no label column", "'text', 'id'", "--label"),
    ),
    Case(
        "two label columns",
        text_file("a.csv", "text,label,class\nfine,1,x\npoor,2,y\n"),
        ("a.csv", "'label', 'class'", "--label"),
    ),
    Case(
        "two likely label columns",
        text_file("a.csv", "text,colour,size\n" + "fine,red,big\nbad,blue,small\n" * 5),
        ("a.csv", "'colour', 'size'", "--label"),
    ),
    Case(
        "two text columns",
        text_file("a.csv", "label,review,comment\nx,fine,yes\ny,poor,no\n"),
        ("a.csv", "'review', 'comment'", "--text"),
    ),
    Case(
        "no text column",
        text_file("a.jsonl", '{"label": "x", "n": 1}\n{"label": "y", "n": 2}\n'),
        ("a.jsonl", "no text column", "'label', 'n'", "--text"),
    ),
    Case(
        "asked column missing",
        text_file("a.csv", _CSV),
        ("a.csv", "no column 'lable'", "'label', 'text'", "Did you mean 'label'?"),
        label="lable",
    ),
    Case(
        "asked for twice",
        text_file("a.csv", _CSV),
        ("a.csv", "'text' was asked for twice", "--text"),
        text=("text",),
        label="text",
    ),
    Case(
        "nothing left",
        text_file("a.jsonl", '{"text": null, "label": "x"}\n' * 3),
        ("a.jsonl", "none of 3 rows", "--skip-bad-rows"),
        skip_bad_rows=True,
    ),
]

REFUSED_LABELS = [
    Case(
        "one class",
        text_file("a.csv", "label,text\n" + "good,fine\n" * 5),
        ("a.csv", "all 5 rows have the label 'good'", "two classes", "Add rows"),
    ),
    Case(
        "each class once",
        text_file("a.csv", "label,text\nx,one\ny,two\nz,three\n"),
        ("a.csv", "each of the 3 labels", "occurs once", "--label"),
    ),
    Case(
        "one label in lists",
        text_file("a.jsonl", '{"text": "a", "label": ["x"]}\n{"text": "b", "label": []}\n' * 2),
        ("a.jsonl", "the only label of 4 rows is 'x'", "two classes", "Add rows"),
    ),
    Case(
        "no label in lists",
        text_file("a.jsonl", '{"text": "a", "label": []}\n' * 3),
        ("a.jsonl", "not one of 3 rows carries a label", "two classes", "Add rows"),
    ),
    Case(
        "each label of lists once",
        text_file("a.jsonl", '{"text": "a", "label": ["x", "y"]}\n{"text": "b", "label": []}\n'),
        ("a.jsonl", "each of the 2 labels", "occurs once", "--label"),
    ),
]


def _weighted(cell: str) -> str:
    rows = [*ROWS[:2], ("good", "plain"), *ROWS[2:]]
    weights = ["1", "0.5", cell, *["2"] * len(ROWS)]
    lines = [(a, b.replace(",", ""), w) for (a, b), w in zip(rows, weights, strict=False)]
    return delimited(lines, header="label,text,w")


REFUSED_WEIGHTS = [
    Case(
        f"weight {cell!r}",
        text_file("a.csv", _weighted(cell)),
        ("a.csv, row 4", told, "a number of at least 0", "--weight"),
        weight="w",
    )
    for cell, told in [
        ("", "no weight"),
        ("much", "the weight 'much'"),
        ("-1", "the weight '-1'"),
        ("nan", "the weight 'nan'"),
        ("inf", "the weight 'inf'"),
    ]
] + [
    Case(
        "truth value as weight",
        text_file("a.jsonl", '{"text": "a", "label": "x", "w": true}\n'),
        ("a.jsonl, row 1", "a truth value as weight", "--weight"),
        weight="w",
    ),
    Case(
        "weights all zero",
        text_file("a.csv", "label,text,w\nx,a,0\ny,b,0.0\n"),
        ("a.csv", "every weight in column 'w' is 0", "--weight"),
        weight="w",
    ),
    Case(
        "weight column missing",
        text_file("a.csv", "label,text,w\nx,a,1\ny,b,1\n"),
        ("a.csv", "no column 'weigth'", "'label', 'text', 'w'", "--weight"),
        weight="weigth",
    ),
    Case(
        "label as weight",
        text_file("a.csv", "label,text,w\nx,a,1\ny,b,1\n"),
        ("a.csv", "'label' was asked for twice", "--weight"),
        label="label",
        weight="label",
    ),
]
