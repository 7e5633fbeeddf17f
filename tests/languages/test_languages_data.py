"""Reading and dividing data, in Chinese: notes, errors, and how rows are counted and named."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import gatewise
from gatewise.data import cells, delimited, folder, jsonl, notes, source
from gatewise.data.classes import check_labels
from gatewise.data.problems import counted, few, name_rows
from gatewise.data.read import read
from gatewise.data.split import split_for_training
from gatewise.errors import InputError
from gatewise.languages import catalogue, speaking


def nouns() -> Iterator[str]:
    """The noun of each call of `counted`, in the singular."""
    for path in sorted(Path(gatewise.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "counted":
                noun = node.args[1]
                assert isinstance(noun, ast.Constant), f"{path}:{node.lineno}: not a literal"
                yield str(noun.value)


def notes_of(path: Path, content: str | bytes, **options: object) -> str:
    """What is told of a file with this content, in Chinese."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with speaking("zh"):
        return "".join(read(path, **options).notes)  # type: ignore[arg-type]


def test_every_counted_noun_has_its_chinese() -> None:
    assert {f"{{n}} {noun}" for noun in nouns()} <= catalogue("zh").keys()


@pytest.mark.parametrize(
    "sentences",
    [
        cells._KINDS.values(),
        [sentence for pair in delimited._REASONS.values() for sentence in pair],
        delimited._RAGGED_ADVICE.values(),
        [folder._EXPECTED, jsonl._EXPECTED],
        source._MARKS.values(),
        [notes._ENCODINGS["utf-8-sig"]],
    ],
)
def test_the_sentences_of_tables_have_their_chinese(sentences: Iterable[str]) -> None:
    assert set(sentences) <= catalogue("zh").keys()


def test_counts_and_names_of_rows() -> None:
    rows = list(range(4, 25))
    with speaking("zh"):
        assert counted(1, "row") == "1 行"
        assert counted(3, "class") == "3 个类别"
        assert name_rows([4]) == "第 4 行"
        assert name_rows(rows) == "第 4、5、6、7、8 行及另外 16 行"
        assert name_rows(["a", "b"], "file") == "文件 a、b"
        assert name_rows(["a"] * 7, "file") == "文件 a、a、a、a、a 及另外 2 个文件"
        assert few(["a", "b", "c"], 2) == "a、b，另有 1 项"
    assert counted(1, "class") == "1 class"
    assert counted(3, "class") == "3 classes"
    assert name_rows(rows) == "rows 4, 5, 6, 7, 8 and 16 more"
    assert name_rows(["a"] * 7, "file") == "files a, a, a, a, a and 2 more"


def test_notes_of_a_file_with_a_header_and_bad_rows(tmp_path: Path) -> None:
    content = "text;label\n好用 ;好\n不好用;坏;x\n \n;坏\n好;\n"
    told = notes_of(tmp_path / "a.csv", content, skip_bad_rows=True)
    for note in (
        "字段以分号分隔。",
        "列：文本取自列 'text'（依列名）；标签取自列 'label'（依列名）。",
        "已略过 1 个空行（第 4 行）。",
        "1 条空文本（第 5 行），按空文本保留。",
        "已丢弃 2 行坏数据：第 3 行（3 个字段）、第 6 行（无标签）。",
    ):
        assert note in told


def test_notes_of_a_file_without_a_header_in_an_old_encoding(tmp_path: Path) -> None:
    rows = "".join(f"{label}\t这个东西第{i}次买了\n" for i in range(9) for label in "01")
    told = notes_of(tmp_path / "a.tsv", rows.encode("gb18030"))
    assert "编码：GB18030（自动识别）。" in told
    assert "没有表头：第 1 行已是数据，因此把 2 列依次称为 column_1、column_2。" in told
    assert "标签是数字（0、1），每个数字都当作类别的名称。" in told


ERRORS: Mapping[str, tuple[str, str]] = {
    "empty.csv": ("", "文件是空的；应为若干行文本。请给出每行一条带标签文本的文件。"),
    "odd.doc": ("x", "名称以 '.doc' 结尾；应为以 .csv、.tsv、"),
    "ragged.csv": (
        "text,label\na,b,c\n",
        "第 2 行：3 个字段；应为与第一行相同的 2 个字段。请检查是否缺少逗号，或文本中含有逗号："
        "这样的文本须用双引号括起来。若要丢弃这类行并计数，请加 --skip-bad-rows。",
    ),
    "quotes.csv": ('text,label\n"a,b\n', "第 2 行：双引号没有闭合；应为结尾的引号。"),
    "text.csv": ("%PDF-1.7", "内容是 PDF，不是文本；应为与名称相符的文本文件。"),
    "a.txt": ("好用\n", "没有一行以 __label__ 开头；应为__label__名称、空格，然后是文本。"),
    "array.jsonl": ("[{}]", "整个文件是一个 JSON 数组；应为每行一个 JSON 对象。"),
    "broken.jsonl": ("{]\n", "第 1 行：JSON 格式有误（第 2 个字符处："),
    "string.jsonl": ('"a"\n', '该行是 JSON 的 str；应为每行一个 JSON 对象。每行请写作 {"text":'),
    "list.jsonl": ('{"text": [], "label": "a"}\n', "文本的类型是“列表”；应为字符串。"),
    "several.csv": ("text,texts,label\na,b,c\n", "'text'、'texts' 这几列都可能是文本列；应为"),
    "nul.csv": ("text,label\na\0,b\n", "第 2 行：含有一个 NUL 字节；应为文本。"),
    "twice.csv": ("text,text,label\na,b,c\n", "第 1 行：有两列都叫 'text'；应为互不相同的列名。"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_of_reading_is_in_chinese(name: str, tmp_path: Path) -> None:
    content, told = ERRORS[name]
    with pytest.raises(InputError) as caught:
        notes_of(tmp_path / name, content)
    assert str(caught.value).startswith(f"{tmp_path / name}")
    assert told in str(caught.value)


def test_an_asked_column_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="没有列 'lable'；应为'text'、'label' 之一。是否指 'label'"
    ):
        notes_of(tmp_path / "a.csv", "text,label\na,b\n", label="lable")


def test_labels_that_cannot_be_learnt(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\na,x\nb,x\n", encoding="utf-8")
    with (
        speaking("zh"),
        pytest.raises(InputError, match="全部 2 行的标签都是 'x'；应为至少两个类别。"),
    ):
        check_labels(read(path))
    path.write_text("text,label\na,x\nb,x\nc,y\n", encoding="utf-8")
    with speaking("zh"):
        (note,) = check_labels(read(path)).notes
    assert note == "1 个类别只有一行，留作训练，不参与评测：'y'（第 4 行）。"


def test_what_a_split_tells() -> None:
    with speaking("zh"):
        parts = split_for_training(
            ["a", "b", "a", "c"],
            ["x", "x", "y", "y"],
            shares={"train": 0.5, "test": 0.5},
            seed=0,
            shuffle=False,
        )
    assert parts.notes == (
        "文件按标签排序，按文件顺序切分会使某些类别完全不参与训练：请去掉 --no-shuffle。",
        "训练部分之外有 1 行与训练文本重复。",
    )
