"""The layers an architecture may use, whatever executes them.

An architecture is written once against this protocol, so that training and runtime can never
drift apart. Legend: N rows (texts, or windows of long ones), T tokens of the longest row, D input
width, H hidden units a direction, S those of all directions, F filters, W tokens a filter sees,
A attention units, M texts, U distinct words, P pieces of them, V rows of the embedding table.

Values of shape (N, T, ...) are zero after each row's length. `embed` makes them so, every
operation may rely on it and keeps it, and so what a batch is padded to never reaches an answer.

A recurrent layer has one direction or two: the first reads forward, the second starts at each
row's own last token. One call runs them all, and their states are joined in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = [
    "Attention",
    "Batch",
    "BatchNorm",
    "Convolution",
    "Dense",
    "LayerNorm",
    "Lstm",
    "Operations",
    "Qrnn",
]

A = TypeVar("A")


@dataclass(frozen=True)
class Batch(Generic[A]):
    """Texts side by side, by the distinct words they hold.

    Args:
        tokens: Integers, shape (N, T): each token's word, 0..U - 1; padded at the end.
        lengths: Integers, shape (N,), each in 0..T.
        pieces: Integers, shape (P,): table rows that make up the words, word after word.
        starts: Integers, shape (U,): where each word's pieces start; every word has one.
        windows: Integers, shape (M,): where each text's rows start; a text has one unless it is
            longer than a window.
    """

    tokens: A
    lengths: A
    pieces: A
    starts: A
    windows: A


@dataclass(frozen=True)
class Dense(Generic[A]):
    """Weights of `x W' + b`: weight (out, in), bias (out,)."""

    weight: A
    bias: A


@dataclass(frozen=True)
class Convolution(Generic[A]):
    """Weights of a convolution over time: weight (F, W, D), bias (F,)."""

    weight: A
    bias: A


@dataclass(frozen=True)
class Lstm(Generic[A]):
    """Weights of one direction: input (4H, D), recurrent (4H, H), bias (4H,).

    The four blocks are the input gate, the forget gate, the cell candidate and the output gate.
    """

    input: A
    recurrent: A
    bias: A


@dataclass(frozen=True)
class Qrnn(Generic[A]):
    """Weights of one direction: weight (3H, W, D), bias (3H,).

    The three blocks are the cell candidate, the forget gate and the output gate; the last of the
    W taps is on the step itself, the others on the steps read before it.
    """

    weight: A
    bias: A


@dataclass(frozen=True)
class BatchNorm(Generic[A]):
    """Weights (D,) each; `mean` and `variance` are what training saw, not trained themselves."""

    scale: A
    shift: A
    mean: A
    variance: A


@dataclass(frozen=True)
class LayerNorm(Generic[A]):
    """Weights (D,) each."""

    scale: A
    shift: A


@dataclass(frozen=True)
class Attention(Generic[A]):
    """Weights of attentive pooling: projection (A, D), bias (A,), query (A,)."""

    projection: A
    bias: A
    query: A


class Operations(Protocol[A]):
    """What an execution offers. Dropouts do nothing outside training."""

    def embed(self, table: A, batch: Batch[A]) -> A:
        """The mean of each token's rows in `table` (V, D): (N, T, D)."""
        ...

    def strongest(self, x: A, lengths: A, kernels: Sequence[Convolution[A]]) -> A:
        """Largest response of each filter to each row: (N, T, D) -> (N, sum of F).

        The response is max(0, convolution over time), as if zeros stood on both sides.
        """
        ...

    def convolve(self, x: A, lengths: A, kernel: Convolution[A]) -> A:
        """Responses at every step, not cut at zero: (N, T, D) -> (N, T, F)."""
        ...

    def relu(self, x: A) -> A:
        """max(0, x)."""
        ...

    def lstm(self, x: A, lengths: A, directions: Sequence[Lstm[A]]) -> A:
        """Hidden states of every step: (N, T, D) -> (N, T, S)."""
        ...

    def qrnn(self, x: A, lengths: A, directions: Sequence[Qrnn[A]], *, zoneout: float) -> A:
        """Hidden states (N, T, D) -> (N, T, S) whose gates are convolutions (Bradbury 2016).

        In training a unit keeps its cell for a step with probability `zoneout` (Krueger 2017).
        """
        ...

    def batch_norm(self, x: A, lengths: A, weights: BatchNorm[A]) -> A:
        """Each channel of (N, T, D) by its mean and variance over real steps (Ioffe 2015).

        In training they are the batch's, else those that training saw.
        """
        ...

    def layer_norm(self, x: A, lengths: A, weights: LayerNorm[A]) -> A:
        """(N, T, D), each real step by its own mean and variance (Ba 2016)."""
        ...

    def ends(self, x: A, lengths: A, directions: int) -> A:
        """The state in which each direction has read the whole row: (N, T, S) -> (N, S)."""
        ...

    def maximum(self, x: A, lengths: A) -> A:
        """The largest value over real steps: (N, T, D) -> (N, D)."""
        ...

    def mean(self, x: A, lengths: A) -> A:
        """The mean over real steps: (N, T, D) -> (N, D)."""
        ...

    def attend(self, x: A, lengths: A, weights: Attention[A]) -> A:
        """The mixture of steps that a learnt query asks for: (N, T, D) -> (N, D)."""
        ...

    def strongest_window(self, x: A, windows: A) -> A:
        """The largest value over the rows of each text: (N, D), starts (M,) -> (M, D)."""
        ...

    def dense(self, x: A, weights: Dense[A]) -> A:
        """An affine map of the last axis."""
        ...

    def join(self, parts: list[A]) -> A:
        """Concatenate along the last axis."""
        ...

    def dropout(self, x: A, rate: float) -> A:
        """Zero each value with probability `rate`, scale the others up."""
        ...

    def locked_dropout(self, x: A, rate: float) -> A:
        """Dropout of (N, T, D) with one mask for all steps of a row (Gal 2016)."""
        ...

    def drop_words(self, x: A, rate: float) -> A:
        """Zero whole steps of (N, T, D) with probability `rate`, without scaling."""
        ...
