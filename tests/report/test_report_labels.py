"""The page and the summary of a classifier that gives any number of labels."""

from __future__ import annotations

import dataclasses
import io
import re

import numpy as np
import pytest
from plotly.offline import get_plotlyjs
from rich.cells import cell_len
from rich.console import Console

from gatewise.evaluation import MultilabelReport, build_multilabel_report
from gatewise.languages import speaking
from gatewise.report import Page, render
from gatewise.report.text import summary
from gatewise.report.words import interval, percent, verdicts
from report.samples import CHINESE, Document, names, read, sample_labels_page


def shown(page: Page) -> Document:
    return read(render(page).replace(get_plotlyjs(), ""))


def report_of(page: Page) -> MultilabelReport:
    assert isinstance(page.report, MultilabelReport)
    return page.report


def printed(report: MultilabelReport, *, limit: int = 30) -> str:
    console = Console(file=io.StringIO(), width=80)
    console.print(summary(report, labels_limit=limit))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_numbers_are_the_reports() -> None:
    page = sample_labels_page(classes=names(6))
    report = report_of(page)
    document = shown(page)
    assert document.texts["dd"][0] == percent(report.micro_f1.value)
    scores = {row[0]: row for row in document.tables["Scores on the same rows"]}
    assert report.baseline is not None
    assert scores["Micro F1"][1:3] == [percent(report.micro_f1.value), interval(report.micro_f1)]
    assert scores["Micro F1"][4] == percent(report.baseline.micro_f1)
    assert scores["All labels right"][1] == percent(report.accuracy.value)
    assert scores["All labels right"][4] == percent(report.baseline.accuracy)
    assert scores["Hamming loss"][1] == percent(report.hamming_loss)
    decisions = {
        row[0]: row[1:] for row in document.tables["Decisions on each label, the most errors first"]
    }
    for label, counts in zip(report.confusion.labels, report.confusion.counts, strict=True):
        (tn, fp), (fn, tp) = counts.tolist()
        assert decisions[label] == [f"{count:,}" for count in (tp, fn, fp, tn)]
    told = " ".join(document.texts["p"]).replace("\xa0", " ")
    assert verdicts(report)[0] in told
    assert "points of micro-F1" in told


def test_sections() -> None:
    document = shown(sample_labels_page())
    assert {"result", "scores", "classes", "confusions", "mistakes", "probabilities"} <= set(
        document.ids()
    )
    plots = [value for _, name, value in document.attributes if name == "data-plot"]
    assert plots == ["plot-reliability", "plot-history"], "no risk and coverage, no matrix"
    mistakes = document.tables["Wrong answers, the surest first"]
    assert mistakes[0] == ["Row", "True labels", "Given labels", "Surest wrong", "Text"]
    counted = dict(document.tables["Counts"])
    assert int(counted["Rows without a label"]) == report_of(sample_labels_page()).counts.no_label


def test_a_label_without_rows_is_named() -> None:
    told = " ".join(shown(sample_labels_page(idle=True)).texts["p"])
    assert f"Neither among the rows nor among the answers: {CHINESE[-1]}." in told


def test_a_label_never_seen_is_told() -> None:
    page = sample_labels_page(classes=["a", "b"], rows=2)
    given = np.asarray([[0.9, 0.1], [0.8, 0.2]])
    report = build_multilabel_report([("z",), ()], given, ["a", "b"], decisions=given > 0.5)
    changed = dataclasses.replace(page, report=report, mistakes=())
    document = shown(changed)
    assert "z (never seen in training)" in document.texts["th"]
    told = " ".join(document.texts["li"] + document.texts["p"])
    assert "a label that the model never saw in training: 1." in told
    assert "Rows that carry no label: 1." in told
    assert "2 answers were wrong; no text was kept to show." in told
    assert "There is no baseline beside it" in told


@pytest.mark.parametrize("count", [2, 90])
def test_the_summary_fits_and_stands_beside_the_baseline(count: int) -> None:
    page = sample_labels_page(classes=names(count), rows=400)
    report = report_of(page)
    text = printed(report)
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert report.baseline is not None
    line = next(line for line in text.splitlines() if line.strip().startswith("micro F1"))
    assert percent(report.micro_f1.value) in line
    assert line.rstrip().endswith(percent(report.baseline.micro_f1))
    assert "all labels right" in text
    assert ("Labels not shown: 60" in text) == (count == 90)


def test_the_summary_without_a_baseline() -> None:
    text = printed(report_of(sample_labels_page(baseline=False)))
    assert "There is no baseline beside it" in text


def test_it_is_told_in_chinese() -> None:
    page = sample_labels_page(rows=50)
    with speaking("zh"):
        text, document = printed(report_of(page)), render(page)
    assert "微平均 F1" in text
    assert "线性基线" in text
    assert not re.search(r"\{\w+\}", text)
    assert "标签全对" in document
