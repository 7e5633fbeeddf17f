"""`TextClassifier`: the whole run behind scikit-learn's manners. N texts, C classes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gatewise.bundle import Bundle, is_model_folder, pack, unpack, write_bundle
from gatewise.data.labels import count_labels
from gatewise.errors import InputError, MissingExtraError, OutputError
from gatewise.languages import say
from gatewise.runtime import Predictor

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    raise MissingExtraError.of("scikit-learn", "train", "TextClassifier") from error

from gatewise.estimator.settings import config_of
from gatewise.estimator.targets import Form, Targets, read_targets
from gatewise.estimator.texts import read_texts
from gatewise.estimator.weights import read_weights, weights_of_classes

if TYPE_CHECKING:
    from gatewise.select import Outcome, Rows

__all__ = ["TextClassifier"]


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A text classifier that trains in `fit` and obeys scikit-learn.

    An argument left at None takes the default of the option of the same name (see
    `gatewise.config` or docs/reference/options.md), which may depend on the data.

    A fitted classifier can be copied and sent to other processes: it travels as the bytes of its
    model folder, without `outcome_`. To keep it on disk, use `save`.

    Args:
        model: `auto`, or a model by name: docs/how-to/choose-a-model.md.
        seed: Every random choice follows from it.
        epochs: Passes over the training rows.
        hidden: Units of each direction of a recurrent model.
        layers: Recurrent layers, one on the other.
        bidirectional: Read forward and backward.
        embedding: Width of a token's vector.
        pooling: `last`, `max`, `mean`, `attention`, or several of them.
        normalization: `none`, `batch` or `layer`, after each layer.
        tokenizer: `auto`, `word`, `character`, `zh-word` or `bpe`.
        max_length: Tokens that are read of a text.
        batch_size: Texts a step at most.
        optimizer: `adamw`, `adam` or `sgd`.
        learning_rate: Of the dense weights.
        class_weight: `balanced`, or a weight for each label, 1 where left out; multiplied with
            `sample_weight`.
        vectors: File of word vectors that networks start from: docs/how-to/use-vectors.md.
        unlabelled: Texts without labels, as `fit` takes texts, to learn such vectors from.
        threads: Threads used in training.
        device: `auto`, `cpu`, `cuda` or `mps`.
        baseline: Train the linear baseline beside a network.
        precision: Find the threshold that holds this precision; None rejects nothing.
        options: Any other options by full name, as `{"model.filters": 64}`.

    Attributes:
        classes_: Labels, sorted, in the order of the columns of `predict_proba`, shape (C,).
        predictor_: What `gatewise.load` would give.
        outcome_: Everything measured, decided and told; not there in a copy.
    """

    def __init__(
        self,
        *,
        model: str = "auto",
        seed: int = 0,
        epochs: int | None = None,
        hidden: int | None = None,
        layers: int | None = None,
        bidirectional: bool | None = None,
        embedding: int | None = None,
        pooling: str | Sequence[str] | None = None,
        normalization: str | None = None,
        tokenizer: str | None = None,
        max_length: int | None = None,
        batch_size: int | None = None,
        optimizer: str | None = None,
        learning_rate: float | None = None,
        class_weight: str | Mapping[Any, float] | None = None,
        vectors: str | os.PathLike[str] | None = None,
        unlabelled: Any = None,
        threads: int | None = None,
        device: str | None = None,
        baseline: bool = True,
        precision: float | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model
        self.seed = seed
        self.epochs = epochs
        self.hidden = hidden
        self.layers = layers
        self.bidirectional = bidirectional
        self.embedding = embedding
        self.pooling = pooling
        self.normalization = normalization
        self.tokenizer = tokenizer
        self.max_length = max_length
        self.batch_size = batch_size
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.class_weight = class_weight
        self.vectors = vectors
        self.unlabelled = unlabelled
        self.threads = threads
        self.device = device
        self.baseline = baseline
        self.precision = precision
        self.options = options

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> TextClassifier:
        """Train on texts and labels.

        Args:
            X: N texts: a list, or an array or column of shape (N,) or (N, 1).
            y: N labels; or for any number of labels a text N collections of labels, or an array
                or sparse matrix of 0 and 1, shape (N, C). Whatever is not a string is classified
                by its `str`, and comes back as it was.
            sample_weight: What each text counts, shape (N,); 0 leaves it out. None: all the same.

        Raises:
            InputError: The texts, labels or weights cannot be learnt from.
            ConfigError: A setting cannot be.
            MissingExtraError: The `train` extra is not installed.
        """
        from gatewise.select import train

        texts, targets = read_texts(X), read_targets(y)
        outcome: Outcome = train(
            self._rows(texts, targets, sample_weight),
            config=config_of(self.get_params(deep=False)),
            baseline=self.baseline,
            precision=self.precision,
            unlabelled=None if self.unlabelled is None else [read_texts(self.unlabelled)],
        )
        self._take(outcome.bundle, targets.form, targets.classes)
        self.outcome_ = outcome
        return self

    def predict(self, X: Any) -> Any:
        """The label of each text, or its labels, in the form that `fit` was given.

        Returns:
            (N,) labels; N tuples of labels; or an array of 0 and 1, (N, C).
        """
        check_is_fitted(self)
        probabilities = self.predictor_.predict_proba(read_texts(X))
        if self._form == "single":
            return self.classes_[self._in_order(probabilities).argmax(axis=1)]
        given = self._in_order(self.predictor_.bundle.calibration.decisions(probabilities))
        if self._form == "indicator":
            return given.astype(np.int64)
        return [tuple(self.classes_[row].tolist()) for row in given]

    def predict_proba(self, X: Any) -> NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, C), columns in the order of `classes_`.

        Rows sum to 1; for several labels a text each value is that label's own.
        """
        check_is_fitted(self)
        return self._in_order(self.predictor_.predict_proba(read_texts(X)))

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The share of texts whose label, or whose whole set of labels, is right."""
        answers = self.predict(X)
        if self._form != "collections":
            return float(super().score(X, y, sample_weight))
        truth = read_targets(y).names()
        right = np.asarray(
            [set(map(str, a)) == set(t) for a, t in zip(answers, truth, strict=True)]
        )
        return float(np.average(right, weights=sample_weight))

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
        write_bundle(self.predictor_.bundle, folder)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.target_tags.one_d_labels = tags.target_tags.two_d_labels = True
        tags.classifier_tags.multi_label = True
        return tags

    def __getstate__(self) -> dict[str, Any]:
        fitted = ("predictor_", "outcome_", "classes_", "_form", "_columns")
        state = {name: value for name, value in vars(self).items() if name not in fitted}
        if hasattr(self, "predictor_"):
            state["_packed"] = {
                "files": pack(self.predictor_.bundle),
                "form": self._form,
                "classes": self.classes_.tolist(),
                "type": self.classes_.dtype.str,
            }
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({name: value for name, value in state.items() if name != "_packed"})
        if packed := state.get("_packed"):
            classes = np.asarray(packed["classes"], packed["type"])
            self._take(unpack(packed["files"]), packed["form"], classes)

    def _rows(self, texts: list[str], targets: Targets, sample_weight: Any) -> Rows:
        """The rows to learn from: those that count."""
        from gatewise.select import Rows

        if len(texts) != len(targets.values):
            raise InputError(
                say(
                    "X has {texts} texts and y {labels} labels; expected as many. "
                    "Take both from the same rows.",
                    texts=len(texts),
                    labels=len(targets.values),
                )
            )
        weights = read_weights(sample_weight, len(texts))
        if isinstance(self.class_weight, Mapping):
            weights *= weights_of_classes(self.class_weight, targets)
        weights /= weights.max(initial=0.0) or 1.0  # only ratios count; none overflows a float32
        rows = Rows(texts, targets.names(), weights.astype(np.float32)).take(weights > 0)
        found = len(count_labels(rows.labels))
        if found < 2:
            raise InputError(
                say(
                    "y has {found} class; expected at least two. Add rows of another class.",
                    found=found,
                )
            )
        same = rows.weights is None or not np.ptp(rows.weights)
        return replace(rows, weights=None) if same else rows

    def _take(self, bundle: Bundle, form: Form, classes: NDArray[Any]) -> None:
        """Become the classifier of `bundle`, whose labels were given as `classes`."""
        # The model sorts labels as strings; scikit-learn's scorers expect them sorted as they are.
        number = {label: i for i, label in enumerate(bundle.classes)}
        columns = np.asarray([number.get(str(label), -1) for label in classes])
        # A label that no row has is unknown to the model; of an indicator its column stays.
        kept = slice(None) if form == "indicator" else columns >= 0
        self.predictor_ = Predictor(bundle)
        self.classes_, self._columns, self._form = classes[kept], columns[kept], form

    def _in_order(self, values: NDArray[Any]) -> NDArray[Any]:
        """The columns of `values`, (N, labels of the model), in the order of `classes_`, (N, C)."""
        ordered: NDArray[Any] = values[:, self._columns]
        ordered[:, self._columns < 0] = 0
        return ordered
