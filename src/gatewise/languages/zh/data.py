"""Chinese for what `data` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # classes
    "not one of {rows} rows carries a label": "{rows} 行中没有一行带标签",
    "the only label of {rows} rows is {label}": "{rows} 行中只有一个标签 {label}",
}
