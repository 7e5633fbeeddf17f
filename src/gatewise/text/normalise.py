"""One spelling for what readers take as the same: width, compatibility forms, case, white space."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Normaliser"]

# Control and format characters carry no meaning for a reader; zero-width joiners stay, because
# they hold emoji and some Indic and Persian letters together.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Normaliser:
    """Normalise a text; equal settings give equal output on every machine.

    Args:
        compatibility: Apply Unicode NFKC, which also folds full-width letters and digits.
        lowercase: Fold case, so that "The" and "the" are one token.
    """

    compatibility: bool = True
    lowercase: bool = True

    def __call__(self, text: str) -> str:
        """Return `text` normalised, with white space collapsed to single spaces."""
        if self.compatibility:
            text = unicodedata.normalize("NFKC", text)
        if self.lowercase:
            text = text.lower()
        return " ".join(_INVISIBLE.sub("", text).split())
