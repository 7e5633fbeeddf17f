"""Chinese for what `cli` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "--precision is given, but {model} gives several labels a text; expected a model of one "
    "label, whose answer can be withheld. Leave it out.": (
        "给出了 --precision，但 {model} 对每条文本可给出多个标签；应为只给一个标签的模型，"
        "这样才能拒绝回答。请去掉该选项。"
    ),
}
