"""Chinese for what `doctor` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
