"""Chinese for what `report` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # examination
    "kind": "类型",
    "multi-class: one label a row": "多类别：每行一个标签",
    "multi-label: {mean} labels a row on average, at most {max}; none in {none} rows": (
        "多标签：每行平均 {mean} 个标签，最多 {max} 个；{none} 行没有标签"
    ),
}
