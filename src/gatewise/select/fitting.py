"""Fitting any model by name, and fitting it once more on all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatewise import kernels
from gatewise.config import Config, override
from gatewise.data.labels import indicators, label_names, label_sets
from gatewise.languages import say
from gatewise.models import (
    ARCHITECTURES,
    Network,
    NetworkModel,
    Part,
    Scorer,
    UnionModel,
    joined,
)
from gatewise.select.parts import Rows
from gatewise.text import NOTHING_LEARNT, Encoded, Lexicon, TextEncoder
from gatewise.training.examples import Examples, Targets
from gatewise.training.linear import fit_linear
from gatewise.training.memory import announce, demand
from gatewise.training.pretrained import Known, coverage, initial_table
from gatewise.training.progress import EpochRecord, Progress

__all__ = ["Fit", "Fitter", "Own"]

Own: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Settings of single models by model, section and key, as a search finds them."""


@dataclass(frozen=True)
class Fit:
    """A fitted model and how it came about.

    Args:
        config: The settings it was fitted with; `config.model.name` is the model.
        model: Raw texts to logits.
        history: One record an epoch; empty for the linear model, and for a union, whose parts
            have their own.
        epoch: The epoch kept, of a union the last of them; 0 for the linear model.
        threads: Threads used.
        isa: Instruction set of the native kernels that trained it; None for none.
        dtype: Of the numbers that were multiplied.
        interrupted: The user stopped it early.
        parts: The fits that it unites, in the order of the model's parts; none for most.
    """

    config: Config
    model: Scorer
    history: tuple[EpochRecord, ...] = ()
    epoch: int = 0
    threads: int = 1
    isa: str | None = None
    dtype: str = "fp32"
    interrupted: bool = False
    parts: tuple[Fit, ...] = ()

    @property
    def name(self) -> str:
        """The model."""
        return self.config.model.name

    @classmethod
    def union(cls, parts: Sequence[Fit], factors: Sequence[float], config: Config) -> Fit:
        """Several fits as one.

        Args:
            parts: At least two.
            factors: Of the logits of each.
            config: Settings of the run, of which each part has filled in what suits it.
        """
        models = [
            Part(replace(fit.config.model, weights="fp32"), fit.model, factor)
            for fit, factor in zip(parts, factors, strict=True)
        ]
        last = max(parts, key=lambda fit: fit.epoch)
        name = joined([fit.name for fit in parts])
        return replace(
            last,
            config=replace(config, model=replace(config.model, name=name)),
            model=UnionModel(models),
            history=(),
            interrupted=any(fit.interrupted for fit in parts),
            parts=tuple(parts),
        )


@dataclass(frozen=True)
class Fitter:
    """Fits models for one set of classes.

    Args:
        config: Settings, everything decided but perhaps the model.
        classes: Labels in the order of the columns.
        multilabel: Rows carry sets of labels.
        tokens: Mean number of tokens a text, by which a model may choose what suits it.
        progress: Told of everything.
        lexicon: What the tokeniser learnt, once for all models and fits.
        own: What single models have in place of `config`; not how a network reads texts.
        learnt: What was learnt of rows; copies with other settings of models share it.
        vectors: Of words, which networks start from.
    """

    config: Config
    classes: tuple[str, ...]
    multilabel: bool
    tokens: float
    progress: Progress
    lexicon: Lexicon = NOTHING_LEARNT
    vectors: tuple[Known, ...] = ()
    own: Own = field(default_factory=dict)
    learnt: dict[str, Any] = field(default_factory=dict, repr=False)

    def named(self, name: str) -> Config:
        """The settings for one model, with what suits it where the user left that open."""
        model = replace(self.config.model, name=name)
        if name in ARCHITECTURES:
            suits = ARCHITECTURES[name].suits(self.tokens)
            model = replace(model, **{k: v for k, v in suits.items() if getattr(model, k) is None})
        return override(replace(self.config, model=model), self.own.get(name, {}))

    def fit(self, name: str, train: Rows, select: Rows) -> Fit:
        """Fit the model `name`; rows of `select` choose the epoch to keep, if there are any."""
        config = self.named(name)
        if name == "linear":
            return Fit(config, self._fit_linear(train, config, say("linear model")))
        return self._fit_network(train, select, config, stop_after=None)

    def announce(self, names: Sequence[str], train: Rows) -> None:
        """Tell how much memory the models `names` will take, before the work starts."""
        linear = "linear" in names
        networks = [self.named(name) for name in names if name != "linear"]
        demands = [
            demand(
                config,
                train.texts,
                len(self.classes),
                Network(config.model, self._encoder(train).rows, len(self.classes)).parameters(),
                linear=linear,
            )
            for config in networks
        ]
        if not networks:
            demands = [demand(self.config, train.texts, len(self.classes), linear=linear)]
        self.progress.note(announce(demands))

    def refit(self, first: Fit, rows: Rows) -> Fit:
        """Fit the same model on more rows, for as many epochs as were found best.

        A user who interrupts this keeps the first fit.
        """
        again = self._again(first, rows)
        if again.interrupted or first.config.model.weights == "fp32":
            return again
        return replace(again, model=again.model.rounded())

    def _again(self, first: Fit, rows: Rows) -> Fit:
        """As `refit`, with weights in full."""
        config, nothing = first.config, Rows([], [])
        if isinstance(first.model, UnionModel):
            return self._union_again(first, first.model, rows)
        try:
            if config.model.name == "linear":
                model = self._fit_linear(rows, config, say("linear model on all rows"))
                return replace(first, model=model)
            fit = self._fit_network(rows, nothing, config, stop_after=first.epoch)
        except KeyboardInterrupt:
            return replace(first, interrupted=True)
        if fit.interrupted:
            return replace(first, interrupted=True)
        return replace(first, model=fit.model)

    def _union_again(self, first: Fit, model: UnionModel, rows: Rows) -> Fit:
        """Each part on more rows, with the factors that were found."""
        again = []
        for part in first.parts:
            again.append(self._again(part, rows))
            if again[-1].interrupted:
                return replace(first, interrupted=True)
        return Fit.union(again, [part.factor for part in model.parts], first.config)

    def targets(self, rows: Rows) -> Targets:
        """Class numbers of `rows`, (N,), -1 for a label that is not among the classes.

        Of rows with sets of labels, whether each has each label, bool (N, C).
        """
        if self.multilabel:
            return indicators(label_sets(rows.labels), self.classes)
        number = {label: i for i, label in enumerate(self.classes)}
        names = label_names(rows.labels)
        return np.fromiter((number.get(name, -1) for name in names), np.int64, len(rows))

    def known(self, rows: Rows) -> Rows:
        """The rows that can choose or calibrate: whose label is among the classes.

        Of a set of labels those that are not among them are passed over.
        """
        return rows if self.multilabel else rows.take(self.targets(rows) >= 0)

    def _fit_linear(self, rows: Rows, config: Config, task: str) -> Scorer:
        self.progress.begin(task, 0)
        try:
            return fit_linear(
                rows.texts,
                self.targets(rows),
                len(self.classes),
                config,
                self.lexicon,
                weights=rows.weights,
                tell=self.progress.note,
            )
        finally:
            self.progress.end()

    def _fit_network(
        self, train: Rows, select: Rows, config: Config, *, stop_after: int | None
    ) -> Fit:
        from gatewise.training.fit import fit  # here, since a linear model needs no torch

        encoder = self._encoder(train)
        network = Network(config.model, encoder.rows, len(self.classes))
        encoded, select = encoder.encode(train.texts), self.known(select)
        if self.learnt.get("told") is None:  # another fit would only say it again
            self.learnt["told"] = True
            self._tell_cut(encoded)
            self._tell_engine()
        learnt = Examples(encoded, self.targets(train), train.weights)
        judged = Examples(encoder.encode(select.texts), self.targets(select), select.weights)
        fitted = fit(
            network,
            config.training,
            learnt,
            judged if len(select) else None,
            epochs=config.training.epochs or 1,
            stop_after=stop_after,
            progress=self.progress,
            initial=self._initial(encoder, encoded, config),
        )
        return Fit(
            config=replace(config, training=fitted.config),
            model=NetworkModel(network, encoder, fitted.weights),
            history=fitted.history,
            epoch=fitted.epoch,
            threads=fitted.threads,
            isa=fitted.engine.isa,
            dtype=fitted.engine.dtype,
            interrupted=fitted.interrupted,
        )

    def _initial(
        self, encoder: TextEncoder, texts: Encoded, config: Config
    ) -> dict[str, NDArray[np.float32]]:
        """Weights to start from, where vectors are given."""
        if not self.vectors:
            return {}
        if not self.learnt.get("covered"):
            self.learnt["covered"] = True  # a second fit would only say it again
            for one in self.vectors:
                self.progress.note(coverage(encoder, texts, one))
        width, seed = config.model.embedding, config.training.seed
        return initial_table(encoder, self.vectors, width, seed)

    def _more(self) -> list[str]:
        """Tokens that are known beside those of the training texts."""
        return [word for one in self.vectors for word in one.vectors.first]

    def _encoder(self, rows: Rows) -> TextEncoder:
        """The encoder that `rows` teach, learnt once for as long as they are the same."""
        if self.learnt.get("rows") is not rows:
            encoder = TextEncoder.build(rows.texts, self.config.text, self.lexicon, self._more())
            self.learnt.update(rows=rows, encoder=encoder)
        found: TextEncoder = self.learnt["encoder"]
        return found

    def _tell_engine(self) -> None:
        if kernels.native is None and self.config.training.device in ("auto", "cpu"):
            self.progress.note(
                say(
                    "The native kernels are not there, so training goes by torch alone, more "
                    "slowly."
                )
            )

    def _tell_cut(self, encoded: Encoded) -> None:
        if not encoded.truncated.any():
            return
        every = len(encoded.tokens.values) + encoded.cut_tokens
        self.progress.note(
            say(
                "{long:,} of {texts:,} training texts are longer than {most} tokens; {share:.1%} "
                "of all tokens are cut off (text.max_length, text.keep).",
                long=int(encoded.truncated.sum()),
                texts=len(encoded),
                most=self.config.text.max_length,
                share=encoded.cut_tokens / every,
            )
        )
