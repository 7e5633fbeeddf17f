"""Training the linear model: TF-IDF rows into a linear support vector machine, without torch."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.errors import MissingExtraError
from gatewise.models.linear import LinearModel, hashers_for
from gatewise.text import Normaliser
from gatewise.text.features import Vectorizer

__all__ = ["fit_linear"]


def fit_linear(
    texts: Sequence[str], targets: NDArray[np.int64], classes: int, config: Config
) -> LinearModel:
    """Fit one-against-the-rest support vector machines (Fan 2008, LIBLINEAR).

    Args:
        texts: N raw training texts.
        targets: int64, shape (N,): class numbers, every one of 0..C-1 present.
        classes: C.
        config: Text settings with the tokeniser decided, `model.C` and `training.seed`.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC
    except ImportError as error:
        raise MissingExtraError.of("scikit-learn", "train", "Training") from error
    text = config.text
    vectorizer = Vectorizer.build(
        texts,
        Normaliser(text.compatibility, text.lowercase),
        text.tokenizer,
        hashers_for(text.tokenizer),
        min_documents=text.min_documents,
        max_features=text.max_ngrams,
    )
    rows = vectorizer.transform(texts)
    matrix = csr_matrix(
        (rows.values, rows.indices, rows.offsets), shape=(len(rows), vectorizer.size)
    )
    machine = LinearSVC(C=config.model.C, random_state=config.training.seed)
    with warnings.catch_warnings():
        # A thousand passes are within a hair of the optimum; the rest changes no answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(matrix, targets)
    weight, bias = machine.coef_.T, machine.intercept_  # (F, C) or (F, 1), (C,) or (1,)
    if classes == 2:  # one machine tells two classes apart; softmax wants a score for each
        weight = np.concatenate((-weight, weight), axis=1) / 2
        bias = np.concatenate((-bias, bias)) / 2
    return LinearModel.quantised(vectorizer, weight, bias)
