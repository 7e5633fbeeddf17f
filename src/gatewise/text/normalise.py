"""One spelling for what readers take as the same: width, compatibility forms, case, white space."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gatewise.config import TextConfig
from gatewise.kernels import native
from gatewise.text.simplify import simplifier
from gatewise.text.social import Rule, rules

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
        simplify: Write traditional Chinese characters as simplified ones.
        rules: What is done to addresses, names, hashtags and repeated letters.

    Raises:
        MissingExtraError: `simplify` is wanted and OpenCC is not installed.
    """

    compatibility: bool = True
    lowercase: bool = True
    simplify: bool = False
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        if self.simplify:
            simplifier()  # refused now rather than at the first text

    @classmethod
    def of(cls, config: TextConfig) -> Normaliser:
        """What the settings ask for."""
        return cls(config.compatibility, config.lowercase, config.simplify, rules(config))

    def __call__(self, text: str) -> str:
        """Return `text` normalised, with white space collapsed to single spaces."""
        if native is not None and self.compatibility and not (self.simplify or self.rules):
            plain: str | None = native.normalise(text, self.lowercase)
            if plain is not None:
                return plain
        if self.compatibility:
            text = unicodedata.normalize("NFKC", text)
        if self.simplify or self.rules:
            text = self._rewrite(_INVISIBLE.sub("", text))
        if self.lowercase:
            text = text.lower()
        return " ".join(_INVISIBLE.sub("", text).split())

    def _rewrite(self, text: str) -> str:
        """What must see whole words: after widths are one, before case is gone."""
        for rule in self.rules:
            text = rule(text)
        return simplifier()(text) if self.simplify else text
