"""Chinese for what `text` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "{file}: {count} words, kept in the model.": "{file}：{count} 个词，已随模型保存。",
    "text.{key} is set and text.tokenizer is {tokenizer}; expected a tokenizer "
    "that has a use for it: {tokenizers}. Set that, or leave the file out.": (
        "设置了 text.{key}，而 text.tokenizer 是 {tokenizer}；应为能用上它的切分方式："
        "{tokenizers}。请改用其一，或去掉该文件。"
    ),
    "{file}: no word; expected one a line. Fill it, or leave it out.": (
        "{file}：没有词；应每行一个词。请填写该文件，或去掉它。"
    ),
    "{file}: cannot be read ({reason}); expected a file of words. Check the path.": (
        "{file}：无法读取（{reason}）；应为词表文件。请检查路径。"
    ),
    "{file}: not text in UTF-8 or GB18030; expected a word a line. Convert it.": (
        "{file}：不是 UTF-8 或 GB18030 文本；应每行一个词。请转换编码。"
    ),
}
