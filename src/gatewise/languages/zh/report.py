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
    "rows": "行数",
    "{rows}, {encoding}": "{rows}，{encoding}",
    "columns": "列",
    "text {columns}; label {label}": "文本 {columns}；标签 {label}",
    "classes": "类别",
    "{count}: {classes}": "{count} 个：{classes}",
    "characters": "字符数",
    "{min} to {max} a text; median {median}, 95 % up to {p95}": (
        "每条文本 {min} 至 {max} 个；中位数 {median}，95 % 的文本不超过 {p95}"
    ),
    "note": "说明",
    "{source}: {message}": "{source}：{message}",
    "error": "错误",
    "warning": "警告",
    "info": "提示",
    "Found: {counts}.": "发现：{counts}。",
    # words
    " ": "",
    "{low:.1f} to {high:.1f} %": "{low:.1f} 至 {high:.1f} %",
    "{n} text is": "{n} 条文本",
    "{n} row has": "{n} 行",
    "{n} more class": "另有 {n} 个类别",
    "{n} epoch": "{n} 轮",
    "{texts} empty.": "{texts}为空。",
    "{texts} longer than the model reads; the rest was cut.": (
        "{texts}超出模型读取的长度；多余的部分已截去。"
    ),
    "{rows} a label that the model never saw in training: an error whatever the answer.": (
        "{rows}的标签在训练中从未出现：无论如何回答都算错。"
    ),
    "Answers of a probability of {threshold:.3f} or more, {coverage} of the rows, are right in "
    "{precision} (95 % interval {limits}); the others are rejected.": (
        "概率不低于 {threshold:.3f} 的回答占全部行的 {coverage}，其中 {precision} 正确"
        "（95 % 置信区间 {limits}）；其余回答被拒绝。"
    ),
    # terminal: one label a row
    "value": "数值",
    "macro F1": "宏平均 F1",
    "class (in %)": "类别（%）",
    "precision": "精确率",
    "recall": "召回率",
    "{more} with an F1 of {least} or better; --json tells all.": (
        "{more}，F1 均不低于 {least}；用 --json 可查看全部。"
    ),
    # page: frame
    "To the content": "跳到正文",
    "Sections": "章节",
    "The plots need JavaScript. Their numbers stand in the tables below them.": (
        "图表需要 JavaScript；其数值列在图表下方的表格中。"
    ),
    "Intervals are at 95 %. Made by Gatewise {version}; this page loads nothing from anywhere.": (
        "置信区间的置信水平为 95 %。由 Gatewise {version} 生成；本网页不从任何地方加载内容。"
    ),
    "The numbers": "数值",
    # page: scores of one label a row
    "Result": "结果",
    "What was run": "运行情况",
    "Scores": "得分",
    "Scores on the same rows": "在相同行上的得分",
    "Score": "指标",
    "Value": "数值",
    "0 to 100 %": "0 至 100 %",
    "Baseline": "基线",
    "What it says": "含义",
    "Class": "类别",
    "Rows": "行数",
    "Precision": "精确率",
    "Recall": "召回率",
    "F1, 0 to 100 %": "F1，0 至 100 %",
    "Scores of each class with 95 % intervals, the weakest F1 first": (
        "各类别的得分与 95 % 置信区间，F1 最低的在前"
    ),
    "{hits:,} of {rows:,} rows right": "{rows:,} 行中答对 {hits:,} 行",
    "accuracy on the same rows": "相同行上的准确率",
    "Accuracy": "准确率",
    "Share of rows with the right answer.": "回答正确的行所占的比例。",
    "Mean F1 of the classes, each counted alike.": "各类别 F1 的平均值，每个类别权重相同。",
    "Mean over the classes: how often the answer is right.": (
        "各类别的平均值：答为该类别时，有多少是对的。"
    ),
    "Mean over the classes: how many of the rows are found.": (
        "各类别的平均值：该类别的行有多少被找到。"
    ),
    "With one label a row, the same as accuracy.": "每行一个标签时，与准确率相同。",
    "Mean F1 of the classes, weighted by their rows.": "各类别 F1 按行数加权的平均值。",
    "0 is perfect; confident errors cost the most.": "0 为完美；越自信的错误代价越大。",
    "0 is perfect; squared error of the probabilities.": "0 为完美；即概率的平方误差。",
    "Mean distance between probability and accuracy; 0 is perfect.": (
        "概率与准确率之间的平均差距；0 为完美。"
    ),
    "Chance that a row of “{second}” is ranked above one of “{first}”.": (
        "“{second}”的行排在“{first}”的行之前的概率。"
    ),
    "Neither among the rows nor among the answers: {labels}.": (
        "数据和回答中都没有出现的类别：{labels}。"
    ),
    "The weakest {shown} of {all:,} classes; --json tells all.": (
        "{all:,} 个类别中得分最低的 {shown} 个；用 --json 可查看全部。"
    ),
    "(never seen in training)": "（训练中从未出现）",
    # page: confusions and mistakes
    "Confusions": "混淆",
    "Confusion matrix": "混淆矩阵",
    "A row is a true class, a column the answer; the diagonal holds the right ones.": (
        "每行是一个真实类别，每列是一种回答；对角线上是答对的。"
    ),
    "{wrong:,} of {all:,} rows were taken for another class.": (
        "{all:,} 行中有 {wrong:,} 行被当成了其他类别。"
    ),
    "Shown are the {shown} of {all:,} classes that most errors touch; {inside:,} of the errors lie "
    "between them.": (
        "图中是 {all:,} 个类别中错误最多的 {shown} 个；有 {inside:,} 个错误发生在它们之间。"
    ),
    "Empty cells are 0.": "空格为 0。",
    "Rows of each true class (down) by answer (across)": "各真实类别（行）得到各种回答（列）的行数",
    "True class": "真实类别",
    "Taken for": "被当成",
    "Of the true class": "占真实类别的比例",
    "Most confused pairs": "最易混淆的类别",
    "No class was taken for another.": "没有类别被当成其他类别。",
    "true class": "真实类别",
    "answer": "回答",
    "share of the true class": "占真实类别的比例",
    "true class: {true}<br>answer: {answer}<br>rows: {count:,} ({share} of the true class)": (
        "真实类别：{true}<br>回答：{answer}<br>行数：{count:,}（占真实类别的 {share}）"
    ),
    "Most confident mistakes": "最自信的错误",
    "Every row was answered right.": "每一行都答对了。",
    "{wrong:,} answers were wrong; no text was kept to show.": (
        "有 {wrong:,} 个回答是错的；没有保留可供查看的文本。"
    ),
    "{shown:,} of {wrong:,} wrong answers, the surest first. Look here for wrong labels and for "
    "what the model cannot know. Texts of your data stand here: mind who gets this page.": (
        "{wrong:,} 个错误回答中的 {shown:,} 个，最自信的在前。"
        "从中可发现标错的标签，以及模型无从得知的内容。"
        "这里含有数据中的文本：请留意谁会看到本网页。"
    ),
    "Wrong answers, the surest first": "错误的回答，最自信的在前",
    "Row": "行号",
    "Answer": "回答",
    "(empty)": "（空）",
    # page: probabilities of one label a row
    "Probabilities": "概率",
    "The model gave its answers {said} on average, and {right} were right; calibration error "
    "{error}. Points below the line: it was too sure of itself; above: not sure enough.": (
        "模型给自己的回答的概率平均为 {said}，实际答对 {right}；校准误差 {error}。"
        "点在线下：过于自信；在线上：自信不足。"
    ),
    "Rows from the least to the most sure": "按自信程度从低到高的行",
    "Right": "正确",
    "probability the model gave its answer": "模型给自己的回答的概率",
    "answers that were right": "答对的比例",
    "measured, with 95 % interval": "实测值与 95 % 置信区间",
    "ideal: right as often as it says": "理想情况：概率与实际相符",
    "said {said}, right {right} of {rows}": "概率 {said}，实际 {right}，共 {rows}",
    "Risk and coverage": "风险与覆盖率",
    "What a threshold on the probability brings": "设置概率阈值的效果",
    "Rows answered": "回答的行",
    "Wrong among them": "其中答错",
    "Least probability": "最低概率",
    "With every row answered, {wrong} of the answers are wrong.": (
        "每一行都回答时，{wrong} 的回答是错的。"
    ),
    "With only the surest {share} answered, {wrong} are.": (
        "只回答最有把握的 {share} 时，错误占 {wrong}。"
    ),
    "The stored threshold, {threshold}, answers none of these rows.": (
        "按保存的阈值 {threshold}，这些行都不回答。"
    ),
    "The stored threshold, {threshold}, answers {coverage} of the rows; {precision} of these "
    "answers are right (95 % interval {limits}).": (
        "按保存的阈值 {threshold}，回答 {coverage} 的行；其中 {precision} 正确"
        "（95 % 置信区间 {limits}）。"
    ),
    "errors": "错误",
    "stored threshold": "保存的阈值",
    "rows answered, the surest first": "回答的行所占的比例，最有把握的在前",
    "wrong among them": "其中答错的比例",
    "{share} answered, {wrong} of them wrong": "回答 {share}，其中答错 {wrong}",
    "least probability answered {least}": "所回答的最低概率为 {least}",
    "threshold {threshold}: {share} answered, {wrong} of them wrong": (
        "阈值 {threshold}：回答 {share}，其中答错 {wrong}"
    ),
    # page: models tried
    "Models tried": "试过的模型",
    "Models compared": "模型比较",
    "Share of the answer": "在答案中的份额",
    "left out": "未采用",
    "Held-out rows chose between these models and what each counts, so their scores here are a "
    "little too good; the scores of this page are from other rows.": (
        "这些模型的取舍和各自的份额由留出的行决定，因此这里的得分略偏高；本页的评测得分来自其他行。"
    ),
    # page: training
    "Each epoch": "各轮训练",
    "Epoch": "轮次",
    "Train loss": "训练损失",
    "Select loss": "选择损失",
    "Select accuracy": "选择准确率",
    "Learning rate": "学习率",
    "Loss and accuracy by epoch": "各轮的损失与准确率",
    "{epochs}.": "共训练 {epochs}。",
    "Loss on the selection rows was lowest in epoch {epoch:g} ({value:.4g}).": (
        "选择集上的损失在第 {epoch:g} 轮最低（{value:.4g}）。"
    ),
    "Accuracy on the selection rows was highest in epoch {epoch:g} ({value:.4g}).": (
        "选择集上的准确率在第 {epoch:g} 轮最高（{value:.4g}）。"
    ),
    "loss, training rows": "训练集损失",
    "loss, selection rows": "选择集损失",
    "accuracy, selection rows": "选择集准确率",
    "epoch": "轮次",
    "loss": "损失",
    # page: notes and counts
    "Notes and counts": "说明与计数",
    "Counts": "计数",
    "Rows measured": "评测的行",
    "Empty texts": "空文本",
    "Texts cut at the length the model reads": "按模型读取长度截断的文本",
    "Rows whose label the model never saw": "标签在训练中从未出现的行",
    "Nothing out of the ordinary.": "没有异常情况。",
    # search over settings
    "Search, on the held-out rows that choose; defaults → best:": (
        "搜索（在用于选择的留出行上；默认值 → 最好）："
    ),
    "trials": "试验",
    "ended early": "提前结束",
    "score": "得分",
    "Setting of {model}": "{model} 的设置",
    "default": "默认值",
    "best": "最好",
    "how much it mattered": "影响大小",
    "Best trials": "最好的试验",
    "number": "序号",
    "trial": "试验",
    "The best of many trials looks better on the {rows:,} rows that chose it than it is; the "
    "report is on rows that the search never saw.": (
        "在选出它的 {rows:,} 行上，多次试验中最好的一次看起来比实际更好；"
        "评测报告来自搜索从未见过的行。"
    ),
    "How much a setting mattered is an estimate from few trials, within the ranges.": (
        "影响大小是根据为数不多的试验、在搜索范围之内估计的。"
    ),
    "The trials are too few to tell what mattered.": "试验太少，无法判断哪些设置有影响。",
    "Search over settings": "设置搜索",
    "{trials} trials on {rows:,} held-out rows, {early} of them ended early.": (
        "在 {rows:,} 行留出数据上做了 {trials} 次试验，其中 {early} 次提前结束。"
    ),
    "Defaults → best": "默认值 → 最好",
    "Loss of each trial": "每次试验的损失",
    "A point a trial; those that ended early are left out.": (
        "每个点是一次试验；提前结束的不在图中。"
    ),
}
