"""Chinese for what `data` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # split
    "{count} folds; expected from 2 to {different}, the number of different texts. Correct the "
    "number of folds.": "折数为 {count}；应在 2 到 {different}（不同文本的个数）之间。请改正折数。",
    # classes
    "not one of {rows} rows carries a label": "{rows} 行中没有一行带标签",
    "the only label of {rows} rows is {label}": "{rows} 行中只有一个标签 {label}",
}
