"""Chinese for what `report` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # words: verdicts and remarks
    "linear baseline": "线性基线",
    "{name} baseline": "{name} 基线",
    "the {name}": "{name}",
    "There is no baseline beside it: the model is the linear one, or it was left out.": (
        "没有可对比的基线：该模型本身就是线性模型，或基线已被略去。"
    ),
    "The model is better than {than}: {told}.": "该模型优于{than}：{told}。",
    "The model is worse than {than}: {told}.": "该模型不及{than}：{told}。",
    "The model is not distinguishable from {than}: {told}.": (
        "该模型与{than}没有可辨别的差异：{told}。"
    ),
    "{value} points of {measure} (95 % interval {low} to {high}, {chance}, paired on the same "
    "{rows})": (
        "{measure}相差 {value} 个百分点（95 % 置信区间 {low} 至 {high}，{chance}，"
        "在相同的 {rows}上成对比较）"
    ),
    "accuracy": "准确率",
    "micro-F1": "微平均 F1 ",
    "{count} row": "{count} 行",
    "{count} rows": "{count} 行",
    "Rows with a label that the model never saw in training: {count}. Such a label counts "
    "as missed whatever the answer.": (
        "含有训练中从未出现的标签的行：{count}。无论模型如何回答，这样的标签都计为漏标。"
    ),
    "Rows that carry no label: {count}.": "没有任何标签的行：{count}。",
    # terminal
    "micro F1": "微平均 F1",
    "all labels right": "标签全对",
    "label (in %)": "标签（%）",
    "Labels not shown: {count}, each with an F1 of {least} or better; --json tells all.": (
        "未列出的标签：{count} 个，F1 均不低于 {least}；用 --json 可查看全部。"
    ),
    "ROC AUC": "ROC AUC",
    "PR AUC": "PR AUC",
    # page: scores
    "95 % interval {limits}": "95 % 置信区间 {limits}",
    "{hits} of {count} labels found": "{count} 个标签中找到 {hits} 个",
    "micro F1 on the same rows": "相同行上的微平均 F1",
    "Mean precision on the way down to each row of “{label}”; by chance, its share of the rows.": (
        "依概率从高到低，数到每个“{label}”行时的平均精确率；随机猜测时等于该类别所占的比例。"
    ),
    "Micro F1": "微平均 F1",
    "All labels of all rows together: harmonic mean of the next two.": (
        "所有行的所有标签合在一起：下面两项的调和平均。"
    ),
    "Micro precision": "微平均精确率",
    "Share of right ones among the labels given.": "给出的标签中正确的比例。",
    "Micro recall": "微平均召回率",
    "Share of found ones among the labels that the rows carry.": "各行应有的标签中被找到的比例。",
    "Macro F1": "宏平均 F1",
    "Mean F1 of the labels, each counted alike.": "各标签 F1 的平均值，每个标签权重相同。",
    "Macro precision": "宏平均精确率",
    "Mean precision of the labels.": "各标签精确率的平均值。",
    "Macro recall": "宏平均召回率",
    "Mean recall of the labels.": "各标签召回率的平均值。",
    "Weighted F1": "加权 F1",
    "Mean F1 of the labels, weighted by their rows.": "各标签 F1 按行数加权的平均值。",
    "All labels right": "标签全对",
    "Share of rows that got their labels and no others (subset accuracy).": (
        "所得标签与应有标签完全一致的行的比例（子集准确率）。"
    ),
    "Hamming loss": "汉明损失",
    "Share of wrong decisions, one a row and label.": "错误判定的比例，每行每个标签一次判定。",
    "Log loss": "对数损失",
    "Mean over all decisions; 0 is perfect, confident errors cost the most.": (
        "所有判定的平均值；0 为完美，越自信的错误代价越大。"
    ),
    "Brier score": "Brier 分数",
    "Mean over all decisions; 0 is perfect, squared error of the probabilities.": (
        "所有判定的平均值；0 为完美，即概率的平方误差。"
    ),
    "Calibration error": "校准误差",
    "Mean distance between a label's probability and how often it applies.": (
        "标签的概率与其实际出现频率之间的平均差距。"
    ),
    # page: labels and decisions
    "Labels": "标签",
    "Label": "标签",
    "Scores of each label with 95 % intervals, the weakest F1 first": (
        "各标签的得分与 95 % 置信区间，F1 最低的在前"
    ),
    "Decisions": "判定",
    "Given rightly": "正确给出",
    "Missed": "漏标",
    "Given wrongly": "错误给出",
    "Left out rightly": "正确不给",
    "Decisions on each label, the most errors first": "各标签的判定，错误最多的在前",
    "A row may carry several labels, so each label is decided by itself: {wrong} of {all} "
    "decisions were wrong.": (
        "一行可以有多个标签，因此每个标签单独判定：{all} 次判定中有 {wrong} 次错误。"
    ),
    "True labels": "真实标签",
    "Given labels": "给出的标签",
    "Surest wrong": "最自信的错误",
    "Text": "文本",
    "none": "无",
    # page: probabilities and counts
    "Reliability": "可靠性",
    "Each point holds decisions of similar probability, one a row and label; calibration error "
    "{error}. Points below the line: labels are given too high a probability; above: too low.": (
        "每个点包含概率相近的判定，每行每个标签一次；校准误差 {error}。"
        "点在线下：标签的概率偏高；在线上：偏低。"
    ),
    "Decisions from the least to the most probable": "按概率从低到高的判定",
    "Probability": "概率",
    "Applies": "实际出现",
    "95 % interval": "95 % 置信区间",
    "probability of the label": "标签的概率",
    "rows that carry it": "实际带有该标签的比例",
    "Rows without a label": "没有标签的行",
    # examination
    "kind": "类型",
    "multi-class: one label a row": "多类别：每行一个标签",
    "multi-label: {mean} labels a row on average, at most {max}; none in {none} rows": (
        "多标签：每行平均 {mean} 个标签，最多 {max} 个；{none} 行没有标签"
    ),
}
