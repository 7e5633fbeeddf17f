"""A trained Gatewise network in torch, with the same weights and the same answers.

Padding is kept out of every answer without packing, which is slow: the LSTM that reads backward
gets its input turned, text by text, so that oneDNN's fast path is used. For ONNX, whose LSTM knows
lengths, the same network is built packed. How it is made of a model folder stands in porting.py.

Legend: N texts, T tokens, D embedding, S states of both directions, C classes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.rivals import protocol
from benchmarks.rivals.protocol import Way
from benchmarks.rivals.reading import Encoded, Encoder, batches
from safetensors.torch import load_file
from torch import Tensor, nn

__all__ = ["Ported", "load"]


class Recurrent(nn.Module):
    """A bidirectional LSTM, pooled by max, mean and attention: (N, T, D) -> (N, 3 S)."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        hidden = settings["hidden"]
        shape = {"batch_first": True, "bidirectional": settings["onnx"]}
        self.forwards = nn.LSTM(settings["embedding"], hidden, **shape)
        if not settings["onnx"]:
            self.backwards = nn.LSTM(settings["embedding"], hidden, **shape)
        self.project = nn.Linear(2 * hidden, hidden)
        self.query = nn.Linear(hidden, 1, bias=False)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """States pooled over real tokens."""
        states = self._states(x, lengths)
        real = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]  # (N, T, 1)
        score = self.query(torch.tanh(self.project(states))).masked_fill(~real, -1e9)
        mean = (states * real).sum(dim=1) / lengths[:, None]
        strongest = states.masked_fill(~real, -1e9).amax(dim=1)
        return torch.cat((strongest, mean, (score.softmax(dim=1) * states).sum(dim=1)), dim=1)

    def _states(self, x: Tensor, lengths: Tensor) -> Tensor:
        if self.forwards.bidirectional:  # ONNX knows lengths itself
            packed = nn.utils.rnn.pack_padded_sequence(
                x, lengths, batch_first=True, enforce_sorted=False
            )
            return nn.utils.rnn.pad_packed_sequence(self.forwards(packed)[0], batch_first=True)[0]
        steps = torch.arange(x.shape[1])
        mirrored = lengths[:, None] - 1 - steps  # (N, T)
        source = torch.where(mirrored >= 0, mirrored, steps)[:, :, None]
        turned = self.backwards(x.gather(1, source.expand_as(x)))[0]
        back = turned.gather(1, source.expand(-1, -1, turned.shape[2]))
        return torch.cat((self.forwards(x)[0], back), dim=2)


class Convolving(nn.Module):
    """Filters of several widths, relu and the maximum over real tokens: (N, T, D) -> (N, S)."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        self.widths: tuple[int, ...] = tuple(settings["widths"])
        self.layers = nn.ModuleList(
            nn.Conv1d(settings["embedding"], settings["filters"], width) for width in self.widths
        )

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """The strongest response of each filter."""
        real = (torch.arange(x.shape[1]) < lengths[:, None])[:, None]  # (N, 1, T)
        channels = x.transpose(1, 2)
        found = []
        for width, layer in zip(self.widths, self.layers, strict=True):
            before = (width - 1) // 2
            padded = nn.functional.pad(channels, (before, width - 1 - before))
            found.append((layer(padded).relu() * real).amax(dim=2))
        return torch.cat(found, dim=1)


class Ported(nn.Module):
    """Vectors of tokens (N, T, D) and lengths (N,) -> logits (N, C)."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        recurrent = settings["name"] == "bilstm"
        self.encoder = Recurrent(settings) if recurrent else Convolving(settings)
        self.head = nn.Linear(*settings["head"])

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Scores before the softmax."""
        logits: Tensor = self.head(self.encoder(x, lengths))
        return logits


def load(folder: Path, variant: str, threads: int) -> Mapping[str, Way]:
    """The network in torch, batches of several sizes, each of like length."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    settings = json.loads((folder / "network.json").read_text())
    network = Ported(settings).eval()
    network.load_state_dict(load_file(folder / "network.safetensors"))
    encoder, classes = Encoder(folder), np.array(settings["classes"])

    def answering(size: int) -> Way:
        @torch.inference_mode()
        def answer(encoded: Encoded) -> list[str]:
            best = np.zeros(len(encoded.tokens), np.int64)
            for rows in batches(encoded, size):
                x, lengths = encoded.batch(rows)
                logits = network(torch.from_numpy(x), torch.from_numpy(lengths))
                best[rows] = logits.argmax(dim=1).numpy()
            found: list[str] = classes[best].tolist()
            return found

        return Way(answer, encoder)

    return {f"batches of {size}": answering(size) for size in (1, 32, 64, 256)}


if __name__ == "__main__":
    protocol.main(load=load)
