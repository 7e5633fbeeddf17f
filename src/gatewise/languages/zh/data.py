"""Chinese for what `data` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # problems
    ", ": "、",
    "row {row}": "第 {row} 行",
    "rows {rows}": "第 {rows} 行",
    "file {name}": "文件 {name}",
    "files {names}": "文件 {names}",
    " and {more} more": "等，另有 {more} 个",
    # read
    "--label-separator is empty; expected what stands between the labels of a row, as ;. Give it, "
    "or leave the option out.": (
        "--label-separator 为空；应为一行中各标签之间的分隔符，例如 ;。请给出分隔符，或去掉此选项。"
    ),
    "every weight in column {column} is 0": "列 {column} 的权重全为 0",
    "Correct them, or name another column with --weight.": ("请改正，或用 --weight 指定另一列。"),
    "a weight above 0 in some row": "至少一行的权重大于 0",
    # weights
    "a number of at least 0 as weight": "不小于 0 的数作为权重",
    "Correct it, or name another column with --weight.": (
        "请改正这一行，或用 --weight 指定另一列。"
    ),
    "no weight": "没有权重",
    "the weight {weight}": "权重 {weight}",
    "{kind} as weight": "以 {kind} 作为权重",
    # label_notes
    "Several labels a row (multi-label): {mean} on average, at most {most}.": (
        "每行可有多个标签（多标签）：平均 {mean} 个，最多 {most} 个。"
    ),
    "Rows that carry no label: {n} ({where}).": "没有标签的行：{n} 行（{where}）。",
    "Each list of labels holds one, so this is taken as one label a row (multi-class).": (
        "每个标签列表都只有一个标签，因此按每行一个标签（多类别）处理。"
    ),
    "Split at {separator}, each row has one label, so this is taken as one label a row "
    "(multi-class).": "按 {separator} 切分后每行只有一个标签，因此按每行一个标签（多类别）处理。",
    "Labels such as {label} look like several in one, and each is taken whole; --label-separator "
    '"{separator}" would split them.': (
        "{label} 这样的标签看似由多个标签连成，现按整体处理；"
        '加 --label-separator "{separator}" 可将其切分。'
    ),
    "Labels named twice in a row and merged: {n}.": "同一行中重复、已合并的标签：{n} 个。",
    "Blank parts between separators, left out: {n}.": "分隔符之间为空、已略去的部分：{n} 处。",
    "Labels outside of lists, each taken as a list of one: {n}.": (
        "不在列表中、按单个标签的列表处理的标签：{n} 个。"
    ),
    # split
    "{count} folds; expected from 2 to {different}, the number of different texts. Correct the "
    "number of folds.": "折数为 {count}；应在 2 到 {different}（不同文本的个数）之间。请改正折数。",
    # classes
    "not one of {rows} rows carries a label": "{rows} 行中没有一行带标签",
    "the only label of {rows} rows is {label}": "{rows} 行中只有一个标签 {label}",
}
