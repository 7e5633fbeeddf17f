"""An examination, a summary and a page in Chinese, from the first word to the last."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console, RenderableType

from doctor.in_memory import dataset, varied
from gatewise.doctor.examine import examine
from gatewise.doctor.finding import SEVERITIES
from gatewise.languages import catalogue, speaking
from gatewise.report import examination, render, words
from gatewise.report.content import Page
from gatewise.report.sections import measures, run
from gatewise.report.text import summary
from report.samples import CHINESE, read, sample_labels_page, sample_page

# Words of three letters or more that are no names: of options, of scores, of what the samples hold.
ENGLISH = re.compile(r"(?<![-\w'])[A-Za-z]{3,}(?![\w'(])")
NAMES = {"AUC", "Brier", "FILE", "Gatewise", "JavaScript", "OUT", "ROC", "UTF", "check", "csv"}
NAMES |= {"gatewise", "json", "num", "text", "utf"}


def shown(*parts: RenderableType) -> str:
    stream = io.StringIO()
    with speaking("zh"):
        Console(file=stream, width=400, no_color=True).print(*parts)
    return stream.getvalue()


def english(text: str, *names: str) -> set[str]:
    return set(ENGLISH.findall(text)) - NAMES - set(names)


def test_the_sentences_of_tables_have_their_chinese() -> None:
    sentences = {
        *words._VERDICTS.values(),
        *run._HEADS.values(),
        *(sentence for pair in measures._SHARES_OF_CLASSES.values() for sentence in pair),
        *SEVERITIES,
    }
    assert sentences <= catalogue("zh").keys()


def test_an_examination() -> None:
    texts, labels = varied(x=30, 差评=30, z=1)
    with speaking("zh"):
        one = dataset(
            [*texts, texts[0], " ", texts[1], "某人的评论" * 200],
            [*labels, labels[0], "x", "差评", "x"],
            encoding="gb18030",
            skipped_rows=tuple(range(3, 12)),
        )
        two = dataset(texts, ["x"] * len(texts), source="b.csv")
        told = shown(examination.render(examine([one, two])))
    for sentence in (
        "类别    3 个：'x' 33、'差评' 31、'z' 1",
        "a.csv：已略去 9 行坏数据（第 3、4、5、6、7 行及另外 4 行）。",
        "a.csv：1 行的文本和标签与前面的行相同，占 65 行的 1.5 %（第 63 行）。",
        "a.csv：1 条文本没有可读的内容（第 64 行）。",
        "a.csv：1 个类别只有一行，无法同时出现在划分的两侧：'z'（第 3 行）。",
        "b.csv：只有一个标签 'x'；训练需要两个类别，且至少一个类别有多行。",
        "发现：错误 1、警告 8、提示 2。",
    ):
        assert sentence in told
    assert not english(told, "max", "set")


@pytest.mark.parametrize(
    "page", [sample_page(threshold=0.3), sample_page(classes=CHINESE[:2]), sample_labels_page()]
)
def test_a_summary(page: Page) -> None:
    with speaking("zh"):
        told = shown(summary(page.report, labels_limit=1))
    assert f"{page.report.n} 行" in told
    assert "该模型优于线性基线：" in told
    assert "1 条文本为空。" in told
    assert not english(told)


@pytest.mark.parametrize(
    "page",
    [
        sample_page(threshold=0.3, missing="教育"),
        sample_page(classes=CHINESE[:2], baseline=False, epochs=0),
        sample_labels_page(idle=True),
    ],
)
def test_a_page(page: Page) -> None:
    with speaking("zh"):
        html = render(page)
    document = read(re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL))
    assert ("html", "lang", "zh") in document.attributes
    # What the samples put into it stands between tags of its own.
    own = {
        "Model",
        "Data",
        "bilstm",
        "the",
        "test",
        "rows",
        "script",
        "alert",
        "amp",
        "Label",
        "column",
    }
    for tag in (
        "nav",
        "li",
        "h2",
        "h3",
        "th",
        "caption",
        "figcaption",
        "summary",
        "dt",
        "dd",
        "p",
        "td",
    ):
        for text in document.texts.get(tag, []):
            assert not english(text, *own), text


def test_the_plots_of_a_page() -> None:
    with speaking("zh"):
        html = render(sample_page(threshold=0.3))
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html)
    assert len(blocks) == 4
    for block in blocks:
        figure = json.loads(block)
        layout = figure["layout"]
        titles = [axis["title"]["text"] for key, axis in layout.items() if "axis" in key]
        traces = [
            trace.get(key, "") for trace in figure["data"] for key in ("name", "hovertemplate")
        ]
        assert not english(" ".join([*titles, *traces]), "extra")
