"""Chinese for what `text` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
