"""Chinese for what `estimator` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "X is one string; expected a list of texts. Write [text].": (
        "X 是一个字符串；应为文本的列表。请写成 [text]。"
    ),
    "X[{number}] is {text!r}; expected a string. Drop the row or convert it.": (
        "X[{number}] 是 {text!r}；应为字符串。请删去该行或加以转换。"
    ),
    "X is a {kind}; expected a list of texts, or one column of them. "
    "Choose the column that holds the text.": (
        "X 是 {kind}；应为文本的列表或一列文本。请选出存放文本的那一列。"
    ),
    "X has {texts} texts and y {labels} labels; expected as many. Take both from the same rows.": (
        "X 有 {texts} 条文本，y 有 {labels} 个标签；两者应一样多。请从相同的行中取出二者。"
    ),
    "fit requires y to be passed, but the target y is None; expected a list of labels. "
    "Write fit(texts, labels).": (
        "fit 需要 y，但 y 是 None；应为标签的列表。请写成 fit(texts, labels)。"
    ),
    "y is a {kind}; expected a list of labels. Write fit(texts, labels).": (
        "y 是 {kind}；应为标签的列表。请写成 fit(texts, labels)。"
    ),
    "{name}[{number}] is {label!r}; expected one label. Drop the row.": (
        "{name}[{number}] 是 {label!r}；应为一个标签。请删去该行。"
    ),
    "y[{number}] is {label!r} and y[0] is {first!r}; expected one label in every row, "
    "or a collection of labels in every row.": (
        "y[{number}] 是 {label!r}，而 y[0] 是 {first!r}；应每行都是一个标签，或每行都是一组标签。"
    ),
    "y has {columns} columns and holds {value!r}; expected 0 and 1, a column a label, "
    "or one label a row.": (
        "y 有 {columns} 列，其中有 {value!r}；应只含 0 和 1（每列一个标签），或每行一个标签。"
    ),
    "y holds continuous numbers such as {value}; expected labels. Convert them with str() if each "
    "stands for a class.": (
        "y 中有 {value} 这样的连续数值；应为标签。如果每个数值代表一个类别，请用 str() 转换。"
    ),
    "y holds labels of the types {kinds}, which have no order; expected one type. "
    "Convert them with str().": (
        "y 中标签的类型有 {kinds}，彼此无法排序；应为同一种类型。请用 str() 转换。"
    ),
    "y has {found} class; expected at least two. Add rows of another class.": (
        "y 只有 {found} 个类别；至少应有两个。请加入其他类别的行。"
    ),
    "sample_weight does not hold numbers; expected one a text. Correct it.": (
        "sample_weight 中不是数；每条文本应有一个数。请更正。"
    ),
    "sample_weight has the shape {shape} and X {rows} texts; expected a weight a text. "
    "Take both from the same rows.": (
        "sample_weight 的形状是 {shape}，X 有 {rows} 条文本；每条文本应有一个权重。"
        "请从相同的行中取出二者。"
    ),
    "sample_weight[{row}] is {weight}; expected a number that is not below 0. Correct it.": (
        "sample_weight[{row}] 是 {weight}；应为不小于 0 的数。请更正。"
    ),
    "sample_weight is zero for every text; expected some above 0. Leave it out.": (
        "所有文本的 sample_weight 都是 0；应有大于 0 的权重。请不给权重。"
    ),
    "class_weight of {label!r} is {weight!r}; expected a number that is not below 0. Correct it.": (
        "class_weight 中 {label!r} 的权重是 {weight!r}；应为不小于 0 的数。请更正。"
    ),
    "class_weight names {label!r}, which no row has, and leaves out {missing!r}; "
    "expected the labels of y. Correct the name.": (
        "class_weight 中的 {label!r} 没有任何一行带有，却缺少 {missing!r}；应为 y 中的标签。"
        "请更正名称。"
    ),
}
