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
    # clean
    "every text is empty": "所有文本都是空的",
    "Name the column of the texts with --text.": "请用 --text 指定文本列。",
    "texts": "文本",
    # labels
    "No labels": "没有标签",
    "One label only, {label}": "只有一个标签 {label}",
    "{n} labels, each in a single row": "有 {n} 个标签，每个只有一行",
    "{came}; training needs two classes and several rows of one.": (
        "{came}；训练需要两个类别，且至少一个类别有多行。"
    ),
    "Add rows of other classes, or name another column with --label.": (
        "请增加其他类别的行，或用 --label 指定另一列。"
    ),
    "{classes} with a single row, too few to be on both sides of a split: {names} ({places}).": (
        "{classes}只有一行，无法同时出现在划分的两侧：{names}（{places}）。"
    ),
    "Add rows, or merge them with other classes.": "请增加行，或与其他类别合并。",
    "{classes} with fewer than {least} rows: {names} ({places}).": (
        "{classes}不足 {least} 行：{names}（{places}）。"
    ),
    "Add rows, or merge them with other classes; their own scores mean little.": (
        "请增加行，或与其他类别合并；这些类别自身的得分意义不大。"
    ),
    "Class {large} has {most} rows, class {small} {least}: {times:.0f} times as many.": (
        "类别 {large} 有 {most} 行，类别 {small} 有 {least} 行：前者是后者的 {times:.0f} 倍。"
    ),
    "Judge by macro F1 and by the scores of each class, not by accuracy; add rows of small "
    "classes.": "请看宏平均 F1 和各类别的得分，不要只看准确率；并为小类别增加行。",
    "Rows sorted by label: the classes begin at {places}.": "行按标签排序：各类别始于{places}。",
    "Shuffle before any cut in file order, which would keep whole classes out of training; "
    "Gatewise shuffles unless --no-shuffle is given.": (
        "按文件顺序切分之前请先打乱，否则某些类别会完全不参与训练；"
        "除非给出 --no-shuffle，Gatewise 会自行打乱。"
    ),
    # texts
    "{texts} with nothing to read ({places}).": "{texts}没有可读的内容（{places}）。",
    "gatewise check FILE --fix OUT writes the file without them. If the text is in another column, "
    "name it with --text.": (
        "gatewise check FILE --fix OUT 可写出去掉这些行的文件。如果文本在另一列，请用 --text 指定。"
    ),
    "{texts} of more than {most} tokens, {share} ({places}); the rest of each is not read.": (
        "{texts}超过 {most} 个词元，{share}（{places}）；超出的部分不会读取。"
    ),
    "Where the end of a text matters, train with a larger --set text.max_length=N.": (
        "如果文本末尾很重要，训练时请用 --set text.max_length=N 调大上限。"
    ),
    "{percent:.1f} % of {all}": "占 {all} 行的 {percent:.1f} %",
    "under 0.1 % of {all}": "不到 {all} 行的 0.1 %",
    # reading
    "{rows} left out ({places}).": "已略去 {rows}（{places}）。",
    "Repair them; without --skip-bad-rows the first one is told with its reason.": (
        "请修复这些行；去掉 --skip-bad-rows 即可看到第一行的原因。"
    ),
    "The bytes are {encoding}, not UTF-8, and are read as such.": (
        "文件编码为 {encoding} 而非 UTF-8，已按此读取。"
    ),
    "Other programs may garble it; gatewise check FILE --fix OUT writes UTF-8.": (
        "其他程序可能显示乱码；gatewise check FILE --fix OUT 会写出 UTF-8。"
    ),
    # repeats
    "{rows} with the text and label of an earlier row, {share} ({places}).": (
        "{rows}的文本和标签与前面的行相同，{share}（{places}）。"
    ),
    "gatewise check FILE --fix OUT writes the file without them. A split by chance would put the "
    "same text on both sides; Gatewise's own does not.": (
        "gatewise check FILE --fix OUT 可写出去掉这些行的文件。"
        "随机划分会使相同的文本出现在两侧；Gatewise 自己的划分不会。"
    ),
    "{label} in {place} and {other} in {there}": "{label}（{place}）和 {other}（{there}）",
    "{texts} with several labels, in {rows} rows ({places}). For one, {text} is {labels}.": (
        "{texts}在不同的行中标签不同，共 {rows} 行（{places}）。例如 {text} 为 {labels}。"
    ),
    "Give each such text one label; until then some of its rows count as errors, whatever the "
    "answer. --fix keeps them.": (
        "请让每条此类文本只有一个标签；否则无论如何作答，总有几行算错。--fix 会保留它们。"
    ),
    "{texts} also in {source}, {share} ({places}).": (
        "{texts}也出现在 {source} 中，{share}（{places}）。"
    ),
    "Take them out of one of the files: a score on texts that were trained on tells memory, not "
    "skill.": "请从其中一个文件中去掉它们：在训练过的文本上得分，反映的是记忆而非能力。",
    "{texts} under another label in {source} ({places}).": (
        "{texts}的标签与 {source} 中的不同（{places}）。"
    ),
    "Give each such text the same label in both files.": "请让每条此类文本在两个文件中标签一致。",
    # write
    "{path}: expected a name that ends in {endings}. Rename the output.": (
        "{path}：文件名应以 {endings} 之一结尾。请改名。"
    ),
    "{path}: row {number} of {all} holds a tab or a line break; expected neither in a .tsv. "
    "Write a .csv or .jsonl instead.": (
        "{path}：{all} 行中的第 {number} 行含有制表符或换行；.tsv 中不应有这些字符。"
        "请改写为 .csv 或 .jsonl。"
    ),
}
