"""Chinese for what `doctor` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "no label": "无标签",
    "{path}: the label {label} holds a semicolon, with which labels are joined here; expected "
    "none in this format. Write a .jsonl instead.": (
        "{path}：标签 {label} 含有分号，而此格式以分号连接多个标签；应无分号。请改写为 .jsonl。"
    ),
    "{path}: the labels of a row are joined with semicolons; read it with "
    '--label-separator "{separator}".': (
        '{path}：每行的多个标签以分号连接；读取时请加 --label-separator "{separator}"。'
    ),
}
