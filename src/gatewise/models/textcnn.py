"""TextCNN: filters of several widths, the strongest response of each over the text.

Kim, "Convolutional Neural Networks for Sentence Classification", 2014.
"""

from __future__ import annotations

from gatewise.models.architecture import Architecture
from gatewise.models.convolving import convolved_width, convolving, strongest, suited

__all__ = ["TEXTCNN"]

TEXTCNN = Architecture(
    name="textcnn",
    summary="convolutions of several widths, max over time (Kim 2014)",
    parameters=lambda config: convolving(config.embedding, config),
    width=convolved_width,
    encode=strongest,
    suits=lambda tokens: {**suited(tokens), "embedding_dropout": 0.2},
)
