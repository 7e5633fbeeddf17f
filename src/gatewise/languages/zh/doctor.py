"""Chinese for what `doctor` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "no label": "无标签",
    "Rows that carry no label: {n}, {share} ({places}).": (
        "没有标签的行：{n} 行，{share}（{places}）。"
    ),
    "They are trained on and measured as rows to which no label applies. If their labels are only "
    "missing, add them or take the rows out.": (
        "训练和评测时，这些行视为不适用任何标签。若只是漏标，请补上标签，或去掉这些行。"
    ),
    "Texts that repeat with other labels: {texts}, in {rows} rows ({places}). For one, {text} is "
    "{labels}.": (
        "重复出现而标签不同的文本：{texts} 个，共 {rows} 行（{places}）。例如 {text} 为 {labels}。"
    ),
    "Give each such text the same labels in all its rows; until then some count as errors, "
    "whatever the answer. --fix keeps them.": (
        "请让每个此类文本在各行中的标签一致；否则无论如何作答，总有几行算错。--fix 会保留它们。"
    ),
    "{path}: the label {label} holds a semicolon, with which labels are joined here; expected "
    "none in this format. Write a .jsonl instead.": (
        "{path}：标签 {label} 含有分号，而此格式以分号连接多个标签；应无分号。请改写为 .jsonl。"
    ),
    "{path}: the labels of a row are joined with semicolons; read it with "
    '--label-separator "{separator}".': (
        '{path}：每行的多个标签以分号连接；读取时请加 --label-separator "{separator}"。'
    ),
}
