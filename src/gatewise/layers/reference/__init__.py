"""The layers in NumPy: short, forward only, the specification of every other execution."""

from gatewise.layers.reference.activations import log_softmax, sigmoid, softmax
from gatewise.layers.reference.convolution import convolve
from gatewise.layers.reference.normalisation import batch_norm, layer_norm
from gatewise.layers.reference.operations import ReferenceOperations
from gatewise.layers.reference.pooling import attend, ends, maximum, mean
from gatewise.layers.reference.recurrent import lstm, lstm_step, qrnn, rnn

__all__ = [
    "ReferenceOperations",
    "attend",
    "batch_norm",
    "convolve",
    "ends",
    "layer_norm",
    "log_softmax",
    "lstm",
    "lstm_step",
    "maximum",
    "mean",
    "qrnn",
    "rnn",
    "sigmoid",
    "softmax",
]
