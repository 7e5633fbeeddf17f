"""Training the linear model: TF-IDF rows into linear support vector machines, without torch.

Legend: N rows, F features, C classes or labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.languages import say
from gatewise.models.linear import LinearModel, hashers_for, quantise
from gatewise.text import NOTHING_LEARNT, Lexicon, Reader
from gatewise.text.features import Vectorizer
from gatewise.training.examples import Targets
from gatewise.training.importance import row_weights
from gatewise.training.machines import solutions
from gatewise.training.solver import solver

__all__ = ["MOST_WEIGHTS", "fit_linear"]

MOST_WEIGHTS = 1 << 29
"""Weights F x C of a model, a byte each: 512 MB. With more classes fewer n-grams are kept."""

_NEARLY_NOTHING = 1e-6
"""Stands for a weight of 0, so that every class keeps a row and hence a machine."""


def fit_linear(
    texts: Sequence[str],
    targets: Targets,
    classes: int,
    config: Config,
    lexicon: Lexicon = NOTHING_LEARNT,
    *,
    weights: NDArray[np.float32] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> LinearModel:
    """Fit one-against-the-rest support vector machines (Fan 2008, LIBLINEAR).

    Args:
        texts: N raw training texts.
        targets: int64 (N,), class numbers, every one of 0..C-1 present; or bool (N, C), labels.
        classes: C.
        config: Text settings with the tokeniser decided, `model.C`, `training.class_weight` and
            `training.seed`.
        lexicon: What the tokeniser learnt.
        weights: (N,), what each row counts beside the others; None for all the same.
        tell: Told when n-grams are left out for want of memory.

    Raises:
        MissingExtraError: scikit-learn is not installed.
        InputError: A weight cannot be, or all are 0.
    """
    counts = row_weights(targets, classes, config.training.class_weight, weights)
    counts = None if counts is None else np.maximum(counts, np.float32(_NEARLY_NOTHING))
    solve = solver(config)
    vectorizer = _vectorizer(texts, classes, config, lexicon, tell)
    matrix = _matrix(vectorizer, texts)
    solved = solutions(solve, matrix, targets, classes, counts, config)
    levels = np.zeros((vectorizer.size, classes), np.int8)
    scale, bias = np.zeros(classes, np.float32), np.zeros(classes, np.float32)
    for columns, weight, intercept in solved:
        levels[:, columns], scale[columns] = quantise(weight)
        bias[columns] = intercept
    return LinearModel(vectorizer, levels, scale, bias)


def _vectorizer(
    texts: Sequence[str],
    classes: int,
    config: Config,
    lexicon: Lexicon,
    tell: Callable[[str], None],
) -> Vectorizer:
    text, hashers = config.text, hashers_for(config.text.tokenizer)
    affordable = max(1, MOST_WEIGHTS // (classes * len(hashers)))
    vectorizer = Vectorizer.build(
        texts,
        Reader(text, lexicon),
        hashers,
        min_documents=text.min_documents,
        max_features=min(text.max_ngrams, affordable),
    )
    if affordable < text.max_ngrams and any(len(b.hashes) == affordable for b in vectorizer.blocks):
        tell(
            say(
                "With {classes:,} classes the linear model keeps the {kept:,} most frequent "
                "n-grams of a kind, so that it stays below {megabytes} MB.",
                classes=classes,
                kept=affordable,
                megabytes=MOST_WEIGHTS >> 20,
            )
        )
    return vectorizer


def _matrix(vectorizer: Vectorizer, texts: Sequence[str]) -> Any:
    """The rows of `texts`, sparse, (N, F)."""
    from scipy.sparse import csr_matrix  # scikit-learn brings it

    rows = vectorizer.transform(texts)
    return csr_matrix((rows.values, rows.indices, rows.offsets), shape=(len(rows), vectorizer.size))
