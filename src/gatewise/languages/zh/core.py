"""Chinese for errors, options, models and model folders."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
