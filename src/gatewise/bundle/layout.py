"""The names in a model folder and the version of its form."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FORMAT", "LAYOUT", "Layout"]

FORMAT = 2
"""Raised when an older program could not read a new folder rightly."""


@dataclass(frozen=True)
class Layout:
    """File names. `manifest` vouches for all others by size and SHA-256."""

    manifest: str = "manifest.json"
    weights: str = "weights.safetensors"
    vocabulary: str = "vocabulary.json"
    words: str = "words.json"
    tokenizer: str = "tokenizer.json"
    baseline: str = "baseline.safetensors"
    card: str = "README.md"
    history: str = "history.jsonl"


LAYOUT = Layout()
