"""Every architecture by name. A new one is a file beside this one and a line here."""

from __future__ import annotations

from gatewise.models.architecture import Architecture
from gatewise.models.bilstm import BILSTM
from gatewise.models.cnn_lstm import CNN_LSTM
from gatewise.models.lstm import LSTM
from gatewise.models.lstm_cnn import LSTM_CNN
from gatewise.models.qrnn import QRNN
from gatewise.models.textcnn import TEXTCNN

__all__ = ["ARCHITECTURES", "MODELS"]

ARCHITECTURES: dict[str, Architecture] = {
    architecture.name: architecture
    for architecture in (
        BILSTM,
        CNN_LSTM,
        LSTM,
        LSTM_CNN,
        QRNN,
        TEXTCNN,
    )
}

MODELS: tuple[str, ...] = ("linear", *sorted(ARCHITECTURES))
"""Everything that `--model` accepts besides `auto`."""
