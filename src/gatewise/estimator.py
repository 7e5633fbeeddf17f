"""`TextClassifier`: the whole run behind scikit-learn's manners."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import is_model_folder, write_bundle
from gatewise.config import Config, override, section_of
from gatewise.errors import InputError, MissingExtraError, OutputError
from gatewise.runtime import Predictor

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    raise MissingExtraError.of("scikit-learn", "train", "TextClassifier") from error

if TYPE_CHECKING:
    from gatewise.select import Outcome

__all__ = ["TextClassifier"]


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A text classifier that trains in `fit` and obeys scikit-learn.

    An argument left at None takes the default of the option of the same name (see
    `gatewise.config` or docs/reference/options.md), which may depend on the data.

    Args:
        model: `auto`, `linear`, `textcnn` or `bilstm`.
        seed: Every random choice follows from it.
        epochs: Passes over the training rows.
        hidden: Units of each direction of a recurrent model.
        embedding: Width of a token's vector.
        learning_rate: Of the dense weights.
        threads: Threads used in training.
        baseline: Train the linear baseline beside a network.
        precision: Find the threshold that holds this precision; None rejects nothing.
        options: Any other options by full name, as `{"model.filters": 64}`.

    Attributes:
        classes_: Labels, sorted, in the order of the columns of `predict_proba`, shape (C,).
        outcome_: Everything measured, decided and told.
    """

    def __init__(
        self,
        *,
        model: str = "auto",
        seed: int = 0,
        epochs: int | None = None,
        hidden: int | None = None,
        embedding: int | None = None,
        learning_rate: float | None = None,
        threads: int | None = None,
        baseline: bool = True,
        precision: float | None = None,
        options: dict[str, Any] | None = None,
    ) -> None:
        self.model = model
        self.seed = seed
        self.epochs = epochs
        self.hidden = hidden
        self.embedding = embedding
        self.learning_rate = learning_rate
        self.threads = threads
        self.baseline = baseline
        self.precision = precision
        self.options = options

    def fit(self, X: Sequence[str], y: Sequence[Any]) -> TextClassifier:
        """Train on texts and labels.

        Args:
            X: N texts.
            y: N labels; whatever is not a string is classified by its `str`.

        Raises:
            InputError: The texts or labels cannot be learnt from.
            ConfigError: A setting cannot be.
            MissingExtraError: The `train` extra is not installed.
        """
        from gatewise.select import Rows, train

        texts, labels = _checked(X, y)
        outcome: Outcome = train(
            Rows(texts, labels),
            config=self._config(),
            baseline=self.baseline,
            precision=self.precision,
        )
        self.outcome_ = outcome
        self.predictor_ = Predictor(outcome.bundle)
        # The model sorts labels as strings; scikit-learn's scorers expect them sorted as they are.
        column = {label: i for i, label in enumerate(outcome.bundle.classes)}
        self.classes_ = np.asarray([label for label in np.unique(y) if str(label) in column])
        self._columns = np.asarray([column[str(label)] for label in self.classes_])
        return self

    def predict(self, X: Sequence[str]) -> NDArray[Any]:
        """The most probable label of each text, shape (N,), of the type that `fit` was given."""
        best = self.predict_proba(X).argmax(axis=1)  # first, since it tells when not fitted
        return self.classes_[best]  # type: ignore[no-any-return]

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, C), columns in the order of `classes_`."""
        check_is_fitted(self)
        return self.predictor_.predict_proba(X)[:, self._columns]

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write a model folder, which `gatewise.load` reads without torch.

        Args:
            path: Where; its parent folders are made.
            overwrite: Replace a model folder that is there.

        Raises:
            OutputError: Something is there already, or the place cannot be written.
        """
        check_is_fitted(self)
        folder = Path(path)
        if folder.exists() and not (overwrite and is_model_folder(folder)):
            raise OutputError(
                f"{folder} exists; expected a new place"
                + (", or a model folder to overwrite." if overwrite else ". Pass overwrite=True.")
            )
        write_bundle(self.outcome_.bundle, folder)

    def _config(self) -> Config:
        values: dict[str, dict[str, Any]] = {"model": {"name": self.model}, "training": {}}
        given = {
            key: getattr(self, key)
            for key in ("seed", "epochs", "hidden", "embedding", "learning_rate", "threads")
        }
        for key, value in given.items():
            if value is not None:
                values[section_of(key)][key] = value
        for name, value in (self.options or {}).items():
            section, _, key = name.partition(".")
            values.setdefault(section, {})[key] = value
        return override(Config(), values)


def _checked(X: Sequence[str], y: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Texts and labels as lists of strings, refused where they cannot be learnt from."""
    for name, given in (("X", X), ("y", y)):
        if isinstance(given, str | bytes):
            raise InputError(f"{name} is one string; expected a list. Write fit(texts, labels).")
    texts, labels = list(X), list(y)
    if len(texts) != len(labels):
        raise InputError(
            f"X has {len(texts)} texts and y {len(labels)} labels; expected as many. "
            "Take both from the same rows."
        )
    for number, (text, label) in enumerate(zip(texts, labels, strict=True)):
        if not isinstance(text, str):
            raise InputError(
                f"X[{number}] is {text!r}; expected a string. Drop the row or convert it."
            )
        if not _is_label(label):
            raise InputError(f"y[{number}] is {label!r}; expected one label. Drop the row.")
    names = [str(label) for label in labels]
    if len(set(names)) < 2:
        raise InputError(
            f"y has {len(set(names))} class; expected at least two. Add rows of another class."
        )
    return texts, names


def _is_label(value: object) -> bool:
    """Whether it is one value, and none that stands for nothing as None and NaN do."""
    several = isinstance(value, list | tuple | set | dict | np.ndarray)
    return not several and value is not None and bool(value == value)
