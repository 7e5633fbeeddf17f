"""scikit-learn: TF-IDF and a linear SVM, on words and pairs, or for Chinese 1 to 3 characters."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import joblib  # type: ignore[import-untyped]
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Task, Told, Way
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def train(task: Task) -> Told:
    """Fit the pipeline and save it as scikit-learn's guide says."""
    texts, labels = protocol.read_rows(task.training)
    units = (
        {"ngram_range": (1, 2)}
        if protocol.spaced(texts)
        else {"analyzer": "char", "ngram_range": (1, 3)}
    )
    pipeline = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, **units), LinearSVC(random_state=task.seed)
    )
    pipeline.fit(texts, labels)
    joblib.dump(pipeline, task.out / "model.joblib")
    ended = time.time()
    texts, labels = protocol.read_rows(task.test)
    return Told(ended, protocol.right(pipeline.predict(texts).tolist(), labels))


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """The two steps of the pipeline."""
    vectorizer, classifier = joblib.load(folder / "model.joblib").named_steps.values()
    return {"pipeline": Way(lambda rows: classifier.predict(rows).tolist(), vectorizer.transform)}


if __name__ == "__main__":
    protocol.main(train=train, load=load)
