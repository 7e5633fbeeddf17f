"""Chinese for what `data` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
