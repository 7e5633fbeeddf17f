"""An LSTM read at the last padded step, at the true last step, and over every step.

A text is 3 to 40 words, one of which tells its topic. `last_step.py TRAIN TEST` takes two files of
`label<TAB>text` lines instead. Legend: N texts, T words of the longest, H hidden units.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

TOPICS = ["goal match team coach", "stock bank price loan", "rain wind sun cloud", "song drum horn"]
RUNS = [("last padded step", 4), ("last padded step", 20), ("true last step", 4), ("every step", 4)]


def generate(count: int, rng: np.random.Generator) -> list[list[str]]:
    """Pairs of label and text; short texts are as frequent as long ones."""
    rows = []
    for number in range(count):
        words = [f"w{n}" for n in rng.integers(100, size=int(np.exp(rng.uniform(1.1, 3.7))))]
        words[rng.integers(len(words))] = str(rng.choice(TOPICS[number % 4].split()))
        rows.append([str(number % 4), " ".join(words)])
    return rows


class Reader(nn.Module):
    """Embedding, LSTM, one vector a text, linear head; 0 is the number of padding."""

    def __init__(self, words: int, labels: int, read: str) -> None:
        super().__init__()
        self.table = nn.Embedding(words, 32, padding_idx=0)
        self.lstm = nn.LSTM(32, 32, batch_first=True)
        self.head, self.read = nn.Linear(32, labels), read

    def forward(self, texts: list[Tensor]) -> Tensor:
        """Scores of every label."""
        lengths = torch.tensor([len(text) for text in texts])  # (N,)
        padded = nn.utils.rnn.pad_sequence(texts, batch_first=True)  # (N, T)
        states: Tensor = self.lstm(self.table(padded))[0]  # (N, T, H)
        if self.read == "last padded step":
            vectors = states[:, -1]
        elif self.read == "true last step":
            vectors = states[torch.arange(len(texts)), lengths - 1]
        else:
            padding = torch.arange(padded.shape[1]) >= lengths[:, None]  # (N, T)
            vectors = states.masked_fill(padding[:, :, None], -torch.inf).amax(dim=1)
        return self.head(vectors)  # type: ignore[no-any-return]


def fit(model: Reader, texts: list[Tensor], targets: Tensor, epochs: int) -> None:
    """Train with Adam in batches of 32."""
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(epochs):
        order = torch.randperm(len(texts))
        for start in range(0, len(texts), 32):
            rows = order[start : start + 32]
            optimiser.zero_grad()
            scores = model([texts[row] for row in rows])
            loss = nn.functional.cross_entropy(scores, targets[rows])
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()


@torch.no_grad()
def answers(model: Reader, texts: list[Tensor], size: int) -> Tensor:
    """The best label of each text, read in batches of `size`."""
    batches = [texts[start : start + size] for start in range(0, len(texts), size)]
    return torch.cat([model(batch).argmax(dim=1) for batch in batches])


def main() -> None:
    """Train each way of reading, and let it answer in batches and text by text."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    parts = [generate(2000, rng), generate(1000, rng)]
    if len(sys.argv) == 3:
        files = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
        parts = [[line.split("\t", 1) for line in file.splitlines()] for file in files]
    words = {"": 0}
    for _, text in parts[0]:
        for word in text.split():
            words.setdefault(word, len(words))
    labels = sorted({label for label, _ in parts[0]})
    train, test = (
        [torch.tensor([words.get(word, 0) for word in text.split()]) for _, text in part]
        for part in parts
    )
    targets, truth = (torch.tensor([labels.index(label) for label, _ in part]) for part in parts)
    print("read              epochs  right in batches  right one by one  same answer")
    for read, epochs in RUNS:
        torch.manual_seed(0)
        model = Reader(len(words), len(labels), read)
        fit(model, train, targets, epochs)
        together, alone = answers(model, test, 32), answers(model, test, 1)
        right, right_alone, same = (
            float((first == second).float().mean())
            for first, second in ((together, truth), (alone, truth), (together, alone))
        )
        print(f"{read:<17} {epochs:>6} {right:>17.0%} {right_alone:>17.0%} {same:>12.0%}")


if __name__ == "__main__":
    main()
