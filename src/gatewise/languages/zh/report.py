"""Chinese for what `report` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
