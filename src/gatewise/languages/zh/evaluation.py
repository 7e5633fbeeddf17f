"""Chinese for what `evaluation` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "The model's outputs hold a value that is not finite; expected finite numbers. "
    "Training has diverged: lower training.learning_rate and train again.": (
        "模型输出中含有非有限的数值；应全部为有限的数。训练已发散："
        "请调低 training.learning_rate 后重新训练。"
    ),
    "A probability is not a number; expected numbers from 0 to 1. Training has "
    "diverged: lower training.learning_rate and train again.": (
        "有一个概率不是数值；应为 0 到 1 之间的数。训练已发散："
        "请调低 training.learning_rate 后重新训练。"
    ),
    "There is no row to evaluate; expected at least one. Give labelled rows.": (
        "没有可评估的行；至少需要一行。请提供带标签的数据。"
    ),
    "{model}: {came} predictions; expected {expected}, one a row. "
    "Predict the same rows with both models.": (
        "{model}：得到 {came} 个预测；应为 {expected} 个，每行一个。请用两个模型预测相同的行。"
    ),
    "Row {row} of the probabilities: {came}; expected numbers from 0 to 1. Pass "
    "logits through the sigmoid; where they are not finite, train again.": (
        "概率的第 {row} 行为 {came}；应为 0 到 1 之间的数。请先对 logit 做 sigmoid 变换；"
        "若其中有非有限的数值，请重新训练。"
    ),
    "The shape of {what} is {came}; expected {expected}, a column a label. "
    "Predict the rows that the labels belong to.": (
        "{what}的形状为 {came}；应为 {expected}：每条文本一行，每个标签一列。"
        "请对标签所属的那些行做预测。"
    ),
    "the probabilities": "概率",
    "the decisions": "判定结果",
    "the baseline's decisions": "基线的判定结果",
    "Probabilities of shape {came}; expected {expected}: a row a label and a column a class. "
    "Predict the rows that the labels belong to.": (
        "概率的形状为 {came}；应为 {expected}：每个标签一行，每个类别一列。"
        "请对标签所属的那些行做预测。"
    ),
    "Row {row} of the probabilities: {came}; expected numbers from 0 to 1 that sum to 1. Pass "
    "logits through softmax; where they are not finite, train again.": (
        "概率的第 {row} 行为 {came}；应为 0 到 1 之间且总和为 1 的数。"
        "请先对 logit 做 softmax 变换；若其中有非有限的数值，请重新训练。"
    ),
    "{name} = {value}: expected a number above 0 and below 1. Give it as a fraction, for example "
    "0.95 for 95 %.": (
        "{name} = {value}：应为大于 0 且小于 1 的数。请写成小数，例如 95% 写作 0.95。"
    ),
}
