"""Chinese for what `select` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "The native kernels are not there, so training goes by torch alone, more slowly.": (
        "没有本地内核，训练只用 torch，速度较慢。"
    ),
    "On {rows:,} held-out rows: {scores}. Chosen: {best}.": (
        "在 {rows:,} 行留出数据上：{scores}。选用：{best}。"
    ),
    "What each counts: {shares}.": "各部分所占份额：{shares}。",
    "Weights stay in fp32: there are no held-out rows to measure int8 on.": (
        "权重保持 fp32：没有留出的行可以用来衡量 int8。"
    ),
    "Weights in int8: {small:,.1f} MB instead of {large:,.1f} MB, {after:.1%} instead of "
    "{before:.1%} right of {rows:,} held-out rows.": (
        "权重用 int8：{small:,.1f} MB，而非 {large:,.1f} MB；在 {rows:,} 行留出数据上答对 "
        "{after:.1%}，而非 {before:.1%}。"
    ),
    "More than {loss:.1%} would be lost, so they stay in fp32.": (
        "损失将超过 {loss:.1%}，因此权重保持 fp32。"
    ),
    "Tokens are words and their pieces, since the script separates words by spaces.": (
        "以单词及其片段为词元，因为这种文字用空格分隔单词。"
    ),
    "Tokens are characters, since the script does not separate words by spaces.": (
        "以单字为词元，因为这种文字不用空格分隔词语。"
    ),
    "Decided from the data: {settings}.": "根据数据确定：{settings}。",
    "{long:,} of {texts:,} training texts are longer than {most} tokens; {share:.1%} of all "
    "tokens are cut off (text.max_length, text.keep).": (
        "{texts:,} 条训练文本中有 {long:,} 条超过 {most} 个词元；全部词元的 {share:.1%} "
        "被截去（text.max_length、text.keep）。"
    ),
    "The training part holds the label {label!r} only; expected at least two classes. Give more "
    "rows, or leave out --no-shuffle if the file is sorted.": (
        "训练部分只有标签 {label!r}；至少应有两个类别。请提供更多行；"
        "如果文件按标签排序，请去掉 --no-shuffle。"
    ),
    "These rows carry several labels each, but the model gives one label a text; expected rows "
    "with one label. Choose a column with one, or train a model on rows with several.": (
        "这些行各有多个标签，而模型对每条文本只给一个标签；应为每行一个标签。"
        "请选择只有一个标签的列，或用多标签的行训练模型。"
    ),
    "--precision is given, but rows carry several labels each; expected rows with one label, "
    "whose answer can be withheld. Leave it out: each label has a threshold.": (
        "给出了 --precision，但每行有多个标签；应为每行一个标签，这样才能拒绝回答。"
        "请去掉该选项：每个标签各有阈值。"
    ),
    "Part {number} of {count}: {right:.1%} of {rows} rows right.": (
        "第 {number} 份（共 {count} 份）：{rows} 行中答对 {right:.1%}。"
    ),
    "{name}: {score} over {seeds} seeds from {low:.1%} to {high:.1%}, mean {mean:.1%}.": (
        "{name}：{seeds} 个随机种子的 {score} 从 {low:.1%} 到 {high:.1%}，平均 {mean:.1%}。"
    ),
    "What suits {optimizer}: {settings}.": "适合 {optimizer} 的设置：{settings}。",
    "{option} is {value!r}; expected one of: {models}; or several of them, as linear+textcnn. "
    "Choose one.": (
        "{option} 为 {value!r}；应为下列之一：{models}；或其中几个，如 linear+textcnn。请选择其一。"
    ),
    "The time budget of {seconds:g} seconds was spent before there was anything to keep. Give "
    "more time, or train a smaller model, as with --model linear.": (
        "{seconds:g} 秒的时间预算已用完，还没有可保留的模型。请给更多时间，"
        "或训练较小的模型，如 --model linear。"
    ),
    "{model}, part {number} of {parts}": "{model}，第 {number} 份，共 {parts} 份",
    "linear model": "线性模型",
    "linear model on all rows": "用全部数据训练线性模型",
    "Of the {rows} validation rows {select} choose and {calibrate} calibrate and measure.": (
        "{rows} 行验证数据中，{select} 行用于选择模型，{calibrate} 行用于校准和评测。"
    ),
    "{repeated} of {rows} validation texts also stand in the training rows.": (
        "{rows} 条验证文本中，有 {repeated} 条也出现在训练数据中。"
    ),
    "{repeated} of {rows} test texts also stand in the training rows.": (
        "{rows} 条测试文本中，有 {repeated} 条也出现在训练数据中。"
    ),
    "Stopped before {name} was fitted; it is left out.": (
        "{name} 尚未训练完就已中止；不再考虑该模型。"
    ),
    "No threshold can be shown to hold a precision of {precision:g} with {rows} rows; nothing is "
    "rejected. Give more validation rows.": (
        "仅凭 {rows} 行，无法证实任何阈值能保证 {precision:g} 的精确率；"
        "因此不拒绝任何回答。请提供更多验证数据。"
    ),
    "Answers below a probability of {threshold:.3f} are rejected; the others, {coverage:.0%} of "
    "the rows, are right in {precision:.0%} or more of cases.": (
        "概率低于 {threshold:.3f} 的回答被拒绝；其余回答占全部行的 {coverage:.0%}，"
        "其中不少于 {precision:.0%} 是正确的。"
    ),
    "The training on all rows was stopped; the model learnt from the training part.": (
        "用全部数据的训练已中止；模型只学习了训练部分。"
    ),
    # search
    "A search over settings": "搜索设置",
    "No rows can be held out to compare settings on; expected more rows. Give more, or a --valid "
    "file.": "没有行可以留出来比较设置；应有更多行。请提供更多行，或用 --valid 给出文件。",
    "Every setting that is worth searching is set; expected one that is open. Leave some out, or "
    "run: gatewise train": (
        "值得搜索的设置都已指定；至少应留一项待定。请去掉几项，或运行：gatewise train"
    ),
    "search": "搜索",
    "Going on after {done} of {trials} trials.": "从已完成的 {done} 次试验继续（共 {trials} 次）。",
    "The search was stopped after {done} of {trials} trials; training with the best settings so "
    "far.": "搜索在完成 {done} 次试验后中止（共 {trials} 次）；用目前最好的设置训练。",
    "Trial {number} of {trials}, {model}: ended early, others were better by then.": (
        "第 {number} 次试验（共 {trials} 次），{model}：提前结束，其他试验在同一阶段更好。"
    ),
    "Trial {number} of {trials}, {model}: loss {loss:.4f}, score {score:.1%}; its best so far is "
    "{best:.4f}.": (
        "第 {number} 次试验（共 {trials} 次），{model}：损失 {loss:.4f}，得分 {score:.1%}；"
        "该模型目前最低为 {best:.4f}。"
    ),
    "{path}: the trials cannot be read or written ({reason}). Free space or change the rights; "
    "where the file is damaged, start afresh with --overwrite.": (
        "{path}：无法读写试验记录（{reason}）。请腾出空间或更改权限；"
        "如果文件已损坏，请用 --overwrite 重新开始。"
    ),
    "{folder}: the search there was started with something else for {what}; its trials cannot be "
    "compared with new ones. Give what it was started with, or start afresh with --overwrite.": (
        "{folder}：其中的搜索开始时，下列各项与现在不同：{what}；其试验不能与新的试验比较。"
        "请给出与开始时相同的内容，或用 --overwrite 重新开始。"
    ),
    "the rows": "数据行",
    "the version of this program": "本程序的版本",
    "which options are set": "指定了哪些选项",
}
