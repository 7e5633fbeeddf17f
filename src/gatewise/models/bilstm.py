"""BiLSTM: the LSTM in both reading directions, so that a state knows what follows too.

Graves & Schmidhuber, "Framewise phoneme classification with bidirectional LSTM", 2005.
"""

from __future__ import annotations

from dataclasses import replace

from gatewise.models.lstm import LSTM

__all__ = ["BILSTM"]

BILSTM = replace(
    LSTM,
    name="bilstm",
    summary="an LSTM in both directions, its states pooled (Graves 2005)",
    suits=lambda tokens: {"bidirectional": True, "embedding_dropout": 0.4},
)
