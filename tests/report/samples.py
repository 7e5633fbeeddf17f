"""Reports and pages to look at, and a reader of the pages' tables."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

import numpy as np

from gatewise.evaluation import Report, build_multilabel_report, build_report
from gatewise.report import Mistake, Page

HOSTILE = "<script>alert('x')</script></script><b>&amp;\"%{y}"
CHINESE = ("体育", "财经", "娱乐", "科技", "房产", "教育")


def names(count: int) -> list[str]:
    """Class names, Chinese and hostile ones first."""
    return [HOSTILE, *CHINESE, *(f"class_{index:03}" for index in range(count))][:count]


def sample_page(
    *,
    rows: int = 120,
    classes: Sequence[str] = CHINESE,
    seed: int = 0,
    missing: str | None = None,
    baseline: bool = True,
    threshold: float | None = None,
    epochs: int = 5,
) -> Page:
    """A page on random answers; rows of the class `missing` do not occur and are not predicted."""
    rng = np.random.default_rng(seed)
    present = [index for index, label in enumerate(classes) if label != missing]
    truth = rng.choice(present, size=rows)
    weights = rng.random((rows, len(classes))) + 2 * np.eye(len(classes))[truth] * rng.random(
        (rows, 1)
    )
    if missing is not None:
        weights[:, list(classes).index(missing)] = 0
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    true = [classes[index] for index in truth]
    report = build_report(
        true,
        probabilities,
        classes,
        empty=1,
        truncated=2,
        baseline=("linear", rng.permutation(probabilities)) if baseline else None,
        rejection_threshold=threshold,
    )
    answers = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    wrong = np.flatnonzero(answers != truth)
    return Page(
        title=f"{HOSTILE} on the test rows",
        report=report,
        facts={"Model": "bilstm", "Data": HOSTILE},
        notes=[f"Label column: {HOSTILE}."],
        history={"bilstm": [history_entry(n) for n in range(1, epochs + 1)]} if epochs else {},
        confidence=confidence,
        correct=answers == truth,
        mistakes=[
            Mistake(
                int(row) + 1,
                f"{HOSTILE} 好吃 {row}",
                true[row],
                classes[answers[row]],
                float(confidence[row]),
            )
            for row in wrong[np.argsort(-confidence[wrong])]
        ],
    )


def sample_labels_page(
    *,
    rows: int = 200,
    classes: Sequence[str] = CHINESE,
    seed: int = 0,
    baseline: bool = True,
    idle: bool = False,
) -> Page:
    """A page on rows that carry any number of labels; where `idle`, the last label is in no row."""
    rng = np.random.default_rng(seed)
    prior = np.geomspace(0.4, 0.05, len(classes)) * ([1] * (len(classes) - 1) + [1 - idle])
    truth = rng.random((rows, len(classes))) < prior
    logits = rng.normal(size=truth.shape) + 3.0 * truth - 2
    probabilities = 1 / (1 + np.exp(-1.5 * logits))
    if idle:
        probabilities[:, -1] = 0
    given = probabilities >= 0.5
    true = [tuple(np.asarray(classes)[held].tolist()) for held in truth]
    answers = [tuple(np.asarray(classes)[held].tolist()) for held in given]
    report = build_multilabel_report(
        true,
        probabilities,
        classes,
        decisions=given,
        empty=1,
        truncated=2,
        baseline=("linear", given & (rng.random(given.shape) < 0.8)) if baseline else None,
    )
    surest = np.where(given != truth, np.maximum(probabilities, 1 - probabilities), 0).max(axis=1)
    wrong = np.flatnonzero(surest)
    return Page(
        title=f"{HOSTILE} on the test rows",
        report=report,
        facts={"Model": "bilstm", "Data": HOSTILE},
        notes=[f"Label column: {HOSTILE}."],
        history={"bilstm": [history_entry(epoch) for epoch in range(1, 6)]},
        confidence=probabilities.ravel(),
        correct=truth.ravel(),
        mistakes=[
            Mistake(
                int(row) + 1, f"{HOSTILE} 好吃 {row}", true[row], answers[row], float(surest[row])
            )
            for row in wrong[np.argsort(-surest[wrong])]
        ],
    )


def single(page: Page) -> Report:
    """The report of a page on rows with one label each."""
    if not isinstance(page.report, Report):
        raise TypeError("The page is on rows with several labels.")
    return page.report


def history_entry(epoch: int) -> dict[str, float]:
    return {
        "epoch": epoch,
        "train_loss": 1 / epoch,
        "select_loss": 0.5 + 0.1 * (epoch - 3) ** 2,
        "select_accuracy": 0.9 - 0.01 * (epoch - 4) ** 2,
        "learning_rate": 0.001,
    }


class Document(HTMLParser):
    """What a browser would find in a page.

    `tables` holds rows of cells by the caption, `texts` the text within each element by its tag,
    `attributes` every (tag, name, value).
    """

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: dict[str, list[str]] = {}
        self.attributes: list[tuple[str, str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.texts.setdefault(tag, []).append("")
        if tag not in {"meta", "wbr"}:
            self._open.append(tag)
        if tag == "tr":
            self.tables.setdefault(self.texts["caption"][-1], []).append([])
        elif tag in {"td", "th"}:
            self.tables[self.texts["caption"][-1]][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open.pop() != tag:
            raise ValueError(f"</{tag}> ends another element.")

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data
        if {"td", "th"} & set(self._open):
            self.tables[self.texts["caption"][-1]][-1][-1] += data

    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


def read(page: str) -> Document:
    document = Document()
    document.feed(page)
    document.close()
    return document


def shares(report: Report) -> dict[str, float]:
    """The scores that have an interval, by the names that the page gives them."""
    return {
        "Accuracy": report.accuracy.value,
        "Macro F1": report.macro_f1.value,
        "Macro precision": report.macro_precision.value,
        "Macro recall": report.macro_recall.value,
        "Micro F1": report.micro_f1.value,
        "Weighted F1": report.weighted_f1.value,
    }
