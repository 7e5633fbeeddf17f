"""The layers in NumPy: short, forward only, the specification of every other execution."""

from gatewise.layers.reference.activations import log_softmax, sigmoid, softmax
from gatewise.layers.reference.convolution import convolve
from gatewise.layers.reference.operations import ReferenceOperations
from gatewise.layers.reference.pooling import attend, first, last, maximum, mean
from gatewise.layers.reference.recurrent import lstm, lstm_step, rnn

__all__ = [
    "ReferenceOperations",
    "attend",
    "convolve",
    "first",
    "last",
    "log_softmax",
    "lstm",
    "lstm_step",
    "maximum",
    "mean",
    "rnn",
    "sigmoid",
    "softmax",
]
