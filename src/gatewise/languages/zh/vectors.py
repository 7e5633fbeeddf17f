"""Chinese for what is said of vectors: `data.vectors`, and what trains with them."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "vectors of words: text of GloVe, word2vec or fastText (.vec), binaries of word2vec or "
    "fastText (.bin), .npz or .npy": (
        "词向量：GloVe、word2vec 或 fastText 的文本（.vec），word2vec 或 fastText 的二进制文件"
        "（.bin），.npz 或 .npy"
    ),
    "Give such a file.": "请提供这样的文件。",
    "the file ends after {rows:,} words": "文件在 {rows:,} 个词之后就结束了",
    "{announced:,}, as its header tells": "{announced:,} 个，如文件开头所示",
    "Fetch the file once more.": "请重新获取该文件。",
    "the vector of {word!r} holds something that is no finite number": (
        "{word!r} 的向量中有并非有限数的内容"
    ),
    "a word and its numbers, blanks between them": "一个词和它的各个数，以空格分隔",
    "Correct or remove that row.": "请更正或删除该行。",
    "there are no vectors in it": "其中没有向量",
    "the row is not a word and its numbers": "该行不是一个词和它的各个数",
    "{count} numbers": "{count} 个数",
    "a word and {width} numbers, as in the other rows": "一个词和 {width} 个数，与其他行相同",
    "no header of two counts": "开头没有两个计数",
    "no blank after a word": "词后没有空格",
    "a fastText model of version {version}": "版本为 {version} 的 fastText 模型",
    "a quantised fastText model (.ftz)": "量化过的 fastText 模型（.ftz）",
    "a fastText model that ends too early": "不完整的 fastText 模型",
    "a broken archive ({reason})": "损坏的压缩包（{reason}）",
    "{count} matrices of numbers in the archive": "压缩包中有 {count} 个数值矩阵",
    "no array of NumPy": "不是 NumPy 数组",
    "an array of shape {shape} and type {kind}": "形状为 {shape}、类型为 {kind} 的数组",
    "{rows:,} rows and {words:,} words": "{rows:,} 行和 {words:,} 个词",
    "a word for each row": "每行对应一个词",
    "Take both from the same place.": "请从同一来源取得两者。",
    "no words for its rows": "没有与各行对应的词",
    "{name} beside it, a word a line": "旁边有 {name}，每行一个词",
    "Write the words there, in the order of the rows.": "请按行的顺序把词写在那里。",
    "{source}: {covered:,} of {words:,} words ({share:.0%} of tokens) have a vector of {width} "
    "values.": (
        "{source}：{words:,} 个词中有 {covered:,} 个（占词元的 {share:.0%}）有 {width} 维的向量。"
    ),
    "{more:,} more of its words are known (model.vector_words).": (
        "另外认识其中的 {more:,} 个词（model.vector_words）。"
    ),
    "Learnt from texts without labels": "从不带标签的文本中学得",
    "--vectors or --unlabelled is given and model.name is linear, which has no use for vectors; "
    "expected auto or a network. Choose one, or leave the option out.": (
        "给出了 --vectors 或 --unlabelled，而 model.name 是 linear，用不上向量；应为 auto "
        "或某个网络。请选择其一，或去掉该选项。"
    ),
    "{file}: none of the {words:,} words of the training texts has a vector in it; expected "
    "vectors of words of the same language, in UTF-8. Give another file.": (
        "{file}：训练文本的 {words:,} 个词在其中都没有向量；应为同一语言的词向量，UTF-8 编码。"
        "请换一个文件。"
    ),
}
