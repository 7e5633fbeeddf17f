"""Fitting any model by name, and fitting it once more on all rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatewise.config import Config
from gatewise.models import ARCHITECTURES, Network, NetworkModel, Scorer
from gatewise.select.parts import Rows
from gatewise.text import Encoded, TextEncoder
from gatewise.training.linear import fit_linear
from gatewise.training.progress import EpochRecord, Progress

__all__ = ["Fit", "Fitter"]


@dataclass(frozen=True)
class Fit:
    """A fitted model and how it came about.

    Args:
        config: The settings it was fitted with; `config.model.name` is the model.
        model: Raw texts to logits.
        history: One record an epoch; empty for the linear model.
        epoch: The epoch kept; 0 for the linear model.
        threads: Threads used.
        interrupted: The user stopped it early.
    """

    config: Config
    model: Scorer
    history: tuple[EpochRecord, ...] = ()
    epoch: int = 0
    threads: int = 1
    interrupted: bool = False


@dataclass(frozen=True)
class Fitter:
    """Fits models for one set of classes.

    Args:
        config: Settings, everything decided but perhaps the model.
        classes: Labels in the order of the columns.
        tokens: Mean number of tokens a text, by which a model may choose what suits it.
        progress: Told of everything.
    """

    config: Config
    classes: tuple[str, ...]
    tokens: float
    progress: Progress

    def fit(self, name: str, train: Rows, select: Rows) -> Fit:
        """Fit the model `name`; rows of `select` choose the epoch to keep, if there are any."""
        config = self._named(name)
        if name == "linear":
            return Fit(config, self._fit_linear(train, config, "linear model"))
        return self._fit_network(train, select, config, stop_after=None)

    def refit(self, first: Fit, rows: Rows) -> Fit:
        """Fit the same model on more rows, for as many epochs as were found best.

        A user who interrupts this keeps the first fit.
        """
        config, nothing = first.config, Rows([], [])
        try:
            if config.model.name == "linear":
                model = self._fit_linear(rows, config, "linear model on all rows")
                return replace(first, model=model)
            again = self._fit_network(rows, nothing, config, stop_after=first.epoch)
        except KeyboardInterrupt:
            return replace(first, interrupted=True)
        return (
            replace(first, interrupted=True)
            if again.interrupted
            else replace(first, model=again.model)
        )

    def targets(self, rows: Rows) -> NDArray[np.int64]:
        """Class numbers of `rows`, shape (N,); -1 for labels that are not among the classes."""
        number = {label: i for i, label in enumerate(self.classes)}
        return np.fromiter((number.get(label, -1) for label in rows.labels), np.int64, len(rows))

    def known(self, rows: Rows) -> Rows:
        """The rows whose label is among the classes: only they can choose or calibrate."""
        return rows.take(self.targets(rows) >= 0)

    def _named(self, name: str) -> Config:
        """The settings for one model, with what suits it where the user left that open."""
        model = replace(self.config.model, name=name)
        if name in ARCHITECTURES:
            suits = ARCHITECTURES[name].suits(self.tokens)
            model = replace(model, **{k: v for k, v in suits.items() if getattr(model, k) is None})
        return replace(self.config, model=model)

    def _fit_linear(self, rows: Rows, config: Config, task: str) -> Scorer:
        self.progress.begin(task, 0)
        try:
            return fit_linear(
                rows.texts,
                self.targets(rows),
                len(self.classes),
                config,
                tell=self.progress.note,
            )
        finally:
            self.progress.end()

    def _fit_network(
        self, train: Rows, select: Rows, config: Config, *, stop_after: int | None
    ) -> Fit:
        # Imported here, so that a linear model is trained without torch.
        from gatewise.training.examples import Examples
        from gatewise.training.fit import fit

        encoder = TextEncoder.build(train.texts, config.text)
        network = Network(config.model, encoder.rows, len(self.classes))
        encoded, select = encoder.encode(train.texts), self.known(select)
        if stop_after is None:  # a second fit would only say it again
            self._tell_cut(encoded)
        fitted = fit(
            network,
            config.training,
            Examples(encoded, self.targets(train)),
            Examples(encoder.encode(select.texts), self.targets(select)) if len(select) else None,
            epochs=config.training.epochs or 1,
            stop_after=stop_after,
            progress=self.progress,
        )
        return Fit(
            config=replace(config, training=fitted.config),
            model=NetworkModel(network, encoder, fitted.weights),
            history=fitted.history,
            epoch=fitted.epoch,
            threads=fitted.threads,
            interrupted=fitted.interrupted,
        )

    def _tell_cut(self, encoded: Encoded) -> None:
        if not encoded.truncated.any():
            return
        every = len(encoded.tokens.values) + encoded.cut_tokens
        self.progress.note(
            f"{encoded.truncated.sum():,} of {len(encoded):,} training texts are longer than "
            f"{self.config.text.max_length} tokens; {encoded.cut_tokens / every:.1%} of all tokens "
            "are cut off (text.max_length)."
        )
