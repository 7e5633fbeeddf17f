"""Every architecture by name. A new one is a file beside this one and a line here."""

from __future__ import annotations

from gatewise.models.architecture import Architecture
from gatewise.models.bilstm import BILSTM
from gatewise.models.textcnn import TEXTCNN

__all__ = ["ARCHITECTURES", "MODELS"]

ARCHITECTURES: dict[str, Architecture] = {
    architecture.name: architecture
    for architecture in (
        BILSTM,
        TEXTCNN,
    )
}

MODELS: tuple[str, ...] = ("linear", *sorted(ARCHITECTURES))
"""Everything that `--model` accepts besides `auto`."""
