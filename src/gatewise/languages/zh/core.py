"""Chinese for errors, options, models and model folders."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # errors
    "{source}, row {row}": "{source}，第 {row} 行",
    "{place}: {came}; expected {expected}. {remedy}": "{place}：{came}；应为{expected}。{remedy}",
    "{purpose} needs {package}. Install it with: pip install 'gatewise[{extra}]'": (
        "缺少 {package}（用途：{purpose}）。请安装：pip install 'gatewise[{extra}]'"
    ),
    # config
    "Unknown option {name!r}. {hint}": "未知选项 {name!r}。{hint}",
    "Unknown section {name!r}. {hint}": "未知配置节 {name!r}。{hint}",
    "Did you mean {near!r}?": "是否指 {near!r}？",
    "Known: {known}.": "可用的有：{known}。",
    "{section} is {changes!r}; expected a section of options, as in [{section}].": (
        "{section} 为 {changes!r}；应为一节选项，写作 [{section}]。"
    ),
    "{path}: cannot be read as UTF-8 text ({error}). Check the path.": (
        "{path}：无法按 UTF-8 文本读取（{error}）。请检查路径。"
    ),
    "{path}: {error}; expected TOML such as '[model]' and 'hidden = 128' on two lines.": (
        "{path}：{error}；应为 TOML，例如分两行写 '[model]' 和 'hidden = 128'。"
    ),
    "--set {assignment!r}: expected section.key=value, as model.hidden=64.": (
        "--set {assignment!r}：应写作 section.key=value，例如 model.hidden=64。"
    ),
    "{name} is {value!r}; expected a value of type {kind}.": (
        "{name} 为 {value!r}；应为 {kind} 类型的值。"
    ),
    "{name} is empty; expected at least one value.": "{name} 为空；至少应有一个值。",
    "{name} is {value!r}; expected one of: {choices}.": (
        "{name} 为 {value!r}；应为下列之一：{choices}。"
    ),
    "{name} is {value!r}; expected {limit}.": "{name} 为 {value!r}；应{limit}。",
    "at least {bound}": "不小于 {bound}",
    "more than {bound}": "大于 {bound}",
    "at most {bound}": "不大于 {bound}",
    "less than {bound}": "小于 {bound}",
    # bundle
    "the packed model": "打包的模型",
    "{path}: cannot be written ({reason}); nothing was changed. Free space, change the rights, or "
    "name another place.": (
        "{path}：无法写入（{reason}）；未做任何改动。请腾出空间、修改权限，或换一个位置。"
    ),
    "Copy the folder again from where it came, or train it anew.": (
        "请从来源处重新复制该文件夹，或重新训练。"
    ),
    "{place}: its parts do not fit together ({error}); expected a folder as 'gatewise train' "
    "writes it. {remedy}": (
        "{place}：各部分互不相符（{error}）；应为 'gatewise train' 写出的文件夹。{remedy}"
    ),
    "{path}: nothing is there; expected a model folder. Give the folder that "
    "'gatewise train --out' wrote.": (
        "{path}：不存在；应为模型文件夹。请给出 'gatewise train --out' 写出的文件夹。"
    ),
    "{path}: a file is there; expected a model folder. Give the folder that "
    "'gatewise train --out' wrote.": (
        "{path}：是一个文件；应为模型文件夹。请给出 'gatewise train --out' 写出的文件夹。"
    ),
    "{place}: format {version}; expected at most {newest}, the newest this program reads. Update "
    "it with: pip install --upgrade gatewise": (
        "{place}：格式版本为 {version}；本程序最高只能读取 {newest}。"
        "请升级：pip install --upgrade gatewise"
    ),
    "{place}: {name} is missing; expected a model folder with all its files. {remedy}": (
        "{place}：缺少 {name}；应为文件齐全的模型文件夹。{remedy}"
    ),
    "{path}: cannot be read ({reason}); expected a readable file. Check the rights and the disk.": (
        "{path}：无法读取（{reason}）；应为可读的文件。请检查权限和磁盘。"
    ),
    "{place}: {name} is not what was saved (its checksum differs); expected an unaltered file. "
    "{remedy}": "{place}：{name} 与保存时不同（校验和不符）；应为未经改动的文件。{remedy}",
    # runtime
    "Got one {kind}; expected a list of texts. Write predict([text]).": (
        "得到单个 {kind}；应为文本的列表。请写作 predict([text])。"
    ),
    "texts[{number}] is {text!r} of type {kind}; expected a string. Drop the row or convert it "
    "with str().": (
        "texts[{number}] 为 {text!r}，类型是 {kind}；应为字符串。请去掉这一行，或用 str() 转换。"
    ),
}
