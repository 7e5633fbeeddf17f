from __future__ import annotations

import dataclasses
import html
import json
import re
import subprocess
import sys
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.offline import get_plotlyjs

import gatewise.report
from gatewise.errors import MissingExtraError
from gatewise.evaluation import Report, build_report
from gatewise.report import Page, render
from gatewise.report.words import interval, percent, verdicts
from report.samples import CHINESE, HOSTILE, Document, names, read, sample_page, shares, single


def shown(page: Page) -> Document:
    """The page without plotly.js, which holds addresses that it never asks for here."""
    return read(render(page).replace(get_plotlyjs(), ""))


def test_names_are_sorted() -> None:
    assert gatewise.report.__all__ == sorted(gatewise.report.__all__)


def test_nothing_is_loaded() -> None:
    page = render(sample_page())
    document = read(page.replace(get_plotlyjs(), ""))
    loading = {"src", "srcset", "data", "action", "background", "poster", "xlink:href"}
    assert not [name for _, name, _ in document.attributes if name in loading]
    links = [value for _, name, value in document.attributes if name == "href"]
    assert links
    assert all(link.startswith("#") for link in links)
    assert not {"link", "iframe", "img", "object", "embed", "base"} & set(document.texts)
    assets = (resources.files("gatewise.report") / "assets").iterdir()
    own = "".join(asset.read_text(encoding="utf-8") for asset in assets)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|https?:|WebSocket|import\(", own)
    policy = next(value for tag, name, value in document.attributes if name == "content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")


def test_links_lead_somewhere() -> None:
    document = shown(sample_page())
    targets = {value for _, name, value in document.attributes if name == "href"}
    assert {target.removeprefix("#") for target in targets} <= set(document.ids())
    assert len(document.ids()) == len(set(document.ids()))


def test_texts_stay_texts() -> None:
    page = sample_page(classes=names(4))
    document = shown(page)
    assert document.texts["h1"] == [page.title]
    assert document.texts["title"] == [page.title]
    assert "alert" not in "".join(value for _, _, value in document.attributes)
    # Four figures, plotly.js and the script that draws; what the texts hold is not among them.
    assert len(document.texts["script"]) == 6
    assert not document.texts.keys() & {"b"}
    mistakes = document.tables["Wrong answers, the surest first"]
    assert mistakes[1][-1] == page.mistakes[0].text


def test_figures_are_json_and_have_words() -> None:
    document = shown(sample_page())
    for text in document.texts["script"][:4]:
        assert set(json.loads(text)) == {"data", "layout"}
    plots = [value for _, name, value in document.attributes if name == "data-plot"]
    assert plots == ["plot-confusion", "plot-reliability", "plot-risk-coverage", "plot-history"]
    described = [value for _, name, value in document.attributes if name == "aria-describedby"]
    assert len(described) == 4
    assert set(plots) | set(described) <= set(document.ids())
    assert all(caption.strip() for caption in document.texts["figcaption"])


def test_the_same_page_twice() -> None:
    assert render(sample_page()) == render(sample_page())


@pytest.mark.parametrize(("classes", "rows"), [(2, 50), (77, 3000), (700, 4000)])
def test_size(classes: int, rows: int) -> None:
    page = render(sample_page(classes=names(classes), rows=rows, epochs=100))
    assert len(page.encode()) < 6_000_000


def test_long_texts_and_labels_are_cut() -> None:
    page = sample_page(classes=["a" * 50_000, "b"])
    mistakes = [dataclasses.replace(mistake, text="文" * 50_000) for mistake in page.mistakes]
    document = render(dataclasses.replace(page, mistakes=mistakes * 100))
    assert len(document.encode()) < 6_000_000


@given(st.integers(0, 1000), st.integers(2, 9), st.integers(1, 200), st.booleans())
@settings(max_examples=25, deadline=None)
def test_numbers_are_the_reports(seed: int, classes: int, rows: int, baseline: bool) -> None:
    page = sample_page(seed=seed, classes=names(classes), rows=rows, baseline=baseline)
    report = single(page)
    document = shown(page)
    scores = {row[0]: row for row in document.tables["Scores on the same rows"]}
    for title, value in shares(report).items():
        assert scores[title][1] == percent(value)
    assert scores["Accuracy"][2] == interval(report.accuracy)
    assert scores["Accuracy"][4] == (percent(report.baseline.accuracy) if report.baseline else "")
    assert scores["Macro F1"][4] == (percent(report.baseline.macro_f1) if report.baseline else "")
    assert scores["Log loss"][1] == f"{report.log_loss:.3f}"
    assert scores["Brier score"][1] == f"{report.calibration.brier:.3f}"
    assert scores["Calibration error"][1] == percent(report.calibration.ece)
    assert ("ROC AUC" in scores) == (report.roc_auc is not None)
    assert ("PR AUC" in scores) == (report.pr_auc is not None)
    check_classes(report, document)
    check_confusion(report, document)
    told = "".join(document.texts["p"]).replace("\xa0", " ")
    assert all(sentence in told for sentence in verdicts(report))
    assert document.texts["dd"][0] == percent(report.accuracy.value)


def check_classes(report: Report, document: Document) -> None:
    table = document.tables["Scores of each class with 95 % intervals, the weakest F1 first"]
    rows = {row[0]: row[1:5] for row in table[1:]}
    assert set(rows) == set(report.per_class)
    for label, scores in report.per_class.items():
        expected = [
            f"{percent(score.value)} {interval(score)}"
            for score in (scores.precision, scores.recall, scores.f1)
        ]
        assert rows[label] == [f"{scores.support:,}", *expected]


def check_confusion(report: Report, document: Document) -> None:
    table = document.tables["Rows of each true class (down) by answer (across)"]
    counts = [[int(cell) for cell in row[1:]] for row in table[1:]]
    assert counts == report.confusion.counts.tolist()


def test_many_classes_show_the_most_confused() -> None:
    document = shown(sample_page(classes=names(60), rows=900))
    figure = json.loads(document.texts["script"][0])
    assert len(figure["data"][0]["z"]) == 20
    told = next(text for text in document.texts["figcaption"] if "true class" in text)
    assert re.search(r"Shown are the 20 of \d\d classes that most errors touch", told)
    assert len(document.tables["Most confused pairs"]) == 21


def test_a_linear_model_has_no_history() -> None:
    page = sample_page(epochs=0)
    assert "training" not in shown(page).ids()


def test_history_is_told() -> None:
    document = shown(sample_page(epochs=5))
    assert document.tables["Each epoch"][0][1:3] == ["Train loss", "Select loss"]
    assert len(document.tables["Each epoch"]) == 6
    told = document.texts["figcaption"][-1]
    assert "lowest in epoch 3 (0.5)" in told
    assert "highest in epoch 4 (0.9)" in told


def test_a_class_without_rows_is_named() -> None:
    document = shown(sample_page(missing=CHINESE[2]))
    told = "".join(document.texts["p"])
    assert f"Neither among the rows nor among the answers: {CHINESE[2]}." in told


def test_a_label_never_seen_is_marked() -> None:
    page = sample_page(classes=["a", "b"], rows=2)
    report = build_report(["a", "z"], np.asarray([[0.9, 0.1], [0.8, 0.2]]), ["a", "b"])
    document = shown(dataclasses.replace(page, report=report))
    assert "z (never seen in training)" in document.texts["th"]
    assert document.tables["Counts"][3] == ["Rows whose label the model never saw", "1"]


def test_one_row() -> None:
    for seed in range(6):
        document = shown(sample_page(rows=1, classes=["a", "b"], seed=seed, threshold=0.99))
        assert document.tables["Counts"][0] == ["Rows measured", "1"]


def test_without_confidence_the_plots_of_it_are_left_out() -> None:
    nothing = np.zeros(0)
    page = dataclasses.replace(sample_page(), confidence=nothing, correct=nothing.astype(bool))
    assert "probabilities" not in shown(page).ids()


def test_without_mistakes_it_says_why() -> None:
    page = dataclasses.replace(sample_page(), mistakes=())
    assert "no text was kept to show" in "".join(shown(page).texts["p"])
    report = build_report(["a"], np.asarray([[1.0, 0.0]]), ["a", "b"])
    perfect = dataclasses.replace(page, report=report)
    assert "Every row was answered right." in shown(perfect).texts["p"]


def test_rows_without_numbers_have_no_column_for_them() -> None:
    page = sample_page()
    nameless = [dataclasses.replace(mistake, row=None) for mistake in page.mistakes]
    table = shown(dataclasses.replace(page, mistakes=nameless)).tables
    assert table["Wrong answers, the surest first"][0][0] == "True class"


def test_the_threshold_is_told() -> None:
    page = sample_page(threshold=0.4)
    kept = page.report.rejection
    assert kept is not None
    told = "".join(shown(page).texts["figcaption"]).replace("\xa0", " ")
    assert f"{percent(kept.threshold)}, answers {percent(kept.coverage)} of the rows" in told
    assert percent(kept.precision.value) in told


def test_without_plotly_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly.offline", None)
    with pytest.raises(MissingExtraError, match=r"gatewise\[report\]"):
        render(sample_page())


def test_importing_it_loads_neither_plotly_nor_torch() -> None:
    code = "import sys, gatewise.report; print(*{'plotly', 'torch', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_structure() -> None:
    page = sample_page(classes=names(5))
    document = shown(page)
    assert ("html", "lang", "en") in document.attributes
    assert len(document.texts["h1"]) == 1
    scoped = sum(tag == "th" and name == "scope" for tag, name, _ in document.attributes)
    assert scoped == len(document.texts["th"])
    assert html.escape(HOSTILE) in render(page)
