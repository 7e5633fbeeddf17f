"""Two ways to write in plain PyTorch what `gatewise train` trains, with its sizes.

`article`: every weight under Adam with its defaults; the LSTM's answer is read from the last step.
`expert`: the same network as ours (pooling and dropout too), a sparse table under SparseAdam, fused
Adam elsewhere, a rate that falls to 0; in fp32 or, by autocast, in bf16. How they are fed and run
stands in benchmarks/rivals/pytorch.py.

Both read padded batches, as packed ones would take several times as long. Their backward direction
so reads the padding first, and an answer hangs a little on what else is in the batch.

Legend: N texts a batch, T tokens, D embedding, S width of a text's vector, C classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from gatewise.config import Config, ModelConfig
from gatewise.models import ARCHITECTURES
from gatewise.select.decide import mean_tokens
from gatewise.text import uses_spaces

__all__ = ["WAYS", "Classifier", "Way", "build", "sizes"]


@dataclass(frozen=True)
class Way:
    """How a rival trains.

    Args:
        expert: Buckets, our network, sparse table; else the article's way.
        dtype: `fp32` or `bf16`.
    """

    expert: bool
    dtype: str = "fp32"


WAYS = {"article": Way(False), "expert": Way(True), "expert-bf16": Way(True, "bf16")}


class Recurrent(nn.Module):
    """A bidirectional LSTM: (N, T, D) -> (N, S) by the last step, or by max, mean and attention."""

    def __init__(self, config: ModelConfig, *, pooled: bool) -> None:
        super().__init__()
        states = 2 * config.hidden
        self.pooled = pooled
        self.lstm = nn.LSTM(config.embedding, config.hidden, batch_first=True, bidirectional=True)
        self.project = nn.Linear(states, config.hidden) if pooled else nn.Identity()
        self.query = nn.Linear(config.hidden, 1, bias=False) if pooled else nn.Identity()
        self.width = 3 * states if pooled else states

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """States pooled; padding counts for the last step alone."""
        out: Tensor = self.lstm(x)[0]  # (N, T, S)
        if not self.pooled:
            return out[:, -1]
        real = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]  # (N, T, 1)
        score = self.query(torch.tanh(self.project(out)))  # (N, T, 1)
        share = score.float().masked_fill(~real, -1e9).softmax(dim=1)
        mean = (out * real).sum(dim=1) / lengths[:, None]
        strongest = out.masked_fill(~real, -1e9).amax(dim=1)
        return torch.cat((strongest, mean, (share * out).sum(dim=1)), dim=1)


class Convolving(nn.Module):
    """Filters of several widths, relu and the maximum over time: (N, T, D) -> (N, S)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        filters, widths = config.filters or 1, config.widths or ()
        self.width = filters * len(widths)
        self.layers = nn.ModuleList(
            nn.Conv1d(config.embedding, filters, width, padding=width // 2) for width in widths
        )

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """The strongest response of each filter."""
        channels = x.transpose(1, 2)  # (N, D, T)
        return torch.cat([layer(channels).relu().amax(dim=2) for layer in self.layers], dim=1)


class Classifier(nn.Module):
    """Table, encoder, linear head: ids (N, T) -> logits (N, C)."""

    def __init__(self, config: ModelConfig, way: Way, rows: int, classes: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, config.embedding, padding_idx=0, sparse=way.expert)
        recurrent = config.name == "bilstm"
        self.encoder: Recurrent | Convolving = (
            Recurrent(config, pooled=way.expert) if recurrent else Convolving(config)
        )
        rates = (config.embedding_dropout or 0.0, config.head_dropout) if way.expert else (0.0, 0.0)
        # Whole channels of a text, as ours.
        self.dropouts = nn.ModuleList((nn.Dropout1d(rates[0]), nn.Dropout(rates[1])))
        self.head = nn.Linear(self.encoder.width, classes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Scores before the softmax."""
        vectors = self.table(ids)  # (N, T, D)
        x = self.dropouts[0](vectors.transpose(1, 2)).transpose(1, 2)
        logits: Tensor = self.head(self.dropouts[1](self.encoder(x, lengths)))
        return logits


def sizes(model: str, texts: Sequence[str]) -> ModelConfig:
    """The sizes that ours has for these texts."""
    tokens = mean_tokens(texts, "word" if uses_spaces(texts) else "character")
    suits = ARCHITECTURES[model].suits(tokens)
    return replace(Config().model, name=model, **suits)


def build(
    config: ModelConfig, way: Way, rows: int, classes: int, steps: int
) -> tuple[Classifier, list[torch.optim.Optimizer], list[torch.optim.lr_scheduler.LRScheduler]]:
    """A fresh network and what moves it: rates of ours, falling to 0, or Adam as it comes."""
    network = Classifier(config, way, rows, classes)
    if not way.expert:
        return network, [torch.optim.Adam(network.parameters())], []
    dense = [p for name, p in network.named_parameters() if not name.startswith("table")]
    nn.init.normal_(network.table.weight, std=0.1)
    moving: list[torch.optim.Optimizer] = [
        torch.optim.Adam(dense, lr=3e-3, fused=True),
        torch.optim.SparseAdam(network.table.parameters(), lr=6e-3),
    ]

    def falling(step: int) -> float:
        return max(0.0, 1 - step / steps)

    return network, moving, [torch.optim.lr_scheduler.LambdaLR(o, falling) for o in moving]
