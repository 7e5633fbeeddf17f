"""Reading: every format and encoding gives the same rows, and what is bad or odd is named."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from gatewise.data.classes import check_labels
from gatewise.data.labels import label_sets
from gatewise.data.read import Dataset, read
from gatewise.errors import InputError, MissingExtraError
from inputs.make import CHINESE, ROWS, TRADITIONAL, Case, delimited, text_file, xlsx
from inputs.refused import REFUSED, REFUSED_LABELS, REFUSED_WEIGHTS
from inputs.told import TOLD, TOLD_LABELS, TOLD_MULTILABEL


def _read(case: Case, folder: Path) -> Dataset:
    return read(
        case.make(folder),
        text=case.text,
        label=case.label,
        label_separator=case.label_separator,
        weight=case.weight,
        encoding=case.encoding,
        skip_bad_rows=case.skip_bad_rows,
    )


@pytest.mark.parametrize("case", [*REFUSED, *REFUSED_WEIGHTS], ids=lambda case: case.name)
def test_refuses_with_file_row_and_remedy(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(case, tmp_path)
    for fragment in case.says:
        assert fragment in str(caught.value)


@pytest.mark.parametrize("case", REFUSED_LABELS, ids=lambda case: case.name)
def test_refuses_labels_that_cannot_be_learnt(case: Case, tmp_path: Path) -> None:
    dataset = _read(case, tmp_path)
    with pytest.raises(InputError) as caught:
        check_labels(dataset)
    for fragment in case.says:
        assert fragment in str(caught.value)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.name)
def test_works_and_tells(case: Case, tmp_path: Path) -> None:
    dataset = _read(case, tmp_path)
    told = " ".join(dataset.notes)
    for fragment in case.says:
        assert fragment in told
    assert dataset.labels is not None
    assert len(dataset.texts) == len(dataset.labels) == len(dataset.rows) >= 40
    assert len(check_labels(dataset).classes) == 2


@pytest.mark.parametrize("case", TOLD_MULTILABEL, ids=lambda case: case.name)
def test_works_and_tells_of_several_labels(case: Case, tmp_path: Path) -> None:
    dataset = _read(case, tmp_path)
    told = " ".join(dataset.notes)
    for fragment in case.says:
        assert fragment in told
    assert dataset.kind == "multilabel"
    assert dataset.labels is not None
    assert label_sets(dataset.labels)[:2] == [("fine", "warm"), ("cold",)]
    facts = check_labels(dataset)
    assert dict(zip(facts.classes, facts.counts, strict=True)) == dict.fromkeys(
        ("cold", "fine", "warm"), 20
    )


@pytest.mark.parametrize("case", TOLD_LABELS, ids=lambda case: case.name)
def test_tells_of_labels(case: Case, tmp_path: Path) -> None:
    told = " ".join(check_labels(_read(case, tmp_path)).notes)
    for fragment in case.says:
        assert fragment in told


def _quoted(rows: list[tuple[str, str]], separator: str = ",") -> str:
    return delimited([(label, f'"{text}"') for label, text in rows], separator)


def _jsonl(rows: list[tuple[str, str]]) -> str:
    lines = [json.dumps({"label": a, "text": b}, ensure_ascii=False) for a, b in rows]
    return "\n".join(lines)


_FORMATS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "a.csv": _quoted,
    "a.tsv": lambda rows: delimited(rows, "\t"),
    "b.tsv": lambda rows: _quoted(rows, "\t"),
    "a.jsonl": _jsonl,
    "a.ndjson": _jsonl,
    "a.txt": lambda rows: "".join(f"__label__{a} {b}\r\n" for a, b in rows),
}


@pytest.mark.parametrize("packing", ["", ".gz", ".zst", ".GZ"])
@pytest.mark.parametrize("name", _FORMATS)
def test_every_text_format_gives_the_same_rows(name: str, packing: str, tmp_path: Path) -> None:
    data = _FORMATS[name](ROWS).encode()
    packed = {"": data, ".gz": gzip.compress(data), ".zst": zstd.compress(data)}[packing.lower()]
    dataset = read(text_file(name + packing, packed)(tmp_path))
    assert list(zip(dataset.labels or [], dataset.texts, strict=True)) == ROWS
    first = 2 if name.endswith(("csv", "tsv")) else 1
    assert dataset.rows == list(range(first, first + len(ROWS)))
    assert dataset.files is None
    assert dataset.encoding == "utf-8"


def test_parquet_and_excel_give_the_same_rows(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=["label", "text"], orient="row")
    frame.write_parquet(tmp_path / "a.parquet")
    sheet = xlsx(tmp_path / "a.xlsx", [("label", "text"), *ROWS])
    for path, first in ((tmp_path / "a.parquet", 1), (sheet, 2)):
        dataset = read(path)
        assert list(zip(dataset.labels or [], dataset.texts, strict=True)) == ROWS
        assert dataset.rows == list(range(first, first + len(ROWS)))


@pytest.mark.parametrize(
    ("rows", "encoding", "recognised"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-32", "utf-32"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE[:1], "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL[:1], "big5", "big5"),
        ([*TRADITIONAL, ("好評", "墻邊的花粧")], "cp950", "cp950"),
        ([*TRADITIONAL, ("好評", "佢哋嘅嘢好食㗎")], "big5hkscs", "big5hkscs"),
        (TRADITIONAL, "utf-16", "utf-16"),
    ],
)
def test_recognises_encodings(
    rows: list[tuple[str, str]], encoding: str, recognised: str, tmp_path: Path
) -> None:
    for name in ("a.csv", "a.tsv", "a.jsonl", "a.txt"):
        content = _FORMATS[name](rows).encode(encoding)
        dataset = read(text_file(name, content)(tmp_path))
        assert dataset.encoding == recognised
        assert list(zip(dataset.labels or [], dataset.texts, strict=True)) == rows


def test_big_endian_utf_16(tmp_path: Path) -> None:
    content = b"\xfe\xff" + delimited(CHINESE, "\t").encode("utf-16-be")
    assert read(text_file("a.tsv", content)(tmp_path)).texts == [text for _, text in CHINESE]


@pytest.mark.parametrize(
    "encoding", ["shift-jis", "euc-jp", "euc-kr", "cp1251", "koi8-r", "cp1252"]
)
def test_never_garbles_other_languages(encoding: str, tmp_path: Path) -> None:
    text = {
        "shift-jis": "料理が美味しくて、サービスも良い。",
        "euc-jp": "この映画はとても面白かったです。",
        "euc-kr": "배우들의 연기가 훌륭했어요. 음식이 맛있고 서비스가 좋습니다.",
        "cp1251": "Очень хороший отель, персонал вежливый.",
        "koi8-r": "Очень хороший отель, персонал вежливый.",
        "cp1252": "Le garçon a mangé la crème brûlée à l’école.",
    }[encoding]
    path = text_file("a.txt", f"__label__a {text}\n" * 20, encoding)(tmp_path)
    with pytest.raises(InputError, match="--encoding"):
        read(path)
    assert read(path, encoding=encoding).texts == [text] * 20


def test_quoted_csv_keeps_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    content = 'text,label\r\n"a ""b"", c\r\nd",x\r\n5" disk,y\r\ne,x\r\n'
    dataset = read(text_file("a.csv", content)(tmp_path))
    assert dataset.texts == ['a "b", c\r\nd', '5" disk', "e"]
    assert dataset.rows == [2, 4, 5]


def test_quoted_tsv_may_hold_tabs_and_line_breaks(tmp_path: Path) -> None:
    content = 'text\tlabel\n"a\tb\t\nc"\tx\nd\ty\ne\tx\n'
    assert read(text_file("a.tsv", content)(tmp_path)).texts == ["a\tb\t\nc", "d", "e"]


def test_quotes_of_a_plain_tsv_stay(tmp_path: Path) -> None:
    rows = [("good", '" birthday girl " is an actor\'s movie'), ("bad", '" it is not . "')] * 3
    dataset = read(text_file("a.tsv", delimited(rows, "\t", header=None))(tmp_path))
    assert dataset.texts == [text for _, text in rows]


def test_old_line_ends_and_long_fields(tmp_path: Path) -> None:
    long = "long " * 40_000
    content = f'label,text\rx,"{long}"\ry,b\rx,c\r'
    dataset = read(text_file("a.csv", content)(tmp_path))
    assert dataset.texts == [long, "b", "c"]


def test_an_unclosed_quote_costs_one_row(tmp_path: Path) -> None:
    content = 'label,text\nx,a\ny,"b\nx,c\ny,d\n'
    dataset = read(text_file("a.csv", content)(tmp_path), skip_bad_rows=True)
    assert dataset.texts == ["a", "c", "d"]
    assert dataset.skipped_rows == (3,)
    assert dataset.columns == {"label": ["x", "x", "y"], "text": ["a", "c", "d"]}


def test_joins_text_columns_and_keeps_the_others(tmp_path: Path) -> None:
    content = "id,title,body,label\n1,A,b,x\n2,C,,y\n3,E,f,x\n"
    dataset = read(text_file("a.csv", content)(tmp_path), text=("title", "BODY"))
    assert dataset.texts == ["A\nb", "C\n", "E\nf"]
    assert dataset.text_columns == ("title", "body")
    assert list(dataset.columns) == ["id", "title", "body", "label"]
    assert dataset.columns["id"] == ["1", "2", "3"]


def test_names_win_over_content_and_tiers_over_each_other(tmp_path: Path) -> None:
    content = "Title, Content ,Label,split\nlong title here,b,x,train\nanother one,d,y,train\n"
    dataset = read(text_file("a.csv", content)(tmp_path))
    assert dataset.text_columns == ("Content",)
    assert dataset.label_column == "Label"


def test_an_asked_text_is_never_the_label_too(tmp_path: Path) -> None:
    content = "topic,mood\na fine day,x\nrain again,y\nsun at last,x\n"
    dataset = read(text_file("a.csv", content)(tmp_path), text=["topic"])
    assert (dataset.text_columns, dataset.label_column) == (("topic",), "mood")


def test_an_unnamed_index_column_is_no_text(tmp_path: Path) -> None:
    content = ",remark,mood\n0,a fine day,x\n1,rain again,y\n2,sun at last,x\n"
    dataset = read(text_file("a.csv", content)(tmp_path))
    assert list(dataset.columns) == ["column_1", "remark", "mood"]
    assert (dataset.text_columns, dataset.label_column) == (("remark",), "mood")


def test_identifiers_are_no_text_however_long(tmp_path: Path) -> None:
    rows = [(f"{i:032x}", f"标题{i}号", "ab"[i % 2]) for i in range(20)]
    content = delimited(rows, header="uid,words,kind")
    assert read(text_file("a.csv", content)(tmp_path)).text_columns == ("words",)


def test_a_header_may_have_unknown_names_and_asked_ones(tmp_path: Path) -> None:
    rows = [("good", "fine"), ("bad", "poor"), ("good", "well")]
    path = text_file("a.csv", delimited(rows, header="mood,word"))(tmp_path)
    assert read(path, text=["word"], label="Mood").rows == [2, 3, 4]
    assert read(path, text=["2"], label="1").rows == [2, 3, 4]


def test_whole_numbers_lose_their_point(tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["a", "b", "c"], "label": [1.0, 2.5, 1.0]})
    frame.write_parquet(tmp_path / "a.parquet")
    dataset = read(tmp_path / "a.parquet")
    assert dataset.labels == ["1", "2.5", "1"]
    assert dataset.columns["label"] == [1.0, 2.5, 1.0]


def test_excel_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    with pytest.raises(MissingExtraError, match=r"gatewise\[excel\]"):
        read(xlsx(tmp_path / "a.xlsx", [("text", "label"), ("a", "x")]))


def test_folder_order_and_places(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/.hidden", "b/1.txt"):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    dataset = read(tmp_path / "texts")
    assert dataset.texts == ["a/1.txt", "b/1.txt", "b/2.txt"]
    assert dataset.labels == ["a", "b", "b"]
    assert dataset.files == [str(tmp_path / "texts" / name) for name in dataset.texts]
    assert dataset.rows == [1, 2, 3]


_SHARED = Path(os.environ.get("GATEWISE_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.skipif(not _SHARED.is_dir(), reason=f"no benchmark data in {_SHARED}")
class TestRealFiles:
    @pytest.mark.parametrize(
        ("name", "rows", "classes"),
        [
            ("mr/train_pte.tsv", 7108, 2),
            ("waimai_10k/test.tsv", 2398, 2),
            ("trec50/train.tsv", 5452, 50),
            ("thucnews_titles/train_45k.tsv.gz", 45000, 10),
        ],
    )
    def test_rows_and_classes(self, name: str, rows: int, classes: int) -> None:
        dataset = read(_SHARED / name)
        assert len(dataset.texts) == rows
        assert len(check_labels(dataset).classes) == classes

    def test_several_labels(self) -> None:
        facts = check_labels(read(_SHARED / "reuters90" / "test.jsonl.gz"))
        assert (facts.kind, len(facts.classes), facts.unlabelled) == ("multilabel", 90, 0)

    def test_real_gb18030(self, tmp_path: Path) -> None:
        original = read(_SHARED / "waimai_10k" / "test.tsv")
        content = (_SHARED / "waimai_10k" / "test.tsv").read_text(encoding="utf-8")
        dataset = read(text_file("a.tsv", content, "gb18030")(tmp_path))
        assert dataset.encoding == "gb18030"
        assert dataset.texts == original.texts


class TestOptionalLabels:
    def test_plain_lines(self, tmp_path: Path) -> None:
        dataset = read(text_file("a.txt", "one\n\ntwo\n")(tmp_path), labels="optional")
        assert dataset.texts == ["one", "", "two"]
        assert (dataset.labels, dataset.label_column) == (None, None)

    def test_a_single_column_without_a_header(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "a fine day\nrain again\n")(tmp_path)
        assert read(path, labels="optional").texts == ["a fine day", "rain again"]

    def test_a_single_column_with_a_header(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "Text\na fine day\n")(tmp_path)
        assert read(path, labels="optional").texts == ["a fine day"]

    def test_labels_that_are_there_are_read(self, tmp_path: Path) -> None:
        path = text_file("a.tsv", delimited(ROWS, "\t", header=None))(tmp_path)
        dataset = read(path, labels="optional")
        assert dataset.labels == [label for label, _ in ROWS]

    def test_missing_labels_are_left_aside(self, tmp_path: Path) -> None:
        for content in ("label,text\nx,a\n,b\n", "label,text\n,a\n,b\n"):
            dataset = read(text_file("a.csv", content)(tmp_path), labels="optional")
            assert dataset.texts == ["a", "b"]
            assert dataset.labels is None
            assert any("left aside" in note for note in dataset.notes)
        path = text_file("a.jsonl", '{"text": "a", "labels": ["x", "y"]}\n{"text": "b"}')(tmp_path)
        assert read(path, labels="optional").labels is None

    def test_several_labels_are_read(self, tmp_path: Path) -> None:
        path = text_file("a.jsonl", '{"text": "a", "labels": ["y", "x"]}')(tmp_path)
        assert read(path, labels="optional").labels == [("x", "y")]

    def test_a_label_that_was_asked_for_is_required(self, tmp_path: Path) -> None:
        path = text_file("a.csv", "label,text\nx,a\n,b\n")(tmp_path)
        with pytest.raises(InputError, match="row 3"):
            read(path, label="label", labels="optional")


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)
_TABLE = st.lists(st.tuples(st.sampled_from(["好", "b a", 'c"']), _WORDS), min_size=1, max_size=20)


@given(_TABLE)
def test_csv_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    def quote(cell: str) -> str:
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'

    content = "label,text\n" + "".join(f"{quote(a)},{quote(b)}\n" for a, b in rows)
    dataset = read(text_file("a.csv", content)(tmp_path_factory.mktemp("csv")))
    assert list(zip(dataset.labels or [], dataset.texts, strict=True)) == rows


@given(_TABLE)
def test_jsonl_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    dataset = read(text_file("a.jsonl", _jsonl(rows))(tmp_path_factory.mktemp("jsonl")))
    assert list(zip(dataset.labels or [], dataset.texts, strict=True)) == rows


def _source_or_message(path: Path, skip: bool) -> str:
    try:
        return read(path, skip_bad_rows=skip, labels="optional").source
    except InputError as error:
        return str(error)


_ODD_BYTES = st.text(st.sampled_from('ab好,;\t"\n\r\0 {}[]:_\udcff'), max_size=60).map(
    lambda text: text.encode("utf-8", "surrogateescape")
)


@given(
    st.binary(max_size=200) | _ODD_BYTES,
    st.sampled_from([".csv", ".tsv", ".jsonl", ".txt", ".csv.gz"]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = text_file(f"a{ending}", data)(tmp_path_factory.mktemp("any"))
    for skip in (False, True):
        assert f"a{ending}" in _source_or_message(path, skip)
