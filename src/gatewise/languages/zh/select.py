"""Chinese for what `select` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "What suits {optimizer}: {settings}.": "适合 {optimizer} 的设置：{settings}。",
}
