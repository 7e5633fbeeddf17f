"""Training the linear model: TF-IDF rows into linear support vector machines, without torch.

Legend: N rows, F features, C classes or labels, G classes of a group.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.errors import MissingExtraError
from gatewise.languages import say
from gatewise.models.linear import LinearModel, hashers_for, quantise
from gatewise.text import NOTHING_LEARNT, Lexicon, Reader
from gatewise.text.features import Vectorizer
from gatewise.training.examples import Targets, is_multilabel
from gatewise.training.importance import positive_weights, row_weights

__all__ = ["MOST_WEIGHTS", "at_once", "fit_linear"]

MOST_WEIGHTS = 1 << 29
"""Weights F x C of a model, a byte each: 512 MB. With more classes fewer n-grams are kept."""

_AT_ONCE = 1 << 25
"""Weights in full precision held at a time: 256 MB of them, twice while they are copied."""

Solve = Callable[..., tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Rows, classes and weights to coefficients (F, K) and intercepts (K,), K = 1 for two classes."""

Solved = tuple[slice, NDArray[np.float64], NDArray[np.float64]]
"""Columns, their weights (F, G) and their biases (G,)."""


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
    solve = _machine(config)
    vectorizer = _vectorizer(texts, classes, config, lexicon, tell)
    matrix = _matrix(vectorizer, texts)
    if is_multilabel(targets):
        positive = positive_weights(targets, config.training.class_weight)
        solved = _labels(solve, matrix, targets.astype(np.bool_, copy=False), counts, positive)
    elif classes == 2:
        solved = _two_classes(solve, matrix, targets, counts)
    else:
        solved = _classes(solve, matrix, targets, classes, counts)
    levels = np.zeros((vectorizer.size, classes), np.int8)
    scale, bias = np.zeros(classes, np.float32), np.zeros(classes, np.float32)
    for columns, weight, intercept in solved:
        levels[:, columns], scale[columns] = quantise(weight)
        bias[columns] = intercept
    return LinearModel(vectorizer, levels, scale, bias)


def at_once(features: int) -> int:
    """Classes whose weights are held in full precision at a time, G."""
    return max(1, _AT_ONCE // max(1, features))


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


def _machine(config: Config) -> Solve:
    """The solver with its settings."""
    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC
    except ImportError as error:
        raise MissingExtraError.of("scikit-learn", "train", "Training") from error

    def solve(
        matrix: Any, classes: NDArray[np.integer[Any]], weights: NDArray[np.float32] | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        machine = LinearSVC(C=config.model.C, random_state=config.training.seed)
        with warnings.catch_warnings():
            # A thousand passes are within a hair of the optimum; the rest changes no answer.
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(matrix, classes, sample_weight=weights)
        return machine.coef_.T, machine.intercept_

    return solve


def _two_classes(
    solve: Solve, matrix: Any, targets: Targets, counts: NDArray[np.float32] | None
) -> Iterator[Solved]:
    """One machine tells two classes apart; softmax wants a score for each."""
    weight, bias = solve(matrix, targets, counts)
    yield (
        slice(0, 2),
        np.concatenate((-weight, weight), axis=1) / 2,
        np.concatenate((-bias, bias)) / 2,
    )


def _classes(
    solve: Solve, matrix: Any, targets: Targets, classes: int, counts: NDArray[np.float32] | None
) -> Iterator[Solved]:
    """Each class against the rest, as many at a time as memory allows.

    Where they are not all solved at a time, what is not of the group stands as one class more,
    whose machine is thrown away: each class still has the same rows against it.
    """
    size = at_once(matrix.shape[1])
    for start in range(0, classes, size):
        columns = slice(start, min(classes, start + size))
        if size >= classes:
            yield columns, *solve(matrix, targets, counts)
            return
        inside = (targets >= columns.start) & (targets < columns.stop)
        weight, bias = solve(matrix, np.where(inside, targets, -1), counts)
        own = columns.stop - columns.start  # of one class against the rest there is one machine
        yield columns, weight[:, -own:], bias[-own:]


def _labels(
    solve: Solve,
    matrix: Any,
    targets: NDArray[np.bool_],
    counts: NDArray[np.float32] | None,
    positive: NDArray[np.float32] | None,
) -> Iterator[Solved]:
    """Each label on its own; one that all rows have, or none, is answered by its bias alone."""
    for label, having in enumerate(targets.T):
        column = slice(label, label + 1)
        if having.all() or not having.any():
            margin = 1.0 if having.any() else -1.0
            yield column, np.zeros((matrix.shape[1], 1)), np.array([margin])
            continue
        weights = counts
        if positive is not None:
            share = np.where(having, positive[label], np.float32(1))
            weights = share if counts is None else counts * share
        yield column, *solve(matrix, having.astype(np.int64), weights)
