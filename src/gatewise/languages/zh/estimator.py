"""Chinese for what `estimator` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
