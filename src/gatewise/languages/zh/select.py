"""Chinese for what `select` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
