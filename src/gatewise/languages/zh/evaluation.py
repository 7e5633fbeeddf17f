"""Chinese for what `evaluation` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
