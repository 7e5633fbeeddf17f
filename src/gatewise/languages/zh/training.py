"""Chinese for what `training` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
