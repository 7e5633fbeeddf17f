"""Gatewise's reading of a text once more, in plain Python and NumPy, for its rivals.

It gives the vector of every token: the mean of its own row of the table and the rows of its
pieces. Whatever was met once is remembered with its vector, so that a text costs a few look-ups.

Legend: N texts, T tokens of the longest, D width of a vector.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoded", "Encoder", "batches"]

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")
_MASK = (1 << 64) - 1
_SALT = 2
TOLERANCE = 1e-4
"""Of logits; torch and onnxruntime sum in another order."""

_SPAN = 3
_REMEMBERED = 1 << 18
"""Tokens with their vectors; at 128 values each about 130 MB."""

SETTINGS = {"compatibility": True, "lowercase": True, "simplify": False, "keep": "start"}
"""What is read here; a model with other settings is refused."""


@dataclass(frozen=True)
class Encoded:
    """N texts by the numbers of their tokens in the memory of an encoder."""

    tokens: list[NDArray[np.int64]]
    vectors: NDArray[np.float32]

    def batch(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Vectors (N, T, D), zero after each text's length, and lengths (N,) of some texts."""
        chosen = [self.tokens[row] for row in rows]
        lengths = np.array([len(tokens) for tokens in chosen], np.int64)
        places = np.zeros((len(rows), int(lengths.max())), np.int64)
        for place, tokens in zip(places, chosen, strict=True):
            place[: len(tokens)] = tokens
        return self.vectors[places], lengths


class Encoder:
    """Reads texts as the model in a Gatewise folder does.

    Args:
        folder: Where `ported.py` wrote `reading.json`, `hashes.npy` and `table.npy`.
    """

    def __init__(self, folder: Path) -> None:
        told: dict[str, Any] = json.loads((folder / "reading.json").read_text())
        self._words = told["tokenizer"] == "word"
        self._low, self._high = told["pieces"]
        self._longest: int = told["max_length"]
        self._pattern = re.compile(told["pattern"])
        self._ids = {token: number for number, token in enumerate(told["tokens"], start=2)}
        hashes = np.load(folder / "hashes.npy").tolist()
        self._pieces = {value: number for number, value in enumerate(hashes, 2 + len(self._ids))}
        self._table: NDArray[np.float32] = np.load(folder / "table.npy")
        self._forget()

    def __call__(self, texts: Sequence[str]) -> Encoded:
        """Look every token up."""
        if len(self._known) > _REMEMBERED:
            self._forget()
        tokens = [self._numbers(self._units(text)) for text in texts]
        return Encoded(tokens, self._vectors)

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        # Number 0 is padding.
        self._vectors = np.zeros((1024, self._table.shape[1]), np.float32)

    def _units(self, text: str) -> list[str]:
        text = unicodedata.normalize("NFKC", text).lower()
        text = " ".join(_INVISIBLE.sub("", text).split())
        if self._words:
            return self._pattern.findall(text.replace("’", "'"))[: self._longest]
        characters = self._pattern.findall(text)
        units = ["".join(characters[i : i + _SPAN]) for i in range(len(characters))]
        return units[: self._longest]

    def _numbers(self, units: list[str]) -> NDArray[np.int64]:
        known = self._known
        numbers = [known.get(unit) or self._meet(unit) for unit in units or [""]]
        return np.array(numbers, np.int64)

    def _meet(self, unit: str) -> int:
        """Remember a token with the mean of its rows."""
        number = self._known[unit] = len(self._known) + 1
        if number == len(self._vectors):
            # A view of the old memory may be in use, so it grows by a copy.
            self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        own = self._ids.get(unit if self._words else next(iter(self._pattern.findall(unit)), ""))
        rows = [row for row in (own, *map(self._pieces.get, self._hashes(unit))) if row is not None]
        self._vectors[number] = self._table[rows or [1]].mean(axis=0)
        return number

    def _hashes(self, unit: str) -> list[int]:
        """Of every piece of the unit."""
        framed = f" {unit} " if self._words and unit else unit
        starts = range(len(framed)) if self._words else range(min(1, len(framed)))
        found = []
        for start in starts:
            value = _SALT
            for n, character in enumerate(framed[start : start + self._high], start=1):
                value = _mix((value * 0x9E3779B97F4A7C15 + ord(character)) & _MASK)
                if n >= self._low:
                    found.append(value)
        return found


def _mix(x: int) -> int:
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def batches(encoded: Encoded, size: int) -> list[NDArray[np.int64]]:
    """Row numbers of batches of like length."""
    order = np.argsort([len(tokens) for tokens in encoded.tokens], kind="stable")
    return [order[i : i + size] for i in range(0, len(order), size)]
