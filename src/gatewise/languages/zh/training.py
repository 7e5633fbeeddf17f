"""Chinese for what `training` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "training.dtype is bf16, which nothing multiplies here (device {device}, kernels {isa}); it "
    "takes a processor with AMX or AVX512-BF16. Leave it out for fp32.": (
        "training.dtype 为 bf16，但此处（设备 {device}，内核 {isa}）无法做 bf16 乘法；"
        "需要带 AMX 或 AVX512-BF16 的处理器。不设此项则用 fp32。"
    ),
    "The weight of row {row} is {weight}; expected a number that is not below 0. Correct it.": (
        "第 {row} 行的权重是 {weight}；应为不小于 0 的数。请更正。"
    ),
    "The weights of all rows are 0; expected some above 0. Give none, or others.": (
        "所有行的权重都是 0；应有大于 0 的权重。请不给权重，或换成其他权重。"
    ),
    "The loss was no longer a finite number; starting again with a learning rate of {rate:g}.": (
        "损失不再是有限的数；改用学习率 {rate:g} 重新开始。"
    ),
    "The loss was not finite at {attempts} learning rates from {first:g} down to {last:g}. "
    "Lower training.learning_rate, and check that the texts and labels belong together.": (
        "从 {first:g} 到 {last:g} 试了 {attempts} 个学习率，损失都不是有限的数。"
        "请调低 training.learning_rate，并检查文本与标签是否对应。"
    ),
    "With {classes:,} classes the linear model keeps the {kept:,} most frequent n-grams of a kind, "
    "so that it stays below {megabytes} MB.": (
        "类别有 {classes:,} 个，线性模型每种 n 元组只保留最常见的 {kept:,} 个，以免超过 "
        "{megabytes} MB。"
    ),
    "About {gigabytes:.1f} GB of memory, {values:,} trained values.": (
        "大约需要 {gigabytes:.1f} GB 内存，训练 {values:,} 个数值。"
    ),
    "Learning rates from {low:.2g} to {high:.2g} were tried; the loss was lowest at {best:.2g}. "
    "Chosen, a tenth of the last: training.learning_rate = {rate:g}, "
    "training.table_learning_rate = {table:g}.": (
        "试了从 {low:.2g} 到 {high:.2g} 的学习率；在 {best:.2g} 处损失最低。取最后一个的十分之一："
        "training.learning_rate = {rate:g}，training.table_learning_rate = {table:g}。"
    ),
    "training {model}": "训练 {model}",
    "training {model} on all rows": "用全部数据训练 {model}",
    "Training": "训练",
    "Training ran no epoch; expected at least one.": "训练一轮也没有进行；至少应有一轮。",
    "training.device is {name!r}, which torch cannot use here ({reason}); expected cpu, or cuda or "
    "mps where the machine has one. Leave it out for cpu.": (
        "training.device 为 {name!r}，而 torch 在此无法使用它（{reason}）；应为 cpu，"
        "或在机器具备时为 cuda 或 mps。使用 cpu 时不必给出该选项。"
    ),
}
