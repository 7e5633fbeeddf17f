"""scikit-learn as who knows it would: TF-IDF of words and characters, settings chosen.

The variant is `svm` (LinearSVC) or `logistic`. Rows of several labels have a classifier a label,
which gives it above a margin of 0.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.rivals import protocol, tuning
from benchmarks.rivals.protocol import Task, Told
from benchmarks.rivals.tuning import Choice, Data, Settings
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

WORDS = {"analyzer": "word", "ngram_range": (1, 2)}
UNITS: dict[str, list[dict[str, Any]]] = {
    "words 1–2, characters of words 2–5": [
        WORDS,
        {"analyzer": "char_wb", "ngram_range": (2, 5)},
    ],
    "words 1–2, characters 2–5": [WORDS, {"analyzer": "char", "ngram_range": (2, 5)}],
    "words 1–2": [WORDS],
    "characters 1–3": [{"analyzer": "char", "ngram_range": (1, 3)}],
    "characters 1–2": [{"analyzer": "char", "ngram_range": (1, 2)}],
}
SPACED, UNSPACED = list(UNITS)[:3], list(UNITS)[3:]

LONG = 10_000_000
"""Characters of all texts from which n-grams across words are left out: they take gigabytes."""

STRENGTHS = {"svm": (0.3, 0.1, 1.0, 3.0), "logistic": (10.0, 1.0, 3.0, 30.0, 100.0)}
"""Of C; the first is what n-grams are chosen with."""


@dataclass
class Learner:
    """Fits on some rows; what a choice of n-grams made of their texts is kept for the next C.

    Args:
        variant: `svm` or `logistic`.
        rows: To learn from.
    """

    variant: str
    rows: Data
    _units: str = ""
    _vectors: Any = None
    _union: Any = None

    def answers(self, settings: Settings, texts: Sequence[str]) -> list[list[str]]:
        """The labels that a classifier of these settings gives."""
        if settings["units"] != self._units:
            self._units = settings["units"]
            self._union = FeatureUnion(
                [
                    (str(i), TfidfVectorizer(sublinear_tf=True, **options))
                    for i, options in enumerate(UNITS[self._units])
                ]
            )
            self._vectors = self._union.fit_transform(self.rows.texts)
        vectors = self._union.transform(texts)
        if not self.rows.several:
            classifier = self._classifier(settings["C"]).fit(self._vectors, self.rows.names)
            return [[str(label)] for label in classifier.predict(vectors)]
        names = MultiLabelBinarizer()
        table = names.fit_transform(self.rows.labels)
        classifier = OneVsRestClassifier(self._classifier(settings["C"])).fit(self._vectors, table)
        return [list(labels) for labels in names.inverse_transform(classifier.predict(vectors))]

    def _classifier(self, strength: float) -> Any:
        if self.variant == "svm":
            return LinearSVC(C=strength, random_state=0)
        # A label against the rest is what liblinear is the faster for.
        solver = "liblinear" if self.rows.several else "lbfgs"
        return LogisticRegression(C=strength, max_iter=300, solver=solver)


def train(task: Task) -> Told:
    """Choose by the held-out tenth, learn from all rows, answer the test file."""
    rows = tuning.read(task.training)
    learnt, held = rows.parts()
    learner = Learner(task.variant, learnt)
    units = SPACED if protocol.spaced(rows.texts) else UNSPACED
    if rows.characters > LONG:
        units = [name for name in units if name != "words 1–2, characters 2–5"]
    first = STRENGTHS[task.variant][0]
    choice = Choice(
        {"units": units[0], "C": first},
        lambda settings: tuning.score(learner.answers(settings, held.texts), held.labels),
    )
    choice.among("units", units)
    choice.among("C", STRENGTHS[task.variant])

    test = tuning.read(task.test)
    answers = Learner(task.variant, rows).answers(choice.settings, test.texts)
    tuning.write(task.out, answers, choice)
    return Told(time.time(), tuning.score(answers, test.labels))


if __name__ == "__main__":
    protocol.main(train=train)
